/** What the server sends: the JSON of the SPI's records, and the properties of the elements. */

export type Unit = "COUNT" | "MONEY" | "RATIO" | "FACTOR" | "DURATION";
export type Direction = "UP_IS_GOOD" | "DOWN_IS_GOOD" | "NEUTRAL";

/** A number, as text where it does not fit a double; null where there is nothing to count. */
export type Numeric = number | string | null;

export type ChartKind = "LINE" | "AREA" | "COLUMN" | "STACKED_COLUMN" | "BAR" | "FUNNEL";

export interface ChartPoint {
  key: string;
  label: string;
  time: boolean;
}

export interface ChartSeries {
  key: string;
  name: string;
  unit: Unit;
  values: Numeric[];
  role: "MAIN" | "COMPARISON" | "SECOND_AXIS";
  /** Code of the dimension that the series is a member of, and of the member; empty or missing where it is none. */
  dimension?: string;
  member?: string;
}

export interface ChartDrawing {
  kind: "chart";
  chart: ChartKind;
  /** Code of the dimension that the points are members of; empty or missing where they are none. */
  dimension?: string;
  points: ChartPoint[];
  series: ChartSeries[];
}

export interface FigureDrawing {
  kind: "figure";
  title: string;
  value: Numeric;
  unit: Unit;
  direction: Direction;
  compared: Numeric;
  comparedWith: string;
  sparkline: Numeric[];
}

export type ColumnKind = "TEXT" | "RANK" | "RANK_CHANGE" | "VALUE" | "BAR" | "CHANGE";

export interface TableColumn {
  title: string;
  kind: ColumnKind;
  unit: Unit;
  direction: Direction;
}

export interface TableDrawing {
  kind: "table";
  /** Code of the dimension that the rows are members of; empty or missing where they are none. */
  dimension?: string;
  columns: TableColumn[];
  rows: { key: string; cells: Numeric[] }[];
}

export interface NoticeDrawing {
  kind: "notice";
  notice: "EMPTY" | "INFORMATION" | "FAILURE";
  title: string;
  sentence: string;
}

export interface CustomDrawing {
  kind: "custom";
  module: string;
  element: string;
  base?: string | null;
  data: Record<string, unknown>;
}

export type Drawing = ChartDrawing | FigureDrawing | TableDrawing | NoticeDrawing | CustomDrawing;

export type Trust = "fresh" | "late" | "partial" | "unknown";
export type FrameState = "ok" | "stale" | "partial" | "failed" | "denied" | "empty";

export interface Freshness {
  at: string | null;
  trust: Trust;
  sentence: string | null;
}

export interface Frame {
  tile: string;
  seq: number;
  at: string;
  state: FrameState;
  freshness: Freshness | null;
  drawing: Drawing | null;
}

export type Layout = "desktop" | "wall" | "phone";
export type Theme = "light" | "dark" | "wall";
export type Locale = "zh-CN" | "en";

/** Why a tile shows words in place of its drawing, whatever frames say. */
export interface TileState {
  kind: "missing" | "unbound" | "failed" | "denied";
  title: string;
  sentence: string;
}

export interface MenuItem {
  action: string;
  title: string;
  danger?: boolean;
}

export interface TileHelp {
  definition?: string | null;
  owner?: string | null;
  playbook?: string | null;
}

export interface Place {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Tile extends Place {
  id: string;
  title: string;
  /** Shown beside the title; empty where the drawing says it. */
  unit?: string | null;
  /** Id of the widget plugin. */
  widget: string;
  state?: TileState | null;
  menu?: MenuItem[] | null;
  help?: TileHelp | null;
}

export interface PaletteWidget {
  id: string;
  title: string;
  summary: string;
  /** Content of an SVG of 24 by 24 units; only the `d` of its paths is taken. */
  icon: string;
  w: number;
  h: number;
}

export type LinkState = "live" | "connecting" | "lost";
