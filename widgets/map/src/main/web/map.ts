import { geoConicEqualArea } from "d3-geo";
import shapes from "china-shapes";
import { placeLabels, type Box } from "./labels.ts";
import { STYLE } from "./style.ts";

type Numeric = number | string | null;
type Formatter = (value: Numeric, unit: string) => string;

interface Place {
  key: string;
  name: string;
  place: string;
  lng: number;
  lat: number;
  value: Numeric;
}

interface Province {
  name: string;
  value: Numeric;
  count: number;
}

interface MapData {
  title: string;
  unit: string;
  dimension: string;
  places: Place[];
  provinces: Province[];
  note: string;
}

interface Shape {
  path: SVGPathElement;
  data: Province | null;
}

interface Mark {
  circle: SVGCircleElement;
  place: Place;
  /** In units of the projection. */
  at: [number, number];
  r: number;
}

const SVG = "http://www.w3.org/2000/svg";
const STEPS_A_DEGREE = 64;
/** Equal areas, as maps of China are drawn: a shade then stands for the same land everywhere. */
const project = geoConicEqualArea().parallels([25, 47]).rotate([-105, 0]).scale(1000).translate([0, 0]);
/** Share of the accent in the largest province. */
const DEEPEST = 62;
const INSET = { width: 64, height: 93 };

const outlines = shapes.provinces.map((province) => ({ ...province, d: province.rings.map(outline).join("") }));
const bounds = extent(outlines.map((one) => one.d));
const taiwan = extent(outlines.filter((one) => one.name === "台湾").map((one) => one.d));

/**
 * `<ck-map>`: provinces shaded by value and places as circles whose area is their value. Properties `data`, `theme`,
 * `locale`, `format` and, where the host has it, `exact`; event `select {dimension, key}`.
 */
class MapElement extends HTMLElement {
  #data: MapData | null = null;
  #locale = "zh-CN";
  #format: Formatter = (value) => String(value ?? "–");
  #exact: Formatter | null = null;
  theme = "light";

