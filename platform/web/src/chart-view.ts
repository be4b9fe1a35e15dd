import { apart, axisFor, spread, tickPlaces, type Axis } from "./axes.ts";
import type { Marks, MarksPainter, MarkSeries } from "./chart.ts";
import { seriesColours } from "./colour.ts";
import { make, setText, textWidth } from "./dom.ts";
import { toNumber } from "./format.ts";
import type { ChartDrawing, ChartKind, ChartPoint, ChartSeries, Drawing } from "./model.ts";
import { membersAt, nearest } from "./marks.ts";
import type { DrawingView, Surroundings } from "./view.ts";
import type { TipLine } from "./tip.ts";

/** A chart's plane inside its element, in px. */
interface Plane {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A series with what the eye needs. */
interface Shown extends ChartSeries {
  numbers: (number | null)[];
  colour: string;
  axis: number;
}

/** Lying bars and steps need this much height each; more of them scroll. */
const LEAST_ROW = 18;

/**
 * A chart: axes, labels, legend, tooltip and keyboard of the host around marks that a chart library paints. Every name
 * is a text node.
 */
export class ChartView implements DrawingView<ChartDrawing> {
  readonly element = make("div", "ck-chart");
  readonly #legend = make("div", "ck-legend");
  readonly #scroll = make("div", "ck-plot-scroll");
  readonly #sheet = make("div", "ck-plot-sheet");
  readonly #grid = make("div", "ck-plot-grid");
  readonly #plot = make("div", "ck-plot");
  readonly #marks = make("div", "ck-marks");
  readonly #over = make("div", "ck-plot-over");
  readonly #cursor = make("div", "ck-cursor");
  readonly #labels = new Labels();
  readonly #kind: ChartKind;
  #painter: MarksPainter | null = null;
  #drawing: ChartDrawing | null = null;
  #around: Surroundings | null = null;
  #shown: Shown[] = [];
  #plane: Plane = { left: 0, top: 0, width: 0, height: 0 };
  #axes: Axis[] = [];
  #at = -1;
  /** The series under the pointer, in the order of the drawing; -1 for none. */
  #series = -1;

  constructor(drawing: ChartDrawing) {
    this.#kind = drawing.chart;
    this.element.dataset["chart"] = drawing.chart.toLowerCase();
    this.#plot.append(this.#grid, this.#marks, this.#over, this.#cursor);
    this.#sheet.append(this.#plot, this.#labels.element);
    this.#scroll.append(this.#sheet);
    this.element.append(this.#legend, this.#scroll);
    this.#plot.tabIndex = 0;
    this.#plot.setAttribute("role", "img");
    this.#plot.addEventListener("pointermove", (event) => this.#hover(event));
    this.#plot.addEventListener("pointerleave", () => this.#leave());
    this.#plot.addEventListener("blur", () => this.#leave());
    this.#plot.addEventListener("click", (event) => {
      this.#hover(event);
      this.#choose();
    });
    this.#plot.addEventListener("keydown", (event) => this.#key(event));
    this.#cursor.hidden = true;
  }

  accepts(drawing: Drawing): boolean {
    return drawing.kind === "chart" && drawing.chart === this.#kind;
  }

  async paint(drawing: ChartDrawing, around: Surroundings): Promise<void> {
    this.#drawing = drawing;
    this.#around = around;
    this.#shown = this.#read(drawing);
    if (!this.#painter) {
      // the chart library comes when the first chart does
      const { MarksPainter } = await import("./chart.ts");
      this.#painter ??= new MarksPainter(this.#marks);
    }
    await this.#layout();
    if (this.#at >= 0) {
      this.#point(Math.min(this.#at, drawing.points.length - 1), null);
    }
  }

  resize(): void {
    if (this.#painter && this.#drawing) {
      void this.#layout();
    }
  }

  dispose(): void {
    this.#painter?.dispose();
    this.#painter = null;
  }

