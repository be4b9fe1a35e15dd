import { make } from "./dom.ts";
import type { CustomDrawing, Drawing, Unit } from "./model.ts";
import type { DrawingView, Surroundings } from "./view.ts";

interface CustomElement extends HTMLElement {
  data: unknown;
  theme: "light" | "dark";
  locale: string;
  format: (value: number | string | null, unit: Unit) => string;
  exact: (value: number | string | null, unit: Unit) => string;
}

const loaded = new Map<string, Promise<unknown>>();

/** How long a module may take to define its element. */
const PATIENCE = 15_000;

/** A drawing of a widget's own browser module. The element stays; its properties change. */
export class CustomView implements DrawingView<CustomDrawing> {
  readonly element = make("div", "ck-custom");
  readonly #name: string;
  readonly #module: string;
  #child: CustomElement | null = null;
  #around: Surroundings | null = null;

  constructor(drawing: CustomDrawing) {
    this.#name = drawing.element;
    this.#module = drawing.module;
  }

  accepts(drawing: Drawing): boolean {
    return drawing.kind === "custom" && drawing.element === this.#name && drawing.module === this.#module;
  }

  /** @throws if the module cannot be loaded or does not define the element */
  async paint(drawing: CustomDrawing, around: Surroundings): Promise<void> {
    this.#around = around;
    if (!customElements.get(drawing.element)) {
      await load(address(drawing, around), drawing.element);
    }
    if (!this.#child) {
      const child = document.createElement(drawing.element) as CustomElement;
      child.addEventListener("select", (event) => {
        event.stopPropagation();
        const detail = (event as CustomEvent<{ dimension?: unknown; key?: unknown }>).detail;
        if (typeof detail?.key === "string" && typeof detail.dimension === "string" && detail.dimension !== "") {
          this.#around?.select([{ dimension: detail.dimension, key: detail.key }]);
        }
      });
      this.#child = child;
      this.element.replaceChildren(child);
    }
    const child = this.#child;
    child.locale = around.locale;
    child.theme = around.theme === "light" ? "light" : "dark";
    child.format = (value, unit) => around.format.short(value, unit);
    child.exact = (value, unit) => around.format.exact(value, unit);
    child.data = drawing.data;
  }
}

/** Only this server's files: a module runs with the page's rights. */
function address(drawing: CustomDrawing, around: Surroundings): string {
  if (!/^ck-[a-z0-9]+(-[a-z0-9]+)*$/.test(drawing.element) || !/^[\w-]+(\/[\w-]+)*\.js$/.test(drawing.module)) {
    throw new Error(`Refused module ${drawing.module} for element ${drawing.element}.`);
  }
  const base = drawing.base ?? around.modules[around.widget];
  if (!base) {
    throw new Error(`Nothing says where the modules of ${around.widget} lie.`);
  }
  const url = new URL(drawing.module, new URL(base.endsWith("/") ? base : `${base}/`, document.baseURI));
  if (url.origin !== location.origin) {
    throw new Error(`Refused module ${url.href}: it lies on another server.`);
  }
  return url.href;
}

async function load(url: string, element: string): Promise<void> {
  let module = loaded.get(url);
  if (!module) {
    module = import(url);
    loaded.set(url, module);
    module.catch(() => loaded.delete(url));
  }
  await module;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${url} does not define ${element}.`)), PATIENCE);
  });
  try {
    await Promise.race([customElements.whenDefined(element), late]);
  } finally {
    clearTimeout(timer);
  }
}
