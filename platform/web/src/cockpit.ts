import { GridStack, type GridItemHTMLElement, type GridStackNode } from "gridstack";
import { everySecond } from "./clock.ts";
import { make, setText } from "./dom.ts";
import { Feed } from "./feed.ts";
import { Format } from "./format.ts";
import type { Frame, Layout, LinkState, Locale, Place, Theme, Tile } from "./model.ts";
import { TileView, type TileHost } from "./tile.ts";
import { Tip } from "./tip.ts";
import { Words } from "./words.ts";

const COLUMNS: Record<Layout, number> = { desktop: 12, wall: 24, phone: 2 };
const ROW = 40;
const GAP = 12;
/** A wall page is this many rows high and fills its screen. */
const WALL_ROWS = 24;
/** Rows below all tiles, where those that move wait for their turn, each with room for itself. */
const ASIDE = 10_000;
const MOST_ROWS = 100;
/** A key that is held down is one gesture; so are presses in quick succession. */
const GESTURE_PAUSE = 500;
/** How long a dropped widget's outline waits for the server's tile. */
const DROP_PATIENCE = 4000;

interface Placed {
  view: TileView;
  item: GridItemHTMLElement;
}

/**
 * `<ck-cockpit>`: the tiles of a cockpit on their grid, to look at or to build. The server sets properties and listens to
 * events; data comes over a WebSocket of its own.
 *
 * Properties: `layout`, `editing`, `theme`, `locale`, `zone`, `riseColor`, `tiles`, `selected`, `feed`, `labels`,
 * `modules`. Events, all bubbling: `layout-change`, `tile-select`, `tile-remove`, `widget-drop`, `tile-menu`,
 * `mark-select`, `undo`, `redo`, `feed-state`, `structure-change`.
 */
export class CockpitElement extends HTMLElement {
  #layout: Layout = "desktop";
  #editing = false;
  #theme: Theme = "light";
  #locale: Locale = "zh-CN";
  #zone = "Asia/Shanghai";
  #riseColor: "red" | "green" | null = null;
  /** As the server last said. */
  #given: readonly Tile[] = [];
  /** As they stand: the server's, with what the reader has moved since. */
  #tiles: Tile[] = [];
  #selected: string | null = null;
  #feedPath: string | null = null;
  #labels: Record<string, string> = {};
  #modules: Record<string, string> = {};

  readonly #placed = new Map<string, Placed>();
  /** Frames of tiles that the server has not described yet. */
  readonly #early = new Map<string, Frame>();
  readonly #pending = new Map<string, { frame: Frame; done: (() => void)[] }>();
  #painting = 0;
  #root: HTMLElement | null = null;
  #empty: HTMLElement | null = null;
  #tip: Tip | null = null;
  #grid: GridStack | null = null;
  #feed: Feed | null = null;
  #link: { state: LinkState; since: Date } = { state: "live", since: new Date() };
  #stopClock: () => void = () => {};
  #resized: ResizeObserver | null = null;
  #scale = 1;
  #words = new Words("zh-CN");
  #format = new Format("zh-CN", "Asia/Shanghai");
  #gesture: ReturnType<typeof setTimeout> | undefined;
  #applying = false;

