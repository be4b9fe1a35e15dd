import { GridStack, type GridItemHTMLElement } from "gridstack";
import { icon, make, pathsOf } from "./dom.ts";
import type { Locale, PaletteWidget } from "./model.ts";
import { Words } from "./words.ts";

/**
 * `<ck-palette>`: the widgets to choose from. Each can be dragged onto a `<ck-cockpit>`; double click or Enter dispatches
 * `widget-add {widget}`. Properties: `widgets`, `locale`, `labels`.
 */
export class PaletteElement extends HTMLElement {
  #widgets: PaletteWidget[] = [];
  #locale: Locale = "zh-CN";
  #labels: Record<string, string> = {};

  connectedCallback(): void {
    for (const name of ["labels", "locale", "widgets"]) {
      if (Object.hasOwn(this, name)) {
        const self = this as unknown as Record<string, unknown>;
        const value = self[name];
        delete self[name];
        self[name] = value;
      }
    }
    this.#paint();
  }

  get widgets(): readonly PaletteWidget[] {
    return this.#widgets;
  }

  set widgets(value: readonly PaletteWidget[] | null) {
    this.#widgets = [...(value ?? [])];
    this.#paint();
  }

  get locale(): Locale {
    return this.#locale;
  }

  set locale(value: Locale) {
    this.#locale = String(value).startsWith("en") ? "en" : "zh-CN";
    this.#paint();
  }

  get labels(): Record<string, string> {
    return this.#labels;
  }

  set labels(value: Record<string, string> | null) {
    this.#labels = value ?? {};
    this.#paint();
  }

  #paint(): void {
    if (!this.isConnected) {
      return;
    }
    this.setAttribute("role", "list");
    const words = new Words(this.#locale, this.#labels);
    const entries = this.#widgets.map((widget) => this.#entry(widget, words));
    this.replaceChildren(...entries);
    // not setupDragIn: it also dispatches a false "dragstart", which browser drivers take for a native drag
    entries.forEach((entry, index) => {
      const { w = 1, h = 1 } = this.#widgets[index] ?? {};
      GridStack.getDD().dragIn(entry, { appendTo: "body", helper: (source: HTMLElement) => helper(source), scroll: false });
      (entry as GridItemHTMLElement).gridstackNode = { w, h };
    });
  }

  #entry(widget: PaletteWidget, words: Words): HTMLElement {
    const entry = make("div", "ck-palette-entry grid-stack-item");
    entry.dataset["ckWidget"] = widget.id;
    entry.tabIndex = 0;
    entry.setAttribute("role", "listitem");
    entry.setAttribute("aria-label", `${widget.title}. ${widget.summary}`);
    entry.title = words.say("palette.add");
    const symbol = make("span", "ck-palette-icon");
    symbol.append(icon(pathsOf(widget.icon)));
    const text = make("span", "ck-palette-text");
    text.append(make("span", "ck-palette-title", widget.title), make("span", "ck-palette-summary", widget.summary));
    entry.append(symbol, text);
    const add = () => {
      this.dispatchEvent(
        new CustomEvent("widget-add", { detail: { widget: widget.id }, bubbles: true, composed: true }),
      );
    };
    entry.addEventListener("dblclick", add);
    entry.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        add();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const next = event.key === "ArrowDown" ? entry.nextElementSibling : entry.previousElementSibling;
        (next as HTMLElement | null)?.focus();
      }
    });
    return entry;
  }
}

/** What hangs at the pointer: the entry itself; the grid shows the outline of the true size. */
function helper(source: HTMLElement): HTMLElement {
  const copy = source.cloneNode(true) as HTMLElement;
  copy.classList.add("ck-palette-dragged");
  return copy;
}
