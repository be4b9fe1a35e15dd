import { make, makeSvg, setText, textWidth, tween } from "./dom.ts";
import { toNumber } from "./format.ts";
import type { Drawing, FigureDrawing, Numeric } from "./model.ts";
import type { DrawingView, Surroundings } from "./view.ts";

/** Sizes of the number; what lies between those of the look keeps a long number from falling a whole step. */
const SIZES = [64, 52, 40, 34, 28, 20];

/** One large number with its change and its course. */
export class FigureView implements DrawingView<FigureDrawing> {
  readonly element = make("div", "ck-figure");
  readonly #name = make("div", "ck-figure-name");
  readonly #value = make("div", "ck-figure-value");
  readonly #sign = make("span", "ck-figure-sign");
  readonly #digits = make("span", "ck-figure-digits");
  readonly #suffix = make("span", "ck-figure-suffix");
  readonly #compare = make("div", "ck-figure-compare");
  readonly #versus = make("span", "ck-versus");
  readonly #change = make("span", "ck-change");
  readonly #status = make("span", "ck-status");
  readonly #spark = new Sparkline();
  #shown: number | null = null;
  #drawing: FigureDrawing | null = null;
  #around: Surroundings | null = null;
  #stop: () => void = () => {};

  constructor() {
    this.#value.append(this.#sign, this.#digits, this.#suffix);
    this.#compare.append(this.#versus, this.#change, this.#status);
    const words = make("div", "ck-figure-words");
    words.append(this.#name, this.#value, this.#compare);
    this.element.append(words, this.#spark.element);
  }

  accepts(drawing: Drawing): boolean {
    return drawing.kind === "figure";
  }

  paint(drawing: FigureDrawing, around: Surroundings): void {
    const first = this.#drawing === null;
    const sameUnit = this.#drawing?.unit === drawing.unit;
    this.#drawing = drawing;
    this.#around = around;
    setText(this.#name, drawing.title);
    this.#name.hidden = drawing.title === "";
    this.#value.dataset["exact"] = around.format.exact(drawing.value, drawing.unit);
    this.#paintChange(drawing, around);
    this.#spark.paint(drawing.sparkline, first);
    this.resize();
    this.#count(drawing.value, !first && sameUnit);
  }

  resize(): void {
    const drawing = this.#drawing;
    const around = this.#around;
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!drawing || !around || width === 0 || height === 0) {
      return;
    }
    const scale = around.scale;
    const compared = !this.#compare.hidden;
    const lines = (drawing.title ? 20 : 0) + (compared ? (scale > 1 ? 28 : 24) : 0);
    const course = drawing.sparkline.filter((value) => value !== null).length > 1;
    const parts = around.format.parts(drawing.value, drawing.unit);
    const wide = (size: number) =>
      textWidth(parts.sign + parts.prefix + parts.digits, `600 ${size}px ${font(this.element)}`) +
      textWidth(parts.suffix, `600 ${size * 0.5}px ${font(this.element)}`);
    const fits = (size: number, share: number) =>
      (size * 1.15 + lines) * scale <= height && wide(size * scale) <= width * share;
    const alone = SIZES.find((size) => fits(size, 1)) ?? 16;
    let shape = "bare";
    let size = alone;
    const words = (one: number) => Math.max(wide(one * scale), compared ? this.#lineWidth(scale, 0) : 0);
    if (course && height >= (alone * 1.15 + lines + 34) * scale) {
      shape = "column";
    } else if (course && height >= (40 * 1.15 + lines + 34) * scale && fits(40, 1)) {
      shape = "column";
      size = 40;
    } else if (course) {
      // beside the words only where those stay whole
      const beside = SIZES.find((one) => fits(one, 1) && width - words(one) >= 88 * scale);
      if (beside !== undefined && beside >= Math.min(alone, 28)) {
        shape = "row";
        size = beside;
      }
    }
    // too low for two lines: the change goes beside the number
    if (compared && shape === "bare" && size < 28) {
      const beside =
        textWidth(this.#change.textContent ?? "", `600 ${lineSize(scale)}px ${font(this.element)}`) + 24 * scale;
      const line = SIZES.find((one) => one * 1.15 * scale <= height && wide(one * scale) + beside <= width);
      if (line !== undefined && line > size) {
        shape = "inline";
        size = line;
      }
    }
    this.element.dataset["shape"] = shape;
    const room = shape === "inline" ? width - wide(size * scale) - 12 * scale : width;
    this.#compare.dataset["tight"] = String([0, 1, 2].find((tight) => this.#lineWidth(scale, tight) <= room) ?? 3);
    this.#value.style.fontSize = `calc(${size}px * var(--ck-scale))`;
  }

  dispose(): void {
    this.#stop();
  }

  /**
   * Width of the line of change in px: 0 whole, 1 with the status as a mark only, 2 without what it is compared with
   * (the tip says it).
   */
  #lineWidth(scale: number, tight: number): number {
    const plain = `${lineSize(scale)}px ${font(this.element)}`;
    const versus = textWidth(this.#versus.textContent ?? "", plain) + 6 * scale;
    const change = textWidth(this.#change.textContent ?? "", `600 ${plain}`) + 2 * scale;
    const mark = this.#status.hidden ? 0 : 14 * scale;
    const status = this.#status.hidden ? 0 : textWidth(this.#status.textContent ?? "", plain) + 28 * scale;
    return change + (tight < 2 ? versus : 0) + (tight === 1 ? mark : status);
  }

  #paintChange(drawing: FigureDrawing, around: Surroundings): void {
    const { format, words } = around;
    const change = format.change(drawing.value, drawing.compared, drawing.unit);
    this.#compare.hidden = change === null;
    if (!change) {
      return;
    }
    setText(this.#versus, words.say("change.versus", { what: drawing.comparedWith || words.say("change.previous") }));
    const arrow = change.sign > 0 ? "▲" : change.sign < 0 ? "▼" : "";
    setText(this.#change, arrow ? `${arrow} ${change.text}` : `${change.word} ${change.text}`);
    this.#change.dataset["way"] = change.sign > 0 ? "rise" : change.sign < 0 ? "fall" : "flat";
    this.#compare.dataset["exact"] =
      `${drawing.comparedWith || words.say("change.previous")} ${format.exact(drawing.compared, drawing.unit)}`;
    this.#change.setAttribute("aria-label", `${change.word} ${change.text}`);
    const good =
      drawing.direction === "NEUTRAL" || change.sign === 0
        ? null
        : (drawing.direction === "UP_IS_GOOD") === change.sign > 0;
    this.#status.hidden = good === null;
    this.#status.dataset["status"] = good ? "good" : "bad";
    const status = good === null ? "" : words.say(good ? "status.good" : "status.bad");
    setText(this.#status, status);
    this.#status.setAttribute("aria-label", status);
  }

  /** Counts from the number on the screen to the new one. */
  #count(value: Numeric, animate: boolean): void {
    this.#stop();
    const target = toNumber(value);
    const from = this.#shown;
    if (target === null || from === null || !animate || from === target) {
      this.#shown = target;
      this.#write(value);
      return;
    }
    const grain = this.#drawing?.unit === "MONEY" && from % 100 === 0 && target % 100 === 0 ? 100 : 1;
    const whole = Number.isInteger(from) && Number.isInteger(target);
    this.#stop = tween((progress) => {
      const between = from + (target - from) * progress;
      this.#shown = between;
      this.#write(progress === 1 ? value : whole ? Math.round(between / grain) * grain : between);
    });
  }

  #write(value: Numeric): void {
    if (this.#drawing && this.#around) {
      const parts = this.#around.format.parts(value, this.#drawing.unit);
      setText(this.#sign, parts.sign + parts.prefix);
      setText(this.#digits, parts.digits);
      setText(this.#suffix, parts.suffix);
    }
  }
}

/** The course of a number without axes. Values move in place; a gap stays a gap. */
class Sparkline {
  readonly element = make("div", "ck-spark");
  readonly #line = makeSvg("path", { class: "ck-spark-line" });
  readonly #area = makeSvg("path", { class: "ck-spark-area" });
  readonly #dot = make("i", "ck-spark-dot");
  #shown: (number | null)[] = [];
  #stop: () => void = () => {};

  constructor() {
    const svg = makeSvg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" });
    svg.append(this.#area, this.#line);
    this.element.append(svg, this.#dot);
  }

  paint(values: readonly Numeric[], first: boolean): void {
    const target = values.map(toNumber);
    this.element.hidden = target.filter((value) => value !== null).length < 2;
    this.#stop();
    const from = this.#shown;
    if (first || from.length !== target.length) {
      this.#draw(target);
      return;
    }
    this.#stop = tween((progress) =>
      this.#draw(
        target.map((value, index) => {
          const before = from[index] ?? null;
          return value === null || before === null ? value : before + (value - before) * progress;
        }),
      ),
    );
  }

  #draw(values: (number | null)[]): void {
    this.#shown = values;
    const known = values.filter((value): value is number => value !== null);
    if (known.length < 2) {
      return;
    }
    const low = Math.min(...known);
    const high = Math.max(...known);
    const span = high - low || 1;
    const x = (index: number) => (index / (values.length - 1)) * 100;
    const y = (value: number) => (high === low ? 50 : 94 - ((value - low) / span) * 88);
    let line = "";
    let area = "";
    let start = -1;
    let last = 0;
    values.forEach((value, index) => {
      if (value !== null) {
        line += `${start < 0 ? "M" : "L"}${x(index).toFixed(2)} ${y(value).toFixed(2)}`;
        area += `${start < 0 ? `M${x(index).toFixed(2)} 100L` : "L"}${x(index).toFixed(2)} ${y(value).toFixed(2)}`;
        start = start < 0 ? index : start;
        last = index;
      }
      if ((value === null || index === values.length - 1) && start >= 0) {
        area += `L${x(value === null ? index - 1 : index).toFixed(2)} 100Z`;
        start = -1;
      }
    });
    this.#line.setAttribute("d", line);
    this.#area.setAttribute("d", area);
    this.#dot.style.left = `${x(last)}%`;
    this.#dot.style.top = `${y(values[last] as number)}%`;
  }
}

/** Px of the line of change: from four metres it has to be larger. */
function lineSize(scale: number): number {
  return (scale > 1 ? 14 : 12) * scale;
}

function font(element: Element): string {
  return getComputedStyle(element).fontFamily;
}