  readonly #host: TileHost = {
    surroundings: () => ({
      format: this.#format,
      words: this.#words,
      locale: this.#locale,
      theme: this.#theme,
      tip: this.#tip as Tip,
      scale: this.#scale,
      modules: this.#modules,
    }),
    editing: () => this.#editing,
    emit: (name, detail) => this.#emit(name, detail),
  };

  connectedCallback(): void {
    this.#adopt();
    if (!this.#root) {
      this.#root = make("div", "ck-canvas grid-stack");
      this.#empty = make("p", "ck-canvas-empty");
      this.append(this.#root, this.#empty);
      this.#tip = new Tip(this);
      this.addEventListener("keydown", (event) => this.#key(event));
      this.addEventListener("keyup", (event) => {
        if (event.key.startsWith("Arrow")) {
          this.#endGesture();
        }
      });
      this.addEventListener("focusout", () => this.#endGesture());
      this.addEventListener("click", (event) => this.#click(event));
    }
    this.#dress();
    this.#build();
    this.#stopClock = everySecond((now) => {
      for (const { view } of this.#placed.values()) {
        view.tick(now);
      }
    });
    this.#resized = new ResizeObserver(() => this.#fit());
    this.#resized.observe(this);
    this.#openFeed();
    document.addEventListener("keydown", this.#keyOnPage);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#keyOnPage);
    this.#feed?.close();
    this.#feed = null;
    this.#stopClock();
    this.#resized?.disconnect();
    this.#tip?.hide();
  }

  get layout(): Layout {
    return this.#layout;
  }

  set layout(value: Layout) {
    const layout = value in COLUMNS ? value : "desktop";
    if (layout !== this.#layout) {
      this.#layout = layout;
      this.#rebuild();
    }
  }

  get editing(): boolean {
    return this.#editing;
  }

  set editing(value: boolean) {
    if (Boolean(value) !== this.#editing) {
      this.#editing = Boolean(value);
      this.#dress();
      this.#grid?.setStatic(!this.#editing);
      for (const { view, item } of this.#placed.values()) {
        view.update(view.tile);
        this.#focusable(item);
      }
      this.#fit();
    }
  }

  get theme(): Theme {
    return this.#theme;
  }

  set theme(value: Theme) {
    if (value !== this.#theme) {
      this.#theme = value;
      this.#repaint();
    }
  }

  get locale(): Locale {
    return this.#locale;
  }

  set locale(value: Locale) {
    const locale = String(value).startsWith("en") ? "en" : "zh-CN";
    if (locale !== this.#locale) {
      this.#locale = locale;
      this.#repaint();
    }
  }

  get zone(): string {
    return this.#zone;
  }

  set zone(value: string) {
    if (value && value !== this.#zone) {
      this.#zone = value;
      this.#repaint();
    }
  }

  /** The colour of a rise. Red in Chinese and green in English, unless the tenant says otherwise. */
  get riseColor(): "red" | "green" {
    return this.#riseColor ?? (this.#locale === "en" ? "green" : "red");
  }

  set riseColor(value: "red" | "green" | null) {
    this.#riseColor = value === "red" || value === "green" ? value : null;
    this.#dress();
  }

  /** What the server last set, whatever has been moved since: setting it again takes moves back. */
  get tiles(): readonly Tile[] {
    return this.#given;
  }

  set tiles(value: readonly Tile[] | null) {
    this.#given = [...(value ?? [])];
    this.#tiles = [...this.#given];
    this.#reconcile();
  }

  get selected(): string | null {
    return this.#selected;
  }

  set selected(value: string | null) {
    this.#selected = value || null;
    for (const [id, { item }] of this.#placed) {
      item.toggleAttribute("data-selected", id === this.#selected);
      item.setAttribute("aria-current", String(id === this.#selected));
    }
  }

  /** Path of the frame endpoint with its ticket; null for none. */
  get feed(): string | null {
    return this.#feedPath;
  }

  set feed(value: string | null) {
    const path = value || null;
    if (path !== this.#feedPath) {
      this.#feedPath = path;
      this.#openFeed();
    }
  }

  get labels(): Record<string, string> {
    return this.#labels;
  }

  set labels(value: Record<string, string> | null) {
    this.#labels = value ?? {};
    this.#repaint();
  }

  get modules(): Record<string, string> {
    return this.#modules;
  }

  set modules(value: Record<string, string> | null) {
    this.#modules = value ?? {};
  }

  /** Paints a frame as if it had come over the feed. Settles when it is on the page. */
  paintFrame(frame: Frame): Promise<void> {
    return new Promise((done) => {
      // the newest frame of a tile wins; whoever waits for an older one hears at the same time
      const waiting = this.#pending.get(frame.tile)?.done ?? [];
      this.#pending.set(frame.tile, { frame, done: [...waiting, done] });
      this.#painting ||= requestAnimationFrame(() => void this.#paint());
    });
  }

  /** Properties that were set before the browser knew the element lie on it as plain values. */
  #adopt(): void {
    for (const name of ["labels", "locale", "theme", "zone", "riseColor", "modules", "layout", "editing", "tiles", "selected", "feed"]) {
      if (Object.hasOwn(this, name)) {
        const self = this as unknown as Record<string, unknown>;
        const value = self[name];
        delete self[name];
        self[name] = value;
      }
    }
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #dress(): void {
    this.dataset["ckTheme"] = this.#theme;
    this.dataset["layout"] = this.#layout;
    this.dataset["editing"] = String(this.#editing);
    this.dataset["rise"] = this.riseColor;
    this.lang = this.#locale;
    this.#words = new Words(this.#locale, this.#labels);
    this.#format = new Format(this.#locale, this.#zone, this.#words);
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", this.#words.say("cockpit"));
    if (this.#empty) {
      setText(this.#empty, this.#words.say(this.#editing ? "canvas.empty" : "view.empty"));
      this.#empty.hidden = this.#tiles.length > 0;
    }
  }

  #repaint(): void {
    this.#dress();
    for (const { view } of this.#placed.values()) {
      void view.repaint();
    }
  }

  #rebuild(): void {
    this.#dress();
    if (this.#grid) {
      this.#grid.destroy(false);
      this.#grid = null;
      this.#root?.querySelectorAll(".ck-drop-wait").forEach((element) => element.remove());
      for (const { item } of this.#placed.values()) {
        item.remove();
      }
      this.#build();
    }
  }

  #build(): void {
    if (this.#grid || !this.#root) {
      return;
    }
    const grid = GridStack.init(
      {
        column: COLUMNS[this.#layout],
        cellHeight: ROW,
        margin: GAP / 2,
        mode: "float",
        animate: true,
        auto: false,
        staticGrid: !this.#editing,
        minRow: 1,
        acceptWidgets: (element) => element.hasAttribute("data-ck-widget"),
        draggable: { cancel: ".ck-tile-menu, .ck-popover" },
        resizable: { handles: "n,ne,e,se,s,sw,w,nw" },
        alwaysShowResizeHandle: true,
      },
      this.#root,
    );
    if (!grid) {
      return;
    }
    this.#grid = grid;
    grid.on("dragstart resizestart", () => this.toggleAttribute("data-moving", true));
    grid.on("dragstop resizestop", (_: Event, item: GridItemHTMLElement) => {
      this.toggleAttribute("data-moving", false);
      this.#select(item.gridstackNode?.id ?? null);
      this.#announce();
    });
    grid.on("dropped", (_: Event, __: GridStackNode | undefined, node: GridStackNode) => this.#dropped(node));
    for (const { item, view } of this.#placed.values()) {
      this.#root.append(item);
      grid.makeWidget(item, position(view.tile));
    }
    this.#fit();
    this.#reconcile();
  }

  #reconcile(): void {
    const grid = this.#grid;
    if (!grid || !this.#root) {
      return;
    }
    this.#applying = true;
    const wanted = new Set(this.#tiles.map((tile) => tile.id));
    const moves: { item: GridItemHTMLElement; to: Place }[] = [];
    const added: Tile[] = [];
    grid.batchUpdate();
    for (const [id, { item, view }] of this.#placed) {
      if (!wanted.has(id)) {
        view.dispose();
        grid.removeWidget(item, true, false);
        this.#placed.delete(id);
      }
    }
    for (const tile of this.#tiles) {
      const placed = this.#placed.get(tile.id);
      if (placed) {
        placed.view.update(tile);
        const node = placed.item.gridstackNode;
        if (node && (node.x !== tile.x || node.y !== tile.y || node.w !== tile.w || node.h !== tile.h)) {
          moves.push({ item: placed.item, to: position(tile) });
        }
      } else {
        added.push(tile);
      }
    }
    // the grid makes room for a tile that is put on another one, which would move what stands right already: all that
    // move step aside first
    moves.forEach(({ item, to }, index) => grid.update(item, { ...to, y: ASIDE + index * MOST_ROWS }));
    moves.forEach(({ item, to }) => grid.update(item, to));
    added.forEach((tile) => this.#add(grid, tile));
    this.#order();
    grid.batchUpdate(false);
    this.#applying = false;
    this.selected = this.#selected;
    this.#dress();
    this.#fit();
  }

  #add(grid: GridStack, tile: Tile): void {
    this.#root?.querySelectorAll<GridItemHTMLElement>(".ck-drop-wait").forEach((outline) => this.#clear(outline));
    const view = new TileView(tile, this.#host);
    const item = make("div", "grid-stack-item") as GridItemHTMLElement;
    item.dataset["tile"] = tile.id;
    const content = make("div", "grid-stack-item-content");
    content.append(view.element);
    item.append(content);
    this.#focusable(item);
    this.#root?.append(item);
    grid.makeWidget(item, { ...position(tile), id: tile.id });
    this.#placed.set(tile.id, { view, item });
    view.link(this.#link.state, this.#link.since);
    const early = this.#early.get(tile.id);
    if (early) {
      this.#early.delete(tile.id);
      void view.paint(early);
    }
  }

  /** Reading and tabbing go from top left to bottom right, whatever order the server lists the tiles in. */
  #order(): void {
    const items = [...this.#placed.values()].sort(
      (a, b) => a.view.tile.y - b.view.tile.y || a.view.tile.x - b.view.tile.x,
    );
    items.forEach(({ item }, index) => {
      const there = this.#root?.children[index];
      if (there !== item) {
        this.#root?.insertBefore(item, there ?? null);
      }
    });
  }

  #focusable(item: HTMLElement): void {
    if (this.#editing) {
      item.tabIndex = 0;
    } else {
      item.removeAttribute("tabindex");
    }
  }

  /** Sets the row height and the size of type: a wall fills its screen, everything else has rows of 40 px. */
  #fit(): void {
    const grid = this.#grid;
    if (!grid) {
      return;
    }
    const style = getComputedStyle(this);
    const width = this.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const height = this.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    let row = ROW;
    let scale = 1;
    if (this.#layout === "wall" && width > 0) {
      const rows = Math.max(WALL_ROWS, ...this.#tiles.map((tile) => tile.y + tile.h));
      const room = this.#editing ? (width * 9) / 16 : Math.max(height, (width * 9) / 32);
      row = Math.max(12, Math.floor((room / rows) * 100) / 100);
      // 1.5 on a screen of 1080 lines, 2.5 on one of 2160
      scale = width <= 1920 ? width / 1280 : 0.5 + width / 1920;
    }
    this.style.setProperty("--ck-scale", String(scale));
    this.style.setProperty("--ck-row", `${row}px`);
    this.style.setProperty("--ck-columns", String(COLUMNS[this.#layout]));
    if (grid.getCellHeight() !== row) {
      grid.cellHeight(row);
    }
    if (scale !== this.#scale) {
      this.#scale = scale;
      grid.margin((GAP / 2) * (this.#layout === "wall" ? Math.max(0.5, scale / 1.25) : 1));
      this.#repaint();
    }
  }

  #openFeed(): void {
    this.#feed?.close();
    this.#feed = null;
    if (!this.isConnected || !this.#feedPath) {
      return;
    }
    this.#feed = new Feed(this.#feedPath, {
      frame: (frame) => this.paintFrame(frame),
      link: (state, since) => {
        this.#link = { state, since };
        for (const { view } of this.#placed.values()) {
          view.link(state, since);
        }
        this.#emit("feed-state", { state, since: since.toISOString() });
      },
      structure: () => this.#emit("structure-change", {}),
    });
  }

  async #paint(): Promise<void> {
    this.#painting = 0;
    const batch = [...this.#pending.values()];
    this.#pending.clear();
    await Promise.all(
      batch.map(async ({ frame, done }) => {
        const placed = this.#placed.get(frame.tile);
        if (placed) {
          await placed.view.paint(frame);
        } else {
          this.#early.set(frame.tile, frame);
        }
        for (const tell of done) {
          tell();
        }
      }),
    );
  }

  #select(id: string | null): void {
    if (this.#editing && id !== this.#selected) {
      this.selected = id;
      this.#emit("tile-select", { id });
    }
  }

  #click(event: MouseEvent): void {
    if (!this.#editing || !(event.target instanceof Element) || event.target.closest(".ck-popover")) {
      return;
    }
    const item = event.target.closest<HTMLElement>(".grid-stack-item[data-tile]");
    // dragging swallows the press that would have given it the focus
    item?.focus({ preventScroll: true });
    this.#select(item?.dataset["tile"] ?? null);
  }

  /** Undo and redo also work where nothing has the focus, as after a click beside the canvas. */
  #keyOnPage = (event: KeyboardEvent): void => {
    if (event.target === document.body && (event.ctrlKey || event.metaKey)) {
      this.#key(event);
    }
  };

  #key(event: KeyboardEvent): void {
    if (!this.#editing || !(event.target instanceof Element) || event.target.closest(".ck-popover, input, textarea")) {
      return;
    }
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !event.altKey && (key === "z" || key === "y")) {
      event.preventDefault();
      this.#emit(key === "y" || event.shiftKey ? "redo" : "undo", {});
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const item = event.target.closest<GridItemHTMLElement>(".grid-stack-item[data-tile]");
    const id = item?.dataset["tile"];
    const node = item?.gridstackNode;
    if (!item || !id || !node) {
      return;
    }
    const dx = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const dy = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (dx || dy) {
      event.preventDefault();
      this.#select(id);
      const { x = 0, y = 0, w = 1, h = 1 } = node;
      const columns = COLUMNS[this.#layout];
      if (event.shiftKey) {
        const width = Math.min(columns - x, Math.max(1, w + dx));
        this.#grid?.update(item, { w: width, h: Math.max(1, h + dy) });
      } else {
        this.#grid?.update(item, { x: Math.min(columns - w, Math.max(0, x + dx)), y: Math.max(0, y + dy) });
      }
      clearTimeout(this.#gesture);
      this.#gesture = setTimeout(() => this.#endGesture(), GESTURE_PAUSE);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.#emit("tile-remove", { id });
    } else if (event.key === "Enter" || event.key === " ") {
      if (event.target === item) {
        event.preventDefault();
        this.#select(id);
      }
    } else if (event.key === "Escape") {
      this.#select(null);
    }
  }

  #endGesture(): void {
    clearTimeout(this.#gesture);
    this.#gesture = undefined;
    this.#announce();
  }

  /** Tells the server where the tiles are, if that is elsewhere than it said. */
  #announce(): void {
    if (this.#applying || !this.#grid) {
      return;
    }
    const places = this.#places();
    if (this.#moved(places)) {
      this.#tiles = this.#tiles.map((tile, index) => ({ ...tile, ...(places[index] as { id: string } & Place) }));
      for (const tile of this.#tiles) {
        this.#placed.get(tile.id)?.view.update(tile);
      }
      this.#emit("layout-change", { tiles: places });
      this.#fit();
    }
  }

  #places(): ({ id: string } & Place)[] {
    return this.#tiles.map((tile) => {
      const node = this.#placed.get(tile.id)?.item.gridstackNode;
      return { id: tile.id, x: node?.x ?? tile.x, y: node?.y ?? tile.y, w: node?.w ?? tile.w, h: node?.h ?? tile.h };
    });
  }

  #moved(places: ({ id: string } & Place)[]): boolean {
    return places.some((place, index) => {
      const tile = this.#tiles[index] as Tile;
      return place.x !== tile.x || place.y !== tile.y || place.w !== tile.w || place.h !== tile.h;
    });
  }

  #clear(outline: GridItemHTMLElement): void {
    if (outline.isConnected) {
      this.#grid?.removeWidget(outline, false, false);
      outline.remove();
    }
  }

  #dropped(node: GridStackNode): void {
    const item = node.el;
    const widget = item?.getAttribute("data-ck-widget");
    if (!item || !this.#grid) {
      return;
    }
    // an outline holds the place until the server's tile takes it
    item.classList.remove("ck-palette-entry", "ck-palette-dragged");
    item.classList.add("ck-drop-wait");
    item.removeAttribute("data-ck-widget");
    for (const child of [...item.children]) {
      // the grid keeps count of its handles
      if (!child.classList.contains("ui-resizable-handle")) {
        child.remove();
      }
    }
    item.prepend(make("div", "grid-stack-item-content"));
    setTimeout(() => this.#clear(item), DROP_PATIENCE);
    if (widget) {
      // tiles that make room move in the same gesture: their `layout-change` follows
      const pushes = !this.#applying && this.#moved(this.#places());
      this.#emit("widget-drop", { widget, x: node.x ?? 0, y: node.y ?? 0, w: node.w ?? 1, h: node.h ?? 1, pushes });
    }
    this.#announce();
  }
}

function position(tile: Place): Place {
  return { x: tile.x, y: tile.y, w: tile.w, h: tile.h };
}
