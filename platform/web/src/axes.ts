import type { Unit } from "./model.ts";

/** The ends of an axis and its ticks, both included. */
export interface Axis {
  low: number;
  high: number;
  ticks: number[];
}

const STEPS = [1, 2, 2.5, 5, 10];
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/**
 * An axis for values, of at most five ticks. It begins at zero where it must (bars, areas) and where the values are not
 * far from zero; a line that moves within a narrow band gets the band.
 */
export function axisFor(values: Iterable<number | null>, unit: Unit, fromZero: boolean, most = 5): Axis {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value !== null) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) {
    low = 0;
    high = 0;
  }
  const narrow = !fromZero && low > 0 && high > low && low > high * 0.6;
  if (!narrow) {
    low = Math.min(0, low);
    high = Math.max(0, high);
  }
  if (low === high) {
    high = low + (unit === "RATIO" ? 0.1 : unit === "MONEY" ? 100 : 1);
  }
  const step = stepFor((high - low) / (most - 1), low, high, unit, most);
  const first = Math.floor(low / step + 1e-9) * step;
  const count = Math.max(1, Math.ceil((high - first) / step - 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, index) => clean(first + index * step, step));
  return { low: ticks[0] as number, high: ticks[count] as number, ticks };
}

function stepFor(least: number, low: number, high: number, unit: Unit, most: number): number {
  for (const step of candidates(least, unit)) {
    const ticks = Math.ceil(high / step - 1e-9) - Math.floor(low / step + 1e-9) + 1;
    if (ticks <= most) {
      return step;
    }
  }
  return high - low;
}

function* candidates(least: number, unit: Unit): Generator<number> {
  if (unit === "DURATION" && least <= 86_400) {
    yield* SECONDS.filter((step) => step >= least * 0.8);
  }
  // money is counted in fen but read in yuan; things come whole
  const grain = unit === "COUNT" && least > 0.2 ? 1 : 0;
  let power = 10 ** Math.floor(Math.log10(least) - 1);
  for (let round = 0; round < 6; round++, power *= 10) {
    for (const step of STEPS.slice(0, 4)) {
      const candidate = step * power;
      if (candidate >= least * 0.8 && candidate >= grain && (grain === 0 || Number.isInteger(candidate))) {
        yield candidate;
      }
    }
  }
}

function clean(value: number, step: number): number {
  const digits = Math.max(0, Math.min(15, 2 - Math.floor(Math.log10(step))));
  return Number(value.toFixed(digits));
}

/** At most `most` places out of `count`, evenly spread, with the first one. */
export function spread(count: number, most: number): number[] {
  if (count <= most) {
    return Array.from({ length: count }, (_, index) => index);
  }
  const step = most > 1 ? Math.ceil((count - 1) / (most - 1)) : count;
  const places: number[] = [];
  // counted from the end: the newest point is the one that readers look for
  for (let index = count - 1; index >= 0; index -= step) {
    places.unshift(index);
  }
  return places;
}

const HOURS = [1, 2, 3, 4, 6, 8, 12, 24, 48, 96, 168, 240, 336, 480, 720, 1440];

/** Places for ticks under points: round hours where the points are hours, else evenly spread. */
export function tickPlaces(points: readonly { label: string; time: boolean }[], most: number): number[] {
  const hours = points.map((point) => (point.time ? /^(\d{4}-\d{2}-\d{2})T(\d{2}):00$/.exec(point.label) : null));
  if (points.length > most && hours.every((hour) => hour !== null)) {
    const count = hours.map((hour) => Date.parse(`${hour[1]}T${hour[2]}:00Z`) / 3_600_000);
    for (const step of HOURS) {
      const places = count.flatMap((hour, index) => (hour % step === 0 ? [index] : []));
      if (places.length > 0 && places.length <= most) {
        return places;
      }
    }
  }
  return spread(points.length, most);
}

/** Moves labels apart that would overlap, keeping their order and staying between `low` and `high`. */
export function apart(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
  const places = [...wanted];
  let last = low - gap;
  for (const index of order) {
    places[index] = Math.max(places[index] as number, last + gap);
    last = places[index] as number;
  }
  let next = high + gap;
  for (const index of order.reverse()) {
    places[index] = Math.min(places[index] as number, next - gap);
    next = places[index] as number;
  }
  return places;
}
