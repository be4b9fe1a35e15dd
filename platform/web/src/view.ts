import type { Drawing, Locale, Theme } from "./model.ts";
import type { Format } from "./format.ts";
import type { Tip } from "./tip.ts";
import type { Words } from "./words.ts";

/** A member of a dimension: `{dimension: "store", key: "S001"}`. */
export interface MarkMember {
  dimension: string;
  key: string;
}

/** What every drawing is painted with. */
export interface Surroundings {
  format: Format;
  words: Words;
  locale: Locale;
  theme: Theme;
  tip: Tip;
  /** When the frame was made, by the clock of its facts. */
  now: Date;
  /** Size factor of type and strokes: 1 on a desk, more on a wall. */
  scale: number;
  /** Where a plugin's browser modules lie, by plugin id. */
  modules: Readonly<Record<string, string>>;
  /** The widget plugin of the tile. */
  widget: string;
  /** A mark was chosen that stands for these members, one a dimension. Marks that stand for none are not chosen. */
  select(members: readonly MarkMember[]): void;
}

/** Paints one kind of drawing and patches it from frame to frame. */
export interface DrawingView<D extends Drawing = Drawing> {
  readonly element: HTMLElement;
  /** Whether this view can go on with a drawing, or a new view has to take over. */
  accepts(drawing: Drawing): boolean;
  paint(drawing: D, around: Surroundings): void | Promise<void>;
  /** The room changed. */
  resize?(): void;
  dispose?(): void;
}
