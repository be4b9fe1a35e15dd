import type { Drawing, Locale, Theme } from "./model.ts";
import type { Format } from "./format.ts";
import type { Tip } from "./tip.ts";
import type { Words } from "./words.ts";

/** What every drawing is painted with. */
export interface Surroundings {
  format: Format;
  words: Words;
  locale: Locale;
  theme: Theme;
  tip: Tip;
  /** Size factor of type and strokes: 1 on a desk, more on a wall. */
  scale: number;
  /** Where a plugin's browser modules lie, by plugin id. */
  modules: Readonly<Record<string, string>>;
  /** The widget plugin of the tile. */
  widget: string;
  /** A mark was chosen; the dimension is null where the drawing does not know its name. */
  select(dimension: string | null, key: string): void;
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