  readonly #svg = create("svg", { role: "img", tabindex: "0" });
  readonly #land = create("g");
  readonly #inset = create("g", { class: "inset" });
  readonly #insetName = create("text");
  readonly #circles = create("g");
  readonly #names = create("g");
  readonly #legend = div("legend");
  readonly #low = document.createElement("span");
  readonly #high = document.createElement("span");
  readonly #note = div("note");
  readonly #tip = div("tip");
  readonly #shapes: (Shape & (typeof outlines)[number])[];
  readonly #marks = new Map<string, Mark>();
  #order: Mark[] = [];
  #k = 1;
  #origin: [number, number] = [0, 0];
  #near: Mark | null = null;
  #nearShape: Shape | null = null;
  #frame = 0;
  readonly #observer = new ResizeObserver(() => this.#layout());

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    this.#shapes = outlines.map((one) => {
      const path = create("path", { d: one.d, class: "province", "data-name": one.name });
      this.#land.append(path);
      return { ...one, path, data: null };
    });
    shapes.inset.forEach((ring, index) => {
      const d = `M${ring.map(([x, y]) => `${x} ${y}`).join("L")}Z`;
      this.#inset.append(create("path", { d, class: index < 2 ? "land" : "" }));
    });
    this.#insetName.setAttribute("x", String(INSET.width / 2));
    this.#insetName.setAttribute("y", String(INSET.height - 5));
    this.#inset.append(this.#insetName);
    this.#svg.append(this.#land, this.#inset, this.#circles, this.#names);
    this.#legend.append(this.#low, div("ramp"), this.#high);
    root.append(this.#svg, this.#legend, this.#note, this.#tip);
    for (const hidden of [this.#legend, this.#note, this.#tip]) {
      hidden.hidden = true;
    }
    this.#svg.addEventListener("pointermove", (event) => this.#hover(event));
    this.#svg.addEventListener("pointerdown", (event) => this.#hover(event));
    this.#svg.addEventListener("pointerleave", () => this.#leave());
    this.#svg.addEventListener("blur", () => this.#leave());
    this.#svg.addEventListener("click", (event) => {
      const mark = this.#markOf(event.target);
      if (mark) {
        this.#select(mark);
      }
    });
    this.#svg.addEventListener("keydown", (event) => this.#key(event));
  }

  connectedCallback(): void {
    this.#observer.observe(this);
    this.#schedule();
  }

  disconnectedCallback(): void {
    this.#observer.disconnect();
  }

  get data(): MapData | null {
    return this.#data;
  }

  set data(value: MapData | null) {
    this.#data = value;
    this.#schedule();
  }

  get locale(): string {
    return this.#locale;
  }

  set locale(value: string) {
    this.#locale = value;
    this.#schedule();
  }

  get format(): Formatter {
    return this.#format;
  }

  set format(value: Formatter) {
    this.#format = value;
    this.#schedule();
  }

  get exact(): Formatter {
    return this.#exact ?? this.#format;
  }

  set exact(value: Formatter) {
    this.#exact = value;
  }

  /** Properties come one after the other: paint once. */
  #schedule(): void {
    if (this.isConnected && !this.#frame) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#paint();
      });
    }
  }

  #paint(): void {
    const data = this.#data;
    if (!data) {
      return;
    }
    const say = (zh: string, en: string) => (this.#locale === "en" ? en : zh);
    this.#insetName.textContent = say("南海诸岛", "S. China Sea");
    this.#paintProvinces(data);
    this.#paintMarks(data);
    this.#note.textContent = data.note;
    this.#note.hidden = !data.note;
    const top = data.places.slice(0, 5).map((place) => `${place.name} ${this.#format(place.value, data.unit)}`);
    this.#svg.setAttribute("aria-label", `${data.title}: ${top.join(", ")}`);
    this.#layout();
    if (this.#near) {
      this.#show(this.#near);
    }
  }

  #paintProvinces(data: MapData): void {
    for (const shape of this.#shapes) {
      shape.data = data.provinces.find((one) => matches(one.name, shape)) ?? null;
    }
    const values = this.#shapes.map((shape) => number(shape.data?.value ?? null) ?? 0);
    const most = Math.max(0, ...values.map(Math.abs));
    this.#shapes.forEach((shape, index) => {
      const value = values[index] ?? 0;
      // roots, since a few large provinces would leave all others blank
      const share = most === 0 || value === 0 ? 0 : 8 + (DEEPEST - 8) * Math.sqrt(Math.abs(value) / most);
      shape.path.style.setProperty("--share", share.toFixed(1));
      shape.path.toggleAttribute("data-negative", value < 0);
    });
    this.#legend.hidden = most === 0 || values.some((value) => value < 0);
    this.#low.textContent = this.#format(0, data.unit);
    this.#high.textContent = this.#format(Math.max(...values), data.unit);
  }

  #paintMarks(data: MapData): void {
    const gone = new Set(this.#marks.keys());
    this.#order = [];
    for (const place of data.places) {
      const at = project([Number(place.lng), Number(place.lat)]);
      if (!at) {
        continue;
      }
      gone.delete(place.key);
      let mark = this.#marks.get(place.key);
      if (!mark) {
        const circle = create("circle");
        circle.dataset["key"] = place.key;
        mark = { circle, place, at, r: 0 };
        this.#marks.set(place.key, mark);
      }
      mark.place = place;
      mark.at = at;
      const value = number(place.value);
      mark.circle.toggleAttribute("data-missing", value === null);
      mark.circle.toggleAttribute("data-negative", value !== null && value < 0);
      this.#order.push(mark);
    }
    for (const key of gone) {
      this.#marks.get(key)?.circle.remove();
      this.#marks.delete(key);
    }
    // the large ones lie below the small ones
    this.#order.forEach((mark, index) => {
      if (this.#circles.children[index] !== mark.circle) {
        this.#circles.insertBefore(mark.circle, this.#circles.children[index] ?? null);
      }
    });
  }

  #layout(): void {
    const width = this.clientWidth;
    const height = this.clientHeight;
    if (!this.#data || width < 20 || height < 20) {
      return;
    }
    const scale = Number(getComputedStyle(this).getPropertyValue("--ck-scale")) || 1;
    const inset = Math.min(1.1 * scale, (width * 0.14) / INSET.width, (height * 0.26) / INSET.height);
    const foot = this.#legend.hidden ? 0 : 8 * scale;
    const mapWidth = bounds.right - bounds.left;
    const mapHeight = bounds.bottom - bounds.top;
    this.#k = Math.min((width - 8) / mapWidth, (height - foot - 4) / mapHeight);
    this.#origin = [
      (width - mapWidth * this.#k) / 2 - bounds.left * this.#k,
      (height - foot - mapHeight * this.#k) / 2 - bounds.top * this.#k,
    ];
    this.#land.setAttribute("transform", `translate(${this.#origin.join(" ")}) scale(${this.#k})`);
    const corner = this.#placeInset(width, height, inset);
    const most = Math.max(0, ...this.#order.map((mark) => Math.abs(number(mark.place.value) ?? 0)));
    const crowd = Math.min(1, Math.sqrt(60 / Math.max(1, this.#order.length)));
    const largest = Math.min(20 * scale, Math.min(width, height) * 0.045) * (0.5 + 0.5 * crowd);
    const least = Math.max(1.6, 2.4 * scale * (0.6 + 0.4 * crowd));
    for (const mark of this.#order) {
      const value = Math.abs(number(mark.place.value) ?? 0);
      mark.r = most === 0 ? least : Math.max(least, largest * Math.sqrt(value / most));
      const [x, y] = this.#px(mark);
      mark.circle.style.setProperty("cx", `${x}px`);
      mark.circle.style.setProperty("cy", `${y}px`);
      mark.circle.style.setProperty("r", `${mark.r}px`);
    }
    this.#paintNames(width, height, scale, corner);
  }

  /** In the corner below the coast and never on Taiwan: beside it where there is room, else smaller. */
  #placeInset(width: number, height: number, wanted: number): Box {
    const right = this.#origin[0] + taiwan.right * this.#k + 8;
    const below = this.#origin[1] + taiwan.bottom * this.#k + 6;
    let size = wanted;
    let left = Math.min(width - 2, this.#origin[0] + bounds.right * this.#k) - INSET.width * size;
    if (height - 2 - INSET.height * size < below) {
      left = Math.max(left, right);
      if (left + INSET.width * size > width - 2) {
        size = Math.max(0.3, Math.min(size, Math.max((height - 2 - below) / INSET.height, (width - 2 - right) / INSET.width)));
        left = width - 2 - INSET.width * size;
      }
    }
    const top = height - 2 - INSET.height * size;
    this.#inset.setAttribute("transform", `translate(${left} ${top}) scale(${size})`);
    // too small to read, the name would only blur the picture
    this.#insetName.style.display = size < 0.55 ? "none" : "";
    return { left, top, right: left + INSET.width * size, bottom: height };
  }

  #px(mark: Mark): [number, number] {
    return [mark.at[0] * this.#k + this.#origin[0], mark.at[1] * this.#k + this.#origin[1]];
  }

  #paintNames(width: number, height: number, scale: number, inset: Box): void {
    const data = this.#data as MapData;
    const style = getComputedStyle(this);
    const font = `${12 * scale}px ${style.fontFamily}`;
    const most = width < 420 * scale ? 4 : width < 700 * scale ? 8 : 12;
    // the largest place of each city: its neighbours' names would say the same
    const seen = new Set<string>();
    const named = this.#order
      .filter((mark) => {
        const city = mark.place.place || mark.place.key;
        return number(mark.place.value) !== null && !seen.has(city) && seen.add(city);
      })
      .slice(0, most * 3);
    const crowd = this.#order.slice(0, 120).map((mark) => {
      const [x, y] = this.#px(mark);
      return { x, y, r: mark.r };
    });
    const texts = named.map((mark) => [short(mark.place.name), this.#format(mark.place.value, data.unit)] as const);
    const boxes = placeLabels(
      named.map((mark, index) => {
        const [x, y] = this.#px(mark);
        return { x, y, r: mark.r, width: textWidth((texts[index] ?? []).join(" "), font) + 4, height: 16 * scale };
      }),
      { left: 0, top: 0, right: width, bottom: height },
      this.#legend.hidden ? [inset] : [inset, { left: 0, top: height - 18 * scale, right: 220 * scale, bottom: height }],
      crowd,
    );
    const labels: SVGTextElement[] = [];
    boxes.forEach((box, index) => {
      const text = texts[index];
      if (box && text && labels.length < most) {
        const label = create("text", { class: "label", x: box.left + 2, y: box.bottom - 4 * scale });
        const value = create("tspan", { class: "value" });
        value.textContent = ` ${text[1]}`;
        label.append(text[0], value);
        labels.push(label);
      }
    });
    this.#names.replaceChildren(...labels);
  }

  #markOf(target: EventTarget | null): Mark | null {
    const key = target instanceof SVGCircleElement ? target.dataset["key"] : undefined;
    return key === undefined ? null : (this.#marks.get(key) ?? null);
  }

  #hover(event: PointerEvent): void {
    const mark = this.#markOf(event.target);
    if (mark) {
      this.#show(mark);
      return;
    }
    const shape = this.#shapes.find((one) => one.path === event.target);
    if (shape?.data) {
      const box = this.getBoundingClientRect();
      this.#mark(null, shape);
      const say = (zh: string, en: string) => (this.#locale === "en" ? en : zh);
      const count = shape.data.count;
      this.#tell(event.clientX - box.left, event.clientY - box.top, 10, [
        shape.data.name,
        this.exact(shape.data.value, this.#data?.unit ?? "COUNT"),
        say(`${count} 家合计`, `sum of ${count}`),
      ]);
    } else {
      this.#leave();
    }
  }

  #show(mark: Mark): void {
    this.#mark(mark, null);
    const [x, y] = this.#px(mark);
    this.#tell(x, y, mark.r, [
      mark.place.name,
      this.exact(mark.place.value, this.#data?.unit ?? "COUNT"),
      mark.place.place,
    ]);
  }

  #mark(mark: Mark | null, shape: Shape | null): void {
    this.#near?.circle.classList.remove("near");
    this.#nearShape?.path.classList.remove("near");
    this.#near = mark;
    this.#nearShape = shape;
    mark?.circle.classList.add("near");
    if (shape) {
      shape.path.classList.add("near");
      // its border lies on its neighbours'
      shape.path.parentNode?.append(shape.path);
    }
  }

  #tell(x: number, y: number, r: number, [name = "", value = "", place = ""]: string[]): void {
    const lines = [text("span", name), text("b", value), ...(place ? [text("span", place)] : [])];
    this.#tip.replaceChildren(...lines);
    this.#tip.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.#tip;
    const left = x + r + 8 + width > this.clientWidth ? x - r - 8 - width : x + r + 8;
    this.#tip.style.left = `${Math.max(0, left)}px`;
    this.#tip.style.top = `${Math.min(Math.max(0, y - height / 2), Math.max(0, this.clientHeight - height))}px`;
  }

  #leave(): void {
    this.#mark(null, null);
    this.#tip.hidden = true;
  }

  #select(mark: Mark): void {
    this.dispatchEvent(
      new CustomEvent("select", { detail: { dimension: this.#data?.dimension ?? "", key: mark.place.key } }),
    );
  }

  /** Arrows go through the places, the largest first. */
  #key(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (this.#order.length === 0 || this.closest("[data-editing=true]")) {
      return;
    }
    if (step) {
      event.preventDefault();
      const at = this.#near ? this.#order.indexOf(this.#near) + step : 0;
      this.#show(this.#order[(at + this.#order.length) % this.#order.length] as Mark);
    } else if (event.key === "Enter" && this.#near) {
      this.#select(this.#near);
    } else if (event.key === "Escape") {
      this.#leave();
    }
  }
}

