import { make, MOTION, reducedMotion, setText } from "./dom.ts";
import { toNumber } from "./format.ts";
import type { Drawing, Numeric, TableColumn, TableDrawing } from "./model.ts";
import type { DrawingView, Surroundings } from "./view.ts";

/** More rows than anyone reads on a tile; the foot of the table says how many there are. */
const MOST_ROWS = 500;

/** Height of a row in px before the wall's scale. */
const LEAST_ROW = 20;
const MOST_ROW = 32;

const WIDTHS: Record<TableColumn["kind"], string> = {
  TEXT: "minmax(4.5em, 1.6fr)",
  RANK: "max-content",
  RANK_CHANGE: "max-content",
  VALUE: "max-content",
  BAR: "var(--ck-bar-column, minmax(0, 2fr))",
  CHANGE: "max-content",
};

interface Line {
  element: HTMLElement;
  cells: HTMLElement[];
}

/** Rows and columns. Rows keep their elements by key and move to their new place. */
export class TableView implements DrawingView<TableDrawing> {
  readonly element = make("div", "ck-table");
  readonly #head = make("div", "ck-table-head");
  readonly #body = make("div", "ck-table-body");
  readonly #more = make("div", "ck-table-more");
  readonly #lines = new Map<string, Line>();
  #shape = "";
  #dimension = "";
  #around: Surroundings | null = null;
  /** The row that the keyboard is on. */
  #at = -1;

