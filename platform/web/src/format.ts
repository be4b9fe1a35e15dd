import type { Locale, Numeric, Unit } from "./model.ts";
import { Words } from "./words.ts";

/** A minus sign, which is as wide as a digit; a hyphen is not. */
const MINUS = "\u2212";
/** Where there is nothing to count. */
const MISSING = "\u2013";

/** A number taken apart, so that a large figure can set what surrounds its digits smaller. */
export interface Parts {
  sign: string;
  prefix: string;
  digits: string;
  suffix: string;
}

export interface Change {
  /** Which way the value went. */
  sign: -1 | 0 | 1;
  /** With its sign: `+12.3%`, `−1.2 个百分点`. */
  text: string;
  /** The same as a word: 上升, 下降, 持平. */
  word: string;
}

interface Scale {
  from: number;
  suffix: string;
}

const CHINESE_SCALES: Scale[] = [
  { from: 1e12, suffix: "万亿" },
  { from: 1e8, suffix: "亿" },
  { from: 1e4, suffix: "万" },
];

const ENGLISH_SCALES: Scale[] = [
  { from: 1e12, suffix: "T" },
  { from: 1e9, suffix: "B" },
  { from: 1e6, suffix: "M" },
  { from: 1e3, suffix: "K" },
];

/** Numbers below this are written out in both languages. */
const WRITTEN_OUT = 1e4;