function outline(ring: number[]): string {
  let d = "";
  let x = 0;
  let y = 0;
  for (let index = 0; index < ring.length; index += 2) {
    x += ring[index] as number;
    y += ring[index + 1] as number;
    const at = project([x / STEPS_A_DEGREE, y / STEPS_A_DEGREE]);
    if (at) {
      d += `${d ? "L" : "M"}${at[0].toFixed(1)} ${at[1].toFixed(1)}`;
    }
  }
  return `${d}Z`;
}

function extent(paths: readonly string[]): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const path of paths) {
    for (const match of path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)) {
      const x = Number(match[1]);
      const y = Number(match[2]);
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box;
}

/** 广东, 广东省 and Guangdong are one. */
function matches(name: string, shape: { name: string; en: string }): boolean {
  return name.startsWith(shape.name) || name.toLowerCase() === shape.en.toLowerCase();
}

function number(value: Numeric): number | null {
  if (value === null || value === "") {
    return null;
  }
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}

function short(name: string): string {
  const letters = [...name];
  return letters.length > 12 ? `${letters.slice(0, 11).join("")}…` : name;
}

function create<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number> = {},
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  return element;
}

function div(className: string): HTMLDivElement {
  const element = document.createElement("div");
  element.className = className;
  return element;
}

function text(tag: "b" | "span", content: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}

let ruler: CanvasRenderingContext2D | null = null;

function textWidth(content: string, font: string): number {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) {
    return content.length * 12;
  }
  ruler.font = font;
  return ruler.measureText(content).width;
}

if (!customElements.get("ck-map")) {
  customElements.define("ck-map", MapElement);
}