  get #lying(): boolean {
    return this.#kind === "BAR" || this.#kind === "FUNNEL";
  }

  /** Whether marks stand in slots, or on points from edge to edge. */
  get #slots(): boolean {
    return this.#kind !== "LINE" && this.#kind !== "AREA";
  }

  #read(drawing: ChartDrawing): Shown[] {
    const style = getComputedStyle(this.element);
    const colour = (index: number) => style.getPropertyValue(`--ck-series-${index}`).trim() || "#1F5FE0";
    const shares = drawing.chart === "FUNNEL" ? drawing.series.slice(1) : [];
    const mains = drawing.series.filter((one) => one.role !== "COMPARISON");
    const colours = seriesColours(mains.map((one) => one.key));
    const units = new Set(mains.filter((one) => one.role === "MAIN").map((one) => one.unit));
    const first = mains.find((one) => one.role === "MAIN")?.unit;
    return drawing.series
      .filter((one) => !shares.includes(one))
      .map((one) => {
        const place = mains.indexOf(one);
        const second = one.role === "SECOND_AXIS" || (units.size > 1 && one.unit !== first);
        return {
          ...one,
          numbers: one.values.map(toNumber),
          colour: place >= 0 ? colour(colours[place] ?? 1) : style.getPropertyValue("--ck-ink-2").trim(),
          axis: second ? 1 : 0,
        };
      });
  }

  async #layout(): Promise<void> {
    const drawing = this.#drawing;
    const around = this.#around;
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!drawing || !around || !this.#painter || width < 40 || height < 24) {
      return;
    }
    this.#paintLegend(width, height);
    const room = { width: this.#scroll.clientWidth, height: this.#scroll.clientHeight };
    const marks = this.#lying ? this.#layoutLying(room) : this.#layoutStanding(room);
    Object.assign(this.#plot.style, {
      left: `${this.#plane.left}px`,
      top: `${this.#plane.top}px`,
      width: `${this.#plane.width}px`,
      height: `${this.#plane.height}px`,
    });
    this.#plot.setAttribute("aria-label", this.#summary());
    await this.#painter.paint(marks);
    this.element.dataset["made"] = String(this.#painter.made);
  }

  /** Whether the last point is a bucket of time that is not over yet. */
  #running(): boolean {
    const points = this.#drawing?.points ?? [];
    const last = points.at(-1);
    const before = points.at(-2);
    return Boolean(
      last?.time && before?.time && this.#around?.format.running(before.label, last.label, this.#around.now),
    );
  }

  #px(size: number): number {
    return size * (this.#around?.scale ?? 1);
  }

  #width(text: string): number {
    return textWidth(text, `${this.#px(12)}px ${getComputedStyle(this.element).fontFamily}`);
  }

  #layoutStanding(room: { width: number; height: number }): Marks {
    const { format } = this.#around as Surroundings;
    const drawing = this.#drawing as ChartDrawing;
    const zero = this.#slots || this.#kind === "AREA";
    const axes = [0, 1].flatMap((side) => {
      const series = this.#shown.filter((one) => one.axis === side);
      if (series.length === 0) {
        return side === 0 ? [axisFor([], "COUNT", true)] : [];
      }
      const values =
        this.#kind === "STACKED_COLUMN" && side === 0
          ? [...stacks(series.filter((one) => one.role === "MAIN"), drawing.points.length), ...ofRole(series, "COMPARISON")]
          : series.flatMap((one) => one.numbers);
      const most = room.height < this.#px(120) ? 3 : 5;
      return [axisFor(values, series[0]?.unit ?? "COUNT", zero, most)];
    });
    const units = axes.map((_, side) => this.#shown.find((one) => one.axis === side)?.unit ?? "COUNT");
    const tickTexts = axes.map((axis, side) => axis.ticks.map((tick) => format.tick(tick, units[side] ?? "COUNT")));
    // too small for an axis: the course alone, the numbers in the tip
    const bare = room.height < this.#px(72) || room.width < this.#px(120);
    const left = bare ? 0 : Math.max(...(tickTexts[0] ?? []).map((text) => this.#width(text)), 0) + this.#px(8);
    const named = bare ? [] : this.#directLabels(room.width);
    const right = bare
      ? 0
      : named.length
      ? Math.min(room.width * 0.3, Math.max(...named.map((one) => this.#width(one.name))) + this.#px(12))
      : tickTexts[1]
        ? Math.max(...tickTexts[1].map((text) => this.#width(text))) + this.#px(8)
        : this.#px(this.#slots ? 0 : 6);
    const top = bare ? 2 : this.#px(8);
    const bottom = bare ? 2 : this.#px(22);
    const plane = {
      left,
      top,
      width: Math.max(10, room.width - left - right),
      height: Math.max(10, room.height - top - bottom),
    };
    this.#plane = plane;
    this.#axes = axes;
    this.#sheet.style.height = "";
    this.#labels.begin();
    if (bare) {
      this.#grid.replaceChildren();
    } else {
      this.#paintTicks(axes, tickTexts, plane);
      this.#paintPoints(drawing.points, plane);
    }
    this.#paintDirect(named, axes, plane);
    this.#paintCompared(axes, plane);
    this.#paintLonely(axes, plane);
    this.#labels.end();
    const running = !this.#slots && this.#running();
    const series = this.#shown
      .filter((one) => !(one.role === "COMPARISON" && this.#slots))
      .map(
        (one): MarkSeries => ({
          values: running && one.role !== "COMPARISON" ? one.numbers.with(-1, null) : one.numbers,
          colour: one.colour,
          form:
            one.role === "COMPARISON" || one.axis === 1
              ? "line"
              : this.#kind === "LINE"
                ? "line"
                : this.#kind === "AREA"
                  ? "area"
                  : "column",
          dashed: one.role === "COMPARISON",
          faint: one.role === "COMPARISON",
          axis: one.axis,
        }),
      );
    if (running) {
      // what still grows is no fall: the way to it is dotted
      for (const one of this.#shown.filter((shown) => shown.role !== "COMPARISON")) {
        const last = one.numbers.length - 1;
        series.push({
          values: one.numbers.map((value, index) => (index >= last - 1 ? value : null)),
          colour: one.colour,
          form: "line",
          dashed: true,
          faint: false,
          axis: one.axis,
        });
      }
    }
    // the compared period lies behind
    series.sort((a, b) => Number(b.faint) - Number(a.faint));
    return {
      form: this.#kind === "STACKED_COLUMN" ? "stacked" : this.#kind === "COLUMN" ? "columns" : "lines",
      count: drawing.points.length,
      series,
      ranges: axes.map((axis) => [axis.low, axis.high]),
      scale: this.#around?.scale ?? 1,
    };
  }

  #layoutLying(room: { width: number; height: number }): Marks {
    const { format, words } = this.#around as Surroundings;
    const drawing = this.#drawing as ChartDrawing;
    const count = drawing.points.length;
    const height = Math.max(room.height, count * this.#px(LEAST_ROW));
    const main = this.#shown.filter((one) => one.role !== "COMPARISON");
    const first = main[0];
    const funnel = this.#kind === "FUNNEL";
    const share = funnel ? drawing.series[1] : undefined;
    const names = drawing.points.map((point) => (point.time ? format.timeTick(point.label) : point.label));
    const left = Math.min(room.width * 0.34, Math.max(0, ...names.map((name) => this.#width(name))) + this.#px(12));
    const values = drawing.points.map((_, index) =>
      main.map((one) => format.short(one.values[index], one.unit)).join(" · "),
    );
    const rates = drawing.points.map((_, index) => {
      const rate = share?.values[index];
      return rate === null || rate === undefined ? "" : format.short(rate, share?.unit ?? "RATIO");
    });
    const numbers = share?.values.map(toNumber) ?? [];
    const worst = funnel ? lowest(numbers) : -1;
    const big = funnel ? 16 / 12 : 1;
    const valueWidth = Math.max(0, ...values.map((value) => this.#width(value))) * big + this.#px(12);
    const rateTitle = (index: number) =>
      index === worst ? `${words.say("funnel.worst")} ${rates[index]}` : (rates[index] ?? "");
    const rateWidth = share ? Math.max(0, ...rates.map((_, index) => this.#width(rateTitle(index)))) + this.#px(20) : 0;
    const row = height / Math.max(1, count);
    // the rates stand between the rows, so in rows that are high enough they need no room beside the values
    const below = share !== undefined && row >= this.#px(37);
    const right = Math.min(
      room.width * (share && !below ? 0.56 : 0.45),
      below ? Math.max(valueWidth, rateWidth) : valueWidth + rateWidth,
    );
    const plane = { left, top: 0, width: Math.max(10, room.width - left - right), height };
    this.#plane = plane;
    this.#sheet.style.height = height > room.height ? `${height}px` : "";
    this.#labels.begin();
    drawing.points.forEach((point, index) => {
      const y = row * (index + 0.5);
      const name = this.#labels.put(`n ${point.key} ${index}`, names[index] ?? "", "ck-label-name", 0, y);
      name.style.width = `${left - this.#px(12)}px`;
      name.title = names[index] ?? "";
      const value = this.#labels.put(
        `v ${point.key} ${index}`,
        values[index] ?? "",
        funnel && row >= this.#px(24) ? "ck-label-value ck-label-step" : "ck-label-value",
        plane.left + plane.width + this.#px(12),
        y,
      );
      value.dataset["exact"] = main.map((one) => `${one.name} ${format.exact(one.values[index], one.unit)}`).join(" · ");
      if (share && rates[index]) {
        const rate = this.#labels.put(`r ${point.key} ${index}`, rateTitle(index), "ck-label-rate", 0, y - row / 2);
        rate.style.left = below ? `${plane.left + plane.width + this.#px(12)}px` : "";
        rate.style.right = below ? "" : "0";
        rate.dataset["worst"] = String(index === worst);
        rate.dataset["exact"] =
          `${share.name || words.say("funnel.step")} ${format.exact(share.values[index], share.unit)}`;
      }
    });
    const axis: Axis = axisFor(
      this.#shown.flatMap((one) => one.numbers),
      first?.unit ?? "COUNT",
      true,
    );
    const most = Math.max(1e-9, ...(first?.numbers.map((value) => value ?? 0) ?? []));
    const range: [number, number] = funnel ? [0, most] : [Math.min(0, axis.low), this.#highest(axis)];
    const compared = this.#shown.filter((one) => one.role === "COMPARISON");
    if (!funnel) {
      for (const one of compared) {
        one.numbers.forEach((value, index) => {
          if (value !== null) {
            const x = plane.left + ((value - range[0]) / (range[1] - range[0])) * plane.width;
            const mark = this.#labels.put(`c ${one.key} ${index}`, "", "ck-compared-tick", x, row * (index + 0.5));
            mark.style.height = `${Math.min(row * 0.7, this.#px(22))}px`;
          }
        });
      }
    }
    this.#labels.end();
    this.#grid.replaceChildren();
    return {
      form: funnel ? "funnel" : "bars",
      count,
      series: (funnel ? main.slice(0, 1) : main).map((one) => ({
        values: one.numbers.map((value) => (funnel ? Math.max(0, value ?? 0) : value)),
        colour: one.colour,
        form: "bar",
        dashed: false,
        faint: false,
        axis: 0,
      })),
      ranges: [range],
      scale: this.#around?.scale ?? 1,
    };
  }

  /** Lying bars use the whole width: their values stand beside them, so no tick needs room. */
  #highest(axis: Axis): number {
    const values = this.#shown.flatMap((one) => one.numbers).filter((value): value is number => value !== null);
    return Math.max(0, ...values) || (axis.low < 0 ? 0 : axis.high);
  }

  #paintTicks(axes: Axis[], texts: string[][], plane: Plane): void {
    const lines: HTMLElement[] = [];
    axes.forEach((axis, side) => {
      axis.ticks.forEach((tick, index) => {
        const y = plane.top + (1 - (tick - axis.low) / (axis.high - axis.low)) * plane.height;
        const label = this.#labels.put(`y${side} ${index}`, texts[side]?.[index] ?? "", "ck-label-y", 0, y);
        if (side === 0) {
          label.style.width = `${plane.left - this.#px(8)}px`;
          const line = make("i", tick === 0 ? "ck-line ck-line-zero" : "ck-line");
          line.style.top = `${y - plane.top}px`;
          lines.push(line);
        } else {
          label.classList.add("ck-label-y2");
          label.style.left = `${plane.left + plane.width + this.#px(8)}px`;
        }
      });
    });
    this.#grid.replaceChildren(...lines);
  }

  #paintPoints(points: readonly ChartPoint[], plane: Plane): void {
    const { format } = this.#around as Surroundings;
    const days = new Set(points.map((point) => (point.time ? point.label.slice(0, 10) : "")));
    const texts = points.map((point) =>
      !point.time ? point.label : days.size > 1 ? format.timeTick(point.label) : format.clockTick(point.label),
    );
    const widest = Math.max(1, ...texts.map((text) => this.#width(text)));
    const slot = plane.width / Math.max(1, points.length);
    const bars = this.#slots && !points.some((point) => point.time);
    const most = bars
      ? points.length
      : Math.max(1, Math.min(5, Math.floor(plane.width / (widest + this.#px(16)))));
    for (const index of bars ? spread(points.length, most) : tickPlaces(points, most)) {
      const x = plane.left + this.#x(index, points.length, plane);
      const text = texts[index] ?? "";
      const label = this.#labels.put(
        `x ${points[index]?.key} ${index}`,
        text,
        "ck-label-x",
        x,
        plane.top + plane.height + this.#px(6),
      );
      label.style.maxWidth = bars ? `${Math.max(this.#px(14), slot - this.#px(4))}px` : "";
      const half = this.#width(text) / 2;
      const room = this.element.clientWidth;
      if (!bars && x + half > room) {
        label.style.left = `${room - half}px`;
      } else if (!bars && x - half < 0) {
        label.style.left = `${half}px`;
      }
    }
  }

  /** Names at the right end of lines, where there are a few and room for them. */
  #directLabels(width: number): Shown[] {
    const mains = this.#shown.filter((one) => one.role !== "COMPARISON");
    const lines = this.#kind === "LINE" || this.#kind === "AREA";
    const second = mains.some((one) => one.axis === 1);
    return lines && !second && mains.length > 1 && mains.length <= 5 && width >= this.#px(420) ? mains : [];
  }

  #paintDirect(named: Shown[], axes: Axis[], plane: Plane): void {
    const axis = axes[0];
    if (!axis || named.length === 0) {
      return;
    }
    const wanted = named.map((one) => {
      const last = one.numbers.findLast((value) => value !== null) ?? axis.low;
      return plane.top + (1 - (last - axis.low) / (axis.high - axis.low)) * plane.height;
    });
    const places = apart(wanted, this.#px(16), plane.top, plane.top + plane.height);
    named.forEach((one, index) => {
      const label = this.#labels.put(
        `d ${one.key}`,
        one.name,
        "ck-label-direct",
        plane.left + plane.width + this.#px(8),
        places[index] ?? 0,
      );
      label.style.color = one.colour;
      label.style.maxWidth = `${this.element.clientWidth - plane.left - plane.width - this.#px(8)}px`;
      label.title = one.name;
    });
  }

  /** The compared value of a column: a tick across it. */
  #paintCompared(axes: Axis[], plane: Plane): void {
    const axis = axes[0];
    if (!this.#slots || !axis) {
      return;
    }
    const count = this.#drawing?.points.length ?? 0;
    for (const one of this.#shown.filter((series) => series.role === "COMPARISON")) {
      one.numbers.forEach((value, index) => {
        if (value !== null) {
          const x = plane.left + this.#x(index, count, plane);
          const y = plane.top + (1 - (value - axis.low) / (axis.high - axis.low)) * plane.height;
          const tick = this.#labels.put(`c ${one.key} ${index}`, "", "ck-compared-dash", x, y);
          tick.style.width = `${Math.max(6, (plane.width / Math.max(1, count)) * 0.72)}px`;
        }
      });
    }
  }

  /** A point of a line without neighbours is no line: it gets a dot. */
  #paintLonely(axes: Axis[], plane: Plane): void {
    for (const one of this.#shown.filter((series) => !this.#slots || series.axis === 1)) {
      const axis = axes[one.axis];
      one.numbers.forEach((value, index) => {
        const alone = (one.numbers[index - 1] ?? null) === null && (one.numbers[index + 1] ?? null) === null;
        if (axis && value !== null && alone) {
          const x = plane.left + this.#x(index, one.numbers.length, plane);
          const y = plane.top + (1 - (value - axis.low) / (axis.high - axis.low)) * plane.height;
          this.#labels.put(`p ${one.key} ${index}`, "", "ck-lonely", x, y).style.background = one.colour;
        }
      });
    }
  }

  #paintLegend(width: number, height: number): void {
    const around = this.#around as Surroundings;
    const mains = this.#shown.filter((one) => one.role !== "COMPARISON");
    const compared = this.#shown.filter((one) => one.role === "COMPARISON");
    const direct = this.#directLabels(width).length > 0;
    const entries =
      this.#kind === "FUNNEL" || height < this.#px(90)
        ? []
        : [
            ...(mains.length > 1 && !direct ? mains.map((one) => ({ one, faint: false })) : []),
            ...compared.slice(0, 1).map((one) => ({ one, faint: true })),
          ];
    this.#legend.hidden = entries.length === 0;
    const shape = entries.map(({ one, faint }) => `${one.key} ${one.name} ${one.colour} ${faint}`).join("\n");
    if (this.#legend.dataset["shape"] === shape) {
      return;
    }
    this.#legend.dataset["shape"] = shape;
    this.#legend.replaceChildren(
      ...entries.map(({ one, faint }) => {
        const entry = make("span", "ck-legend-entry");
        const swatch = make("i", faint ? "ck-swatch ck-swatch-dash" : "ck-swatch");
        swatch.style.color = one.colour;
        const name = faint && compared.length > 1 ? around.words.say("chart.compared") : one.name;
        entry.append(swatch, make("span", "", name));
        return entry;
      }),
    );
  }

  /** Where a point lies in the plane. */
  #x(index: number, count: number, plane: Plane): number {
    if (this.#slots) {
      return ((index + 0.5) / Math.max(1, count)) * plane.width;
    }
    return count <= 1 ? plane.width / 2 : (index / (count - 1)) * plane.width;
  }

  #hover(event: MouseEvent): void {
    const drawing = this.#drawing;
    if (!drawing || drawing.points.length === 0) {
      return;
    }
    const box = this.#plot.getBoundingClientRect();
    const count = drawing.points.length;
    const share = this.#lying ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width;
    const place = this.#slots ? Math.floor(share * count) : Math.round(share * (count - 1));
    const index = Math.min(count - 1, Math.max(0, place));
    const across = this.#lying ? event.clientY - box.top : event.clientX - box.left;
    const slot = (across / Math.max(1, this.#lying ? box.height : box.width)) * count - index;
    this.#point(index, event);
    this.#series = this.#seriesAt(index, slot, (event.clientY - box.top) / Math.max(1, box.height));
  }

  /**
   * The series whose mark is meant, in the order of the drawing; -1 where none stands for a member.
   *
   * @param slot how far along the point's slot, 0 to 1
   * @param height how far down the plane, 0 to 1
   */
  #seriesAt(index: number, slot: number, height: number): number {
    const series = this.#drawing?.series ?? [];
    const shown = series.map((one) =>
      one.role === "COMPARISON" || !one.dimension
        ? undefined
        : this.#shown.find((other) => other.key === one.key && other.role === one.role),
    );
    const drawn = shown.flatMap((one, at) => (one ? [at] : []));
    if (drawn.length < 2) {
      return drawn[0] ?? -1;
    }
    const part = (value: number | null | undefined, axis: Axis | undefined) =>
      value === null || value === undefined || !axis ? null : 1 - (value - axis.low) / (axis.high - axis.low);
    if (this.#kind === "STACKED_COLUMN") {
      let sum = 0;
      const tops = shown.map((one) => {
        const value = one?.numbers[index];
        sum += Math.max(0, value ?? 0);
        return value ? part(sum, this.#axes[0]) : null;
      });
      // the lowest top above the pointer, or the topmost where it is above them all
      const above = tops.flatMap((top, at) => (top !== null && top <= height ? [at] : []));
      return above[0] ?? tops.findLastIndex((top) => top !== null);
    }
    if (this.#slots) {
      // columns and bars of a point stand beside one another
      return drawn[Math.min(drawn.length - 1, Math.max(0, Math.floor(slot * drawn.length)))] ?? -1;
    }
    return nearest(
      shown.map((one) => part(one?.numbers[index], one && this.#axes[one.axis])),
      height,
    );
  }

  #point(index: number, event: MouseEvent | null): void {
    const drawing = this.#drawing;
    const around = this.#around;
    const point = drawing?.points[index];
    if (!drawing || !around || !point) {
      return;
    }
    this.#at = index;
    const { format } = around;
    const lines: TipLine[] = drawing.series.map((one) => {
      const shown = this.#shown.find((other) => other.key === one.key && other.role === one.role);
      return {
        name: one.name,
        value: format.exact(one.values[index], one.unit),
        dim: one.role === "COMPARISON",
        ...(shown ? { colour: shown.colour } : {}),
      };
    });
    const box = this.#plot.getBoundingClientRect();
    const count = drawing.points.length;
    const head =
      index === count - 1 && this.#running()
        ? `${title(point, around)} · ${around.words.say("chart.running")}`
        : title(point, around);
    this.#cursor.hidden = false;
    if (this.#lying) {
      const row = box.height / count;
      Object.assign(this.#cursor.style, { left: "0", top: `${row * index}px`, width: "100%", height: `${row}px` });
      around.tip.show(event?.clientX ?? box.left + box.width / 2, box.top + row * (index + 0.5), head, lines);
    } else {
      const x = this.#x(index, count, this.#plane);
      const slot = this.#slots ? box.width / count : 0;
      Object.assign(this.#cursor.style, {
        left: `${x - slot / 2}px`,
        top: "0",
        width: slot ? `${slot}px` : "1px",
        height: "100%",
      });
      around.tip.show(box.left + x + slot / 2, event?.clientY ?? box.top + box.height / 2, head, lines);
    }
    this.#cursor.dataset["slot"] = String(this.#slots);
  }

  #leave(): void {
    this.#at = -1;
    this.#cursor.hidden = true;
    this.#around?.tip.hide();
  }

  #choose(): void {
    const drawing = this.#drawing;
    if (drawing && this.#at >= 0) {
      this.#around?.select(membersAt(drawing, this.#at, this.#series));
    }
  }

  #key(event: KeyboardEvent): void {
    const count = this.#drawing?.points.length ?? 0;
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    // in the builder the arrows belong to the tile
    if (count === 0 || this.element.closest("[data-editing=true]")) {
      return;
    }
    if (step) {
      event.preventDefault();
      // the keyboard goes along the points and not from series to series
      const split = (this.#drawing?.series ?? []).flatMap((one, at) => (one.dimension ? [at] : []));
      this.#series = split.length === 1 ? (split[0] ?? -1) : -1;
      this.#point(this.#at < 0 ? count - 1 : Math.min(count - 1, Math.max(0, this.#at + step)), null);
    } else if (event.key === "Escape") {
      this.#leave();
    } else if (event.key === "Enter") {
      this.#choose();
    }
  }

  /** What the picture says, for those who hear it. */
  #summary(): string {
    const drawing = this.#drawing as ChartDrawing;
    const around = this.#around as Surroundings;
    const last = drawing.points.length - 1;
    return drawing.series
      .filter((one) => one.role !== "COMPARISON")
      .slice(0, 8)
      .map((one) =>
        this.#lying
          ? `${one.name}: ${drawing.points
              .slice(0, 12)
              .map((point, index) => `${title(point, around)} ${around.format.short(one.values[index], one.unit)}`)
              .join(", ")}`
          : `${one.name}: ${last >= 0 ? `${title(drawing.points[last] as ChartPoint, around)} ` : ""}${around.format.short(one.values[last], one.unit)}`,
      )
      .join("; ");
  }
}

/** Labels over the sheet that keep their element by key, so that they move and are not made anew. */
class Labels {
  readonly element = make("div", "ck-labels");
  readonly #known = new Map<string, HTMLElement>();
  readonly #seen = new Set<string>();

  begin(): void {
    this.#seen.clear();
  }

  put(key: string, text: string, className: string, x: number, y: number): HTMLElement {
    let label = this.#known.get(key);
    if (!label) {
      label = make("span");
      this.#known.set(key, label);
      this.element.append(label);
    }
    this.#seen.add(key);
    label.className = `ck-label ${className}`;
    setText(label, text);
    label.style.left = `${x}px`;
    label.style.top = `${y}px`;
    return label;
  }

  end(): void {
    for (const [key, label] of this.#known) {
      if (!this.#seen.has(key)) {
        label.remove();
        this.#known.delete(key);
      }
    }
  }
}

function title(point: ChartPoint, around: Surroundings): string {
  return point.time ? around.format.time(point.label) : point.label;
}

function stacks(series: readonly Shown[], count: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    series.reduce((sum, one) => sum + Math.max(0, one.numbers[index] ?? 0), 0),
  );
}

function ofRole(series: readonly Shown[], role: ChartSeries["role"]): (number | null)[] {
  return series.filter((one) => one.role === role).flatMap((one) => one.numbers);
}

/** The place of the one lowest share; -1 where there is none or nothing to choose from. */
function lowest(shares: readonly (number | null)[]): number {
  const known = shares.filter((share): share is number => share !== null);
  if (known.length < 2) {
    return -1;
  }
  const least = Math.min(...known);
  return least < 1 ? shares.indexOf(least) : -1;
}