/** The number for geometry, null where there is none. Loses digits beyond a double's: never show it as exact. */
export function toNumber(value: Numeric | undefined): number | null {
  if (value === null || value === undefined || value === "") {
    return null;
  }
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Formats numbers, ages and times by unit, language and zone. Immutable. */
export class Format {
  readonly #english: boolean;
  readonly #zone: string;
  readonly #words: Words;

  constructor(locale: Locale, zone: string, words: Words = new Words(locale)) {
    this.#english = locale === "en";
    this.#zone = zone;
    this.#words = words;
  }

  /** What a tile shows: `1,234`, `1.23万`, `¥1.23亿`, `12.3%`, `2.50`, `12分30秒`, `–`. */
  short(value: Numeric | undefined, unit: Unit): string {
    return join(this.parts(value, unit));
  }

  /** {@link short}, taken apart. */
  parts(value: Numeric | undefined, unit: Unit): Parts {
    const number = toNumber(value);
    if (number === null) {
      return { sign: "", prefix: "", digits: MISSING, suffix: "" };
    }
    const parts = this.#unsigned(Math.abs(number), unit);
    const zero = !/[1-9]/.test(parts.digits);
    return { sign: number < 0 && !zero ? MINUS : "", ...parts };
  }

  /** The value in full, for hover, tables and read-out: `123,456,789`, `¥1,234.56`, `12.3457%`. */
  exact(value: Numeric | undefined, unit: Unit): string {
    const decimal = Decimal.of(value);
    if (decimal === null) {
      return MISSING;
    }
    switch (unit) {
      case "COUNT":
        return decimal.text(0, 2);
      case "MONEY": {
        const yuan = decimal.shifted(-2).text(2, 4).replace(/\.00$/, "");
        return yuan.startsWith(MINUS) ? `${MINUS}¥${yuan.slice(1)}` : `¥${yuan}`;
      }
      case "RATIO":
        return `${decimal.shifted(2).text(1, 4)}%`;
      case "FACTOR":
        return decimal.text(2, 4);
      case "DURATION": {
        const seconds = toNumber(value) ?? 0;
        return (seconds < 0 ? MINUS : "") + this.#duration(Math.abs(seconds), 4);
      }
    }
  }

  /** A tick of an axis: no more digits than it needs. */
  tick(value: number, unit: Unit): string {
    if (unit === "DURATION") {
      return (value < 0 ? MINUS : "") + this.#duration(Math.abs(value), 1);
    }
    const parts = this.parts(value, unit);
    const digits = parts.digits.includes(".") ? parts.digits.replace(/\.?0+$/, "") : parts.digits;
    return join({ ...parts, digits });
  }

  /** How a value stands to the compared one; null where either is missing. RATIO differs in percentage points. */
  change(value: Numeric | undefined, compared: Numeric | undefined, unit: Unit): Change | null {
    const now = toNumber(value);
    const before = toNumber(compared);
    if (now === null || before === null) {
      return null;
    }
    const difference = now - before;
    if (unit === "RATIO") {
      const points = Math.abs(difference * 100).toFixed(1);
      const gap = this.#words.say("change.points");
      return this.#change(points === "0.0" ? 0 : Math.sign(difference), `${points} ${gap}`);
    }
    if (before === 0) {
      return difference === 0
        ? this.#change(0, "0.0%")
        : {
            sign: difference > 0 ? 1 : -1,
            text: this.#words.say("change.new"),
            word: this.#words.say(difference > 0 ? "change.up" : "change.down"),
          };
    }
    return this.share(difference / Math.abs(before));
  }

  /** A change that is given as a share of one: 0.12 is `+12.0%`. */
  share(share: number): Change {
    const percent = Math.abs(share * 100);
    if (percent >= 1e4) {
      // nobody reads a percentage of five digits
      return this.#change(Math.sign(share), this.#words.say("change.huge"));
    }
    const text = percent >= 999.95 ? grouped(Math.round(percent).toString()) : percent.toFixed(1);
    return this.#change(text === "0.0" ? 0 : Math.sign(share), `${text}%`);
  }

  /** How long ago, in one unit: `12秒前`, `3 min ago`. */
  age(seconds: number): string {
    const whole = Math.max(0, Math.floor(seconds));
    if (whole < 1) {
      return this.#words.say("ago.now");
    }
    if (whole < 60) {
      return this.#words.say("ago.seconds", { n: whole });
    }
    if (whole < 3600) {
      return this.#words.say("ago.minutes", { n: Math.floor(whole / 60) });
    }
    if (whole < 86_400) {
      return this.#words.say("ago.hours", { n: Math.floor(whole / 3600) });
    }
    return this.#words.say("ago.days", { n: Math.floor(whole / 86_400) });
  }

  /** A moment as a reader in the zone says it: `14:05` on the day of `now`, else `11月11日 14:05`. */
  moment(iso: string, now: Date): string {
    const at = this.#read(iso);
    const today = this.#read(now.toISOString());
    if (!at) {
      return iso;
    }
    if (!at.clock) {
      return this.#day(at, false);
    }
    const same = today && today.year === at.year && today.month === at.month && today.day === at.day;
    return same ? at.clock : `${this.#day(at, false)} ${at.clock}`;
  }

  /** A place on a time axis in full: `11月11日 周三`, `11月11日 周三 14:00`, `2026年11月`. Other text comes back as it is. */
  time(iso: string): string {
    const at = this.#read(iso);
    if (!at) {
      return iso;
    }
    return at.clock ? `${this.#day(at, true)} ${at.clock}` : this.#day(at, true);
  }

  /** The same as a tick: `14:00` within a day, `11月11日` without the weekday. */
  timeTick(iso: string): string {
    const at = this.#read(iso);
    if (!at) {
      return iso;
    }
    return at.clock && at.clock !== "00:00" ? at.clock : this.#day(at, false);
  }

  /** The hour alone, for an axis within one day; a day where there is no hour. */
  clockTick(iso: string): string {
    const at = this.#read(iso);
    return at?.clock ?? this.timeTick(iso);
  }

  /**
   * Whether a bucket of time that is as wide as from `before` to `iso` still runs, so that its value is not yet what it will
   * be. False where either is no time.
   */
  running(before: string, iso: string, now: Date): boolean {
    const from = this.#read(before);
    const start = this.#read(iso);
    const here = this.#read(now.toISOString());
    if (!from || !start || !here) {
      return false;
    }
    const width = local(start) - local(from);
    // months differ in length: the next one begins on the same day
    const end =
      width >= 28 * 86_400_000 ? local({ ...start, month: start.month + 1 }) : local(start) + width;
    return width > 0 && local(here) >= local(start) && local(here) < end;
  }

  #change(direction: number, magnitude: string): Change {
    if (direction > 0) {
      return { sign: 1, text: `+${magnitude}`, word: this.#words.say("change.up") };
    }
    if (direction < 0) {
      return { sign: -1, text: `${MINUS}${magnitude}`, word: this.#words.say("change.down") };
    }
    return { sign: 0, text: magnitude, word: this.#words.say("change.flat") };
  }

  #unsigned(value: number, unit: Unit): Omit<Parts, "sign"> {
    switch (unit) {
      case "COUNT":
        return { prefix: "", ...this.#scaled(value, plainCount) };
      case "MONEY":
        return { prefix: "¥", ...this.#scaled(value / 100, plainMoney) };
      case "RATIO": {
        const percent = value * 100;
        if (percent > 0 && percent < 0.005) {
          return { prefix: "<", digits: "0.01", suffix: "%" };
        }
        const digits = percent > 0 && percent < 0.1 ? percent.toFixed(2) : percent.toFixed(1);
        return { prefix: "", digits: grouped(digits), suffix: "%" };
      }
      case "FACTOR":
        return { prefix: "", ...this.#scaled(value, (number) => grouped(number.toFixed(2))) };
      case "DURATION": {
        return { prefix: "", digits: this.#duration(value, 2), suffix: "" };
      }
    }
  }

  #scaled(value: number, plain: (value: number) => string): { digits: string; suffix: string } {
    const text = plain(value);
    if (Number(text.replaceAll(",", "")) < WRITTEN_OUT) {
      return { digits: text, suffix: "" };
    }
    const scales = this.#english ? ENGLISH_SCALES : CHINESE_SCALES;
    for (let index = 0; index < scales.length; index++) {
      const { from, suffix } = scales[index] as Scale;
      const smaller = scales[index + 1]?.from ?? 1;
      // what rounds up to one of the larger unit is one: 99,995,000 is 1.00亿 and not 10,000万
      if (value >= from || threeDigits(value / smaller) >= from / smaller) {
        return { digits: grouped(decimals(threeDigits(Math.max(1, value / from)))), suffix };
      }
    }
    return { digits: text, suffix: "" };
  }

  /** The largest units first, no more of them than `most`. */
  #duration(seconds: number, most: number): string {
    const names = this.#english ? ["d", "h", "m", "s"] : ["天", "小时", "分", "秒"];
    if (seconds < 10 && !Number.isInteger(seconds)) {
      return `${Number(seconds.toFixed(1))}${names[3]}`;
    }
    let rest = Math.round(seconds);
    const amounts = [86_400, 3600, 60, 1].map((size) => {
      const amount = Math.floor(rest / size);
      rest -= amount * size;
      return amount;
    });
    const first = amounts.findIndex((amount) => amount > 0);
    if (first < 0) {
      return `0${names[3]}`;
    }
    const shown: string[] = [];
    for (let index = first; index < amounts.length && shown.length < most; index++) {
      const amount = amounts[index] as number;
      if (amount > 0) {
        shown.push(`${amount}${names[index]}`);
      } else if (shown.length > 0 && most > 2) {
        continue;
      } else {
        break;
      }
    }
    return shown.join(this.#english ? " " : "");
  }

  #day(at: Moment, weekday: boolean): string {
    if (at.day === null) {
      return this.#english ? `${MONTHS[at.month - 1]} ${at.year}` : `${at.year}年${at.month}月`;
    }
    const day = new Date(Date.UTC(at.year, at.month - 1, at.day)).getUTCDay();
    if (this.#english) {
      return `${weekday ? `${WEEKDAYS[day]} ` : ""}${at.day} ${MONTHS[at.month - 1]}`;
    }
    return `${at.month}月${at.day}日${weekday ? ` 周${"日一二三四五六"[day]}` : ""}`;
  }

  /** Reads ISO-8601: as written where it names no offset, in the reader's zone where it does. */
  #read(iso: string): Moment | null {
    const match = /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/.exec(iso);
    if (!match) {
      return null;
    }
    if (match[6]) {
      const parts = new Intl.DateTimeFormat("en-CA", {
        timeZone: this.#zone,
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      }).formatToParts(new Date(iso));
      const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
      return {
        year: Number(part("year")),
        month: Number(part("month")),
        day: Number(part("day")),
        clock: `${part("hour")}:${part("minute")}`,
      };
    }
    return {
      year: Number(match[1]),
      month: Number(match[2]),
      day: match[3] ? Number(match[3]) : null,
      clock: match[4] ? `${match[4]}:${match[5]}` : null,
    };
  }
}

interface Moment {
  year: number;
  month: number;
  day: number | null;
  clock: string | null;
}

/** Milliseconds on the reader's own clock: for differences, not a point in time. */
function local(at: Moment): number {
  const [hour = 0, minute = 0] = (at.clock ?? "00:00").split(":").map(Number);
  return Date.UTC(at.year, at.month - 1, at.day ?? 1, hour, minute);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function join(parts: Parts): string {
  return parts.sign + parts.prefix + parts.digits + parts.suffix;
}

function grouped(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

function threeDigits(value: number): number {
  return value >= 999.5 ? Math.round(value) : Number(value.toPrecision(3));
}

function decimals(rounded: number): string {
  return rounded >= 100 ? rounded.toFixed(0) : rounded >= 10 ? rounded.toFixed(1) : rounded.toFixed(2);
}

function plainCount(value: number): string {
  return Number.isInteger(value) ? grouped(value.toString()) : grouped(String(threeDigits(value)));
}

function plainMoney(value: number): string {
  const fen = Math.round(value * 100);
  return grouped(fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2));
}

/** A decimal number of any size, for values that are shown in full. */
class Decimal {
  readonly #negative: boolean;
  readonly #digits: bigint;
  readonly #scale: number;

  private constructor(negative: boolean, digits: bigint, scale: number) {
    this.#negative = negative;
    this.#digits = digits;
    this.#scale = scale;
  }

  static of(value: Numeric | undefined): Decimal | null {
    if (value === null || value === undefined) {
      return null;
    }
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(String(value).trim());
    if (!match || !(match[2] || match[3])) {
      return null;
    }
    const fraction = match[3] ?? "";
    const digits = BigInt(`${match[2] ?? ""}${fraction}` || "0");
    return new Decimal(match[1] === "-", digits, fraction.length - Number(match[4] ?? 0));
  }

  /** Times ten to the power of `places`. */
  shifted(places: number): Decimal {
    return new Decimal(this.#negative, this.#digits, this.#scale - places);
  }

  /** In groups of three, rounded half up to `most` decimals and with at least `least`. */
  text(least: number, most: number): string {
    const raise = most - this.#scale;
    let digits = raise >= 0 ? this.#digits * 10n ** BigInt(raise) : this.#digits;
    if (raise < 0) {
      const divisor = 10n ** BigInt(-raise);
      digits = (digits + divisor / 2n) / divisor;
    }
    const padded = digits.toString().padStart(most + 1, "0");
    const whole = grouped(padded.slice(0, padded.length - most));
    let fraction = most === 0 ? "" : padded.slice(padded.length - most);
    while (fraction.length > least && fraction.endsWith("0")) {
      fraction = fraction.slice(0, -1);
    }
    return (this.#negative && digits !== 0n ? MINUS : "") + (fraction ? `${whole}.${fraction}` : whole);
  }
}