  constructor() {
    this.element.setAttribute("role", "table");
    this.element.tabIndex = 0;
    this.#head.setAttribute("role", "row");
    this.#body.setAttribute("role", "rowgroup");
    this.element.append(this.#head, this.#body, this.#more);
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("blur", () => this.#point(-1));
  }

  accepts(drawing: Drawing): boolean {
    return drawing.kind === "table";
  }

  paint(drawing: TableDrawing, around: Surroundings): void {
    this.#around = around;
    this.#dimension = drawing.dimension ?? "";
    this.element.dataset["selects"] = String(this.#dimension !== "");
    this.#paintHead(drawing.columns);
    const before = this.#positions();
    const largest = drawing.columns.map((_, index) =>
      drawing.rows.reduce((most, row) => Math.max(most, Math.abs(toNumber(row.cells[index]) ?? 0)), 0),
    );
    const shown = drawing.rows.slice(0, MOST_ROWS);
    const gone = new Set(this.#lines.keys());
    const order: HTMLElement[] = [];
    const keys = new Set<string>();
    shown.forEach((row, position) => {
      // a key that comes twice would make two rows share an element
      const key = keys.has(row.key) ? `${row.key}\u0000${position}` : row.key;
      keys.add(key);
      gone.delete(key);
      let line = this.#lines.get(key);
      if (!line) {
        line = this.#line(row.key, drawing.columns);
        this.#lines.set(key, line);
      }
      row.cells.forEach((cell, index) => {
        const column = drawing.columns[index];
        const element = line.cells[index];
        if (column && element) {
          paintCell(element, column, cell, largest[index] ?? 0, around);
        }
      });
      order.push(line.element);
    });
    for (const key of gone) {
      this.#lines.get(key)?.element.remove();
      this.#lines.delete(key);
    }
    order.forEach((element, index) => {
      if (this.#body.children[index] !== element) {
        this.#body.insertBefore(element, this.#body.children[index] ?? null);
      }
    });
    this.#more.hidden = shown.length === drawing.rows.length;
    setText(
      this.#more,
      this.#more.hidden ? "" : around.words.say("table.more", { shown: shown.length, all: drawing.rows.length }),
    );
    this.#slide(before);
    this.#point(Math.min(this.#at, shown.length - 1));
    this.resize();
  }

  /** Rows move together where that shows all of them, and no row is cut: half a line reads as a mistake. */
  resize(): void {
    this.element.style.maxHeight = "";
    const scale = this.#around?.scale ?? 1;
    const room = this.element.clientHeight - this.#head.getBoundingClientRect().height;
    const rows = this.#body.childElementCount;
    const height = Math.min(MOST_ROW * scale, Math.max(LEAST_ROW * scale, Math.floor(room / Math.max(1, rows))));
    this.element.style.setProperty("--ck-row-height", `${height}px`);
    if (room > 0 && rows * height > room) {
      this.element.style.maxHeight = `${this.element.clientHeight - room + Math.max(1, Math.floor(room / height)) * height}px`;
    }
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const rows = this.#body.children;
    // in the builder the arrows belong to the tile
    if (rows.length === 0 || this.#dimension === "" || this.element.closest("[data-editing=true]")) {
      return;
    }
    if (step) {
      event.preventDefault();
      this.#point(Math.min(rows.length - 1, Math.max(0, this.#at + step)));
      rows[this.#at]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && this.#at >= 0) {
      (rows[this.#at] as HTMLElement).click();
    } else if (event.key === "Escape") {
      this.#point(-1);
    }
  }

  #point(index: number): void {
    this.#at = index;
    [...this.#body.children].forEach((row, position) => row.toggleAttribute("data-at", position === index));
  }

  #select(key: string): void {
    if (this.#dimension !== "") {
      this.#around?.select([{ dimension: this.#dimension, key }]);
    }
  }

  #paintHead(columns: readonly TableColumn[]): void {
    const shape = columns.map((column) => `${column.kind} ${column.title}`).join("\n");
    if (shape === this.#shape) {
      return;
    }
    this.#shape = shape;
    this.#lines.clear();
    this.#body.replaceChildren();
    this.element.style.gridTemplateColumns = columns.map((column) => WIDTHS[column.kind]).join(" ");
    this.#head.replaceChildren(
      ...columns.map((column) => {
        const cell = make("div", "ck-cell", column.title);
        cell.dataset["kind"] = column.kind.toLowerCase();
        cell.setAttribute("role", "columnheader");
        cell.title = column.title;
        return cell;
      }),
    );
    this.#head.hidden = columns.every((column) => column.title === "");
  }

  #line(key: string, columns: readonly TableColumn[]): Line {
    const element = make("div", "ck-row");
    element.setAttribute("role", "row");
    element.addEventListener("click", () => this.#select(key));
    const cells = columns.map((column) => {
      const cell = make("div", "ck-cell");
      cell.dataset["kind"] = column.kind.toLowerCase();
      cell.setAttribute("role", "cell");
      return cell;
    });
    element.append(...cells);
    return { element, cells };
  }

  #positions(): Map<HTMLElement, number> {
    return new Map([...this.#lines.values()].map((line) => [line.element, line.element.offsetTop]));
  }

  #slide(before: Map<HTMLElement, number>): void {
    if (reducedMotion()) {
      return;
    }
    for (const [element, top] of before) {
      if (!element.isConnected) {
        continue;
      }
      const moved = top - element.offsetTop;
      if (moved !== 0) {
        element.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], {
          duration: MOTION,
          easing: "cubic-bezier(.2, .7, .3, 1)",
        });
      }
    }
  }
}

function paintCell(
  element: HTMLElement,
  column: TableColumn,
  cell: Numeric,
  largest: number,
  around: Surroundings,
): void {
  const { format, words } = around;
  const number = column.kind === "TEXT" ? null : toNumber(cell);
  switch (column.kind) {
    case "TEXT": {
      const text = cell === null ? "–" : String(cell);
      setText(element, text);
      element.title = text;
      return;
    }
    case "RANK": {
      let mark = element.firstElementChild as HTMLElement | null;
      if (!mark) {
        mark = make("span", "ck-rank");
        element.append(mark);
      }
      setText(mark, number === null ? "–" : String(number));
      mark.dataset["place"] = number !== null && number >= 1 && number <= 3 ? String(number) : "";
      return;
    }
    case "RANK_CHANGE": {
      const arrow = number === null ? words.say("rank.new") : number > 0 ? `▲${number}` : number < 0 ? `▼${-number}` : "–";
      setText(element, arrow);
      element.dataset["way"] = number === null ? "new" : number > 0 ? "up" : number < 0 ? "down" : "flat";
      element.setAttribute(
        "aria-label",
        number === null
          ? words.say("rank.new")
          : number === 0
            ? words.say("rank.same")
            : words.say(number > 0 ? "rank.up" : "rank.down", { n: Math.abs(number) }),
      );
      return;
    }
    case "VALUE":
      setText(element, format.short(cell, column.unit));
      element.dataset["exact"] = format.exact(cell, column.unit);
      return;
    case "BAR": {
      let bar = element.querySelector<HTMLElement>(".ck-bar-mark");
      let text = element.querySelector<HTMLElement>(".ck-bar-text");
      if (!bar || !text) {
        bar = make("i", "ck-bar-mark");
        text = make("span", "ck-bar-text");
        const track = make("span", "ck-bar-track");
        track.append(bar);
        element.replaceChildren(track, text);
      }
      const share = number === null || largest === 0 ? 0 : Math.abs(number) / largest;
      bar.style.width = `${(share * 100).toFixed(2)}%`;
      bar.dataset["negative"] = String(number !== null && number < 0);
      setText(text, format.short(cell, column.unit));
      element.dataset["exact"] = format.exact(cell, column.unit);
      return;
    }
    case "CHANGE": {
      if (number === null) {
        setText(element, "–");
        element.dataset["way"] = "flat";
        return;
      }
      const change = format.share(number);
      setText(element, change.sign === 0 ? change.text : `${change.sign > 0 ? "▲" : "▼"} ${change.text}`);
      element.dataset["way"] = change.sign > 0 ? "rise" : change.sign < 0 ? "fall" : "flat";
      element.setAttribute("aria-label", `${change.word} ${change.text}`);
      return;
    }
  }
}
