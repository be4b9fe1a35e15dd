import ApexCharts from "apexcharts";
import { MOTION, reducedMotion } from "./dom.ts";

/** Marks of one series. */
export interface MarkSeries {
  values: (number | null)[];
  /** A CSS colour. */
  colour: string;
  form: "line" | "area" | "column" | "bar";
  dashed: boolean;
  /** Behind the others, without fill. */
  faint: boolean;
  /** Which of the ranges it is drawn against. */
  axis: number;
}

/** What the marks of a chart are; axes, labels and tooltips are the host's own. */
export interface Marks {
  form: "lines" | "columns" | "stacked" | "bars" | "funnel";
  count: number;
  series: MarkSeries[];
  /** Lowest and highest value of each axis. */
  ranges: [number, number][];
  scale: number;
}

/**
 * Marks over a plane that they fill from edge to edge, painted by ApexCharts. Nothing else in the host knows that
 * library. It is given numbers and colours and no text, so no name can reach its markup.
 */
export class MarksPainter {
  readonly #host: HTMLElement;
  #chart: ApexCharts | null = null;
  #form = "";
  #last = "";
  /** How many charts were made: stays 1 as long as frames are patches. */
  made = 0;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** Moves the marks from where they are to where they should be. */
  async paint(marks: Marks): Promise<void> {
    const options = optionsOf(marks);
    // the library cannot turn a chart on its side or change a series' form in place
    const form = [marks.form, ...marks.series.map((one) => one.form)].join(" ");
    const kept = JSON.stringify([marks, reducedMotion()]);
    if (this.#chart && form === this.#form) {
      if (kept !== this.#last) {
        this.#last = kept;
        await this.#chart.updateOptions(options, false, !reducedMotion(), false);
      }
      return;
    }
    this.#chart?.destroy();
    this.#form = form;
    this.#last = kept;
    this.#chart = new ApexCharts(this.#host, options);
    this.made++;
    await this.#chart.render();
  }

  dispose(): void {
    this.#chart?.destroy();
    this.#chart = null;
  }
}

function optionsOf(marks: Marks): ApexCharts.ApexOptions {
  const lying = marks.form === "bars" || marks.form === "funnel";
  const bars = lying || marks.form === "columns" || marks.form === "stacked";
  const mixed = !lying && new Set(marks.series.map((one) => one.form)).size > 1;
  const columns = marks.series.filter((one) => one.form === "column" || one.form === "bar").length;
  const animate = !reducedMotion();
  return {
    chart: {
      type: mixed || !bars ? "line" : "bar",
      height: "100%",
      width: "100%",
      stacked: marks.form === "stacked",
      sparkline: { enabled: true },
      background: "transparent",
      parentHeightOffset: 0,
      redrawOnParentResize: true,
      redrawOnWindowResize: false,
      toolbar: { show: false },
      zoom: { enabled: false },
      selection: { enabled: false },
      animations: {
        enabled: animate,
        speed: MOTION,
        animateGradually: { enabled: false },
        dynamicAnimation: { enabled: animate, speed: MOTION },
      },
    },
    series: marks.series.map((one, index) => ({
      name: `s${index}`,
      type: one.form === "bar" ? "bar" : one.form,
      data: one.values,
    })),
    colors: marks.series.map((one) => one.colour),
    labels: Array.from({ length: marks.count }, (_, index) => String(index)),
    xaxis: { type: "category", crosshairs: { show: false }, tooltip: { enabled: false } },
    yaxis: lying
      ? { min: marks.ranges[0]?.[0] ?? 0, max: marks.ranges[0]?.[1] ?? 1, show: false }
      : marks.ranges.map(([min, max], axis) => ({
          seriesName: marks.series.flatMap((one, index) => (one.axis === axis ? [`s${index}`] : [])),
          min,
          max,
          show: false,
          forceNiceScale: false,
          opposite: axis > 0,
        })),
    stroke: {
      curve: "straight",
      lineCap: "round",
      width: marks.series.map((one) =>
        one.form === "line" || one.form === "area" ? (one.faint ? 1.5 : 2) * marks.scale : 0,
      ),
      dashArray: marks.series.map((one) => (one.dashed ? 4 * marks.scale : 0)),
    },
    fill: {
      type: marks.series.map((one) => (one.form === "area" ? "gradient" : "solid")),
      opacity: marks.series.map((one) => (one.faint ? 0.45 : 1)),
      gradient: { type: "vertical", shadeIntensity: 0, opacityFrom: 0.22, opacityTo: 0.02, stops: [0, 100] },
    },
    plotOptions: {
      bar: {
        horizontal: lying,
        isFunnel: marks.form === "funnel",
        isFunnel3d: false,
        columnWidth: columns > 1 && marks.form !== "stacked" ? "72%" : marks.count > 40 ? "70%" : "56%",
        barHeight: marks.form === "funnel" ? "72%" : "56%",
        borderRadius: 2,
        borderRadiusApplication: marks.form === "funnel" ? "around" : "end",
        borderRadiusWhenStacked: "last",
      },
    },
    markers: { size: 0, hover: { size: 0 } },
    dataLabels: { enabled: false },
    legend: { show: false },
    tooltip: { enabled: false },
    grid: { show: false, padding: { left: 0, right: 0, top: 0, bottom: 0 } },
    states: { hover: { filter: { type: "none" } }, active: { filter: { type: "none" } } },
    noData: { text: "" },
  };
}
