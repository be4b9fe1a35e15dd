import { ChartView } from "./chart-view.ts";
import { CustomView } from "./custom.ts";
import { icon, make, setText } from "./dom.ts";
import { FigureView } from "./figure.ts";
import type { Drawing, Frame, LinkState, MenuItem, Tile, TileState } from "./model.ts";
import { NoticeView, type NoticeLook } from "./notice.ts";
import { TableView } from "./table.ts";
import type { DrawingView, Surroundings } from "./view.ts";

/** What a tile needs of its cockpit. */
export interface TileHost {
  surroundings(): Omit<Surroundings, "widget" | "select" | "now">;
  editing(): boolean;
  emit(name: string, detail: unknown): void;
}

const MORE = ["M12 6v.01M12 12v.01M12 18v.01"];
const LOOKS: Record<TileState["kind"], NoticeLook> = {
  missing: "MISSING",
  unbound: "UNBOUND",
  failed: "FAILURE",
  denied: "DENIED",
};

/** A tile: title, drawing, foot line and menu. Its size is its cockpit's business and no state changes it. */
export class TileView {
  readonly element = make("article", "ck-tile");
  readonly #host: TileHost;
  readonly #title = make("h3", "ck-tile-title");
  readonly #unit = make("span", "ck-tile-unit");
  readonly #menuButton = make("button", "ck-tile-menu");
  readonly #body = make("div", "ck-tile-body");
  readonly #foot = make("div", "ck-tile-foot");
  readonly #dot = make("i", "ck-dot");
  readonly #age = make("span", "ck-age");
  readonly #sentence = make("span", "ck-foot-sentence");
  readonly #popover = make("div", "ck-popover");
  readonly #observer = new ResizeObserver(() => this.#view?.resize?.());
  #tile: Tile;
  #frame: Frame | null = null;
  #view: DrawingView | null = null;
  #skeleton: HTMLElement | null = null;
  #link: LinkState = "live";
  #lostAt: Date | null = null;
  #painted = 0;

  constructor(tile: Tile, host: TileHost) {
    this.#tile = tile;
    this.#host = host;
    this.element.setAttribute("role", "region");
    const head = make("div", "ck-tile-head");
    this.#menuButton.type = "button";
    this.#menuButton.append(icon(MORE));
    this.#menuButton.setAttribute("aria-haspopup", "menu");
    this.#menuButton.addEventListener("click", () => this.#openMenu());
    // the menu is the tile's own: a press on it neither drags nor selects
    this.#menuButton.addEventListener("pointerdown", (event) => event.stopPropagation());
    this.#menuButton.addEventListener("mousedown", (event) => event.stopPropagation());
    this.#popover.popover = "auto";
    this.#popover.addEventListener("toggle", (event) => {
      this.#menuButton.setAttribute("aria-expanded", String((event as ToggleEvent).newState === "open"));
    });
    head.append(this.#title, this.#unit, this.#menuButton);
    this.#foot.append(this.#dot, this.#age, this.#sentence);
    this.element.append(head, this.#body, this.#foot, this.#popover);
    this.#observer.observe(this.#body);
    this.update(tile);
    this.#showSkeleton();
  }

  get tile(): Tile {
    return this.#tile;
  }

  /** Takes what the server says about the tile; the drawing stays. */
  update(tile: Tile): void {
    const before = this.#tile;
    this.#tile = tile;
    this.element.dataset["widget"] = tile.widget;
    this.element.setAttribute("aria-label", tile.title);
    setText(this.#title, tile.title);
    this.#title.title = tile.title;
    setText(this.#unit, tile.unit ?? "");
    this.#unit.hidden = !tile.unit;
    const words = this.#host.surroundings().words;
    this.#menuButton.setAttribute("aria-label", `${words.say("tile.menu")}: ${tile.title}`);
    this.#menuButton.hidden = this.#items().length === 0;
    if (tile.state) {
      this.#notice(LOOKS[tile.state.kind], tile.state.title, tile.state.sentence);
      this.element.dataset["state"] = tile.state.kind;
      this.#foot.dataset["quiet"] = "true";
      setText(this.#age, "");
      setText(this.#sentence, "");
      this.#dot.hidden = true;
    } else if (before.state || before.widget !== tile.widget) {
      this.#drop();
      if (this.#frame && before.widget === tile.widget) {
        void this.paint(this.#frame);
      } else {
        this.#frame = null;
        this.#showSkeleton();
      }
    }
  }

  /** Paints a frame; settles when it is on the page. A drawing that fails shows as words and never throws. */
  async paint(frame: Frame): Promise<void> {
    this.#frame = frame;
    if (!this.#tile.state) {
      await this.#paintBody(frame);
      this.element.dataset["state"] = frame.state;
      this.tick(new Date());
    }
    this.#painted++;
    this.element.dataset["paintedSeq"] = String(frame.seq);
    this.element.setAttribute("painted", String(this.#painted));
  }

  /** Paints the last frame again: language or theme changed. */
  async repaint(): Promise<void> {
    this.update(this.#tile);
    if (this.#frame && !this.#tile.state) {
      await this.#paintBody(this.#frame);
      this.tick(new Date());
    } else if (!this.#tile.state) {
      this.#showSkeleton();
    }
  }

  link(state: LinkState, since: Date): void {
    // connecting again does not make the picture any newer
    if (state === "live") {
      this.#lostAt = null;
    } else if (state === "lost" && this.#link === "live") {
      this.#lostAt = since;
    }
    this.#link = state === "connecting" && this.#lostAt ? "lost" : state;
    this.element.dataset["link"] = this.#link;
    this.tick(new Date());
  }

  /** Ages the foot line. */
  tick(now: Date): void {
    const frame = this.#frame;
    if (this.#tile.state || !frame) {
      return;
    }
    const { words, format } = this.#host.surroundings();
    const fresh = frame.freshness;
    const at = fresh?.at ?? null;
    const trust = fresh?.trust ?? "unknown";
    let age = at ? format.age((now.getTime() - Date.parse(at)) / 1000) : "";
    let sentence = fresh?.sentence ?? words.say(`trust.${trust}`);
    let tone = { fresh: "good", late: "warn", partial: "warn", unknown: "none" }[trust];
    if (this.#link === "lost" && this.#lostAt) {
      age = "";
      sentence = words.say("link.lost", { time: format.moment(at ?? this.#lostAt.toISOString(), now) });
      tone = "warn";
    } else if (frame.state === "stale") {
      age = at ? words.say("state.stale", { time: format.moment(at, now) }) : "";
      tone = "warn";
    } else if (frame.state === "failed") {
      // the notice in the body says it already
      sentence = this.#view instanceof NoticeView ? "" : (fresh?.sentence ?? words.say("state.failed"));
      tone = "bad";
    } else if (frame.state === "partial") {
      sentence = fresh?.sentence ?? words.say("state.partial");
      tone = "warn";
    } else if (frame.state === "denied") {
      age = "";
      sentence = "";
    }
    this.#foot.dataset["tone"] = tone;
    this.#foot.dataset["quiet"] = String(tone === "good" || tone === "none");
    this.#dot.hidden = !age && !sentence;
    setText(this.#age, age);
    setText(this.#sentence, sentence);
    this.#sentence.title = sentence;
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#drop();
  }

  async #paintBody(frame: Frame): Promise<void> {
    const { words } = this.#host.surroundings();
    if (frame.state === "denied") {
      // the last picture goes: it may be what the reader no longer may see
      const says = frame.drawing?.kind === "notice" ? frame.drawing : null;
      this.#notice(
        "DENIED",
        says?.title ?? words.say("state.denied"),
        says?.sentence ?? words.say("state.denied.sentence"),
      );
      return;
    }
    if (frame.drawing) {
      await this.#draw(frame.drawing);
    } else if (frame.state === "empty") {
      this.#notice("EMPTY", words.say("state.empty"), words.say("state.empty.sentence"));
    } else if (!this.#view) {
      this.#notice("FAILURE", words.say("state.failed"), frame.freshness?.sentence ?? words.say("state.failed.sentence"));
    }
  }

  async #draw(drawing: Drawing): Promise<void> {
    let view = this.#view;
    if (!view || !view.accepts(drawing)) {
      view = viewFor(drawing);
      this.#drop();
      this.#view = view;
      this.#body.replaceChildren(view.element);
      this.element.dataset["drawing"] = drawing.kind;
    }
    try {
      await view.paint(drawing, this.#around());
    } catch (failure) {
      console.warn(`Tile ${this.#tile.id}: its drawing failed.`, failure);
      const { words } = this.#host.surroundings();
      if (this.#view === view) {
        this.#notice(
          "FAILURE",
          words.say("state.drawing"),
          words.say("state.drawing.sentence", { widget: this.#tile.widget }),
        );
      }
    }
  }

  #around(): Surroundings {
    const id = this.#tile.id;
    return {
      ...this.#host.surroundings(),
      widget: this.#tile.widget,
      now: new Date(this.#frame?.at ?? Date.now()),
      select: (members) => {
        if (members.length > 0 && !this.#host.editing()) {
          this.#host.emit("mark-select", { id, members: [...members] });
        }
      },
    };
  }

  #notice(look: NoticeLook, title: string, sentence: string): void {
    if (!(this.#view instanceof NoticeView)) {
      this.#drop();
      this.#view = new NoticeView();
      this.#body.replaceChildren(this.#view.element);
    }
    this.element.dataset["drawing"] = "notice";
    (this.#view as NoticeView).show(look, title, sentence);
  }

  #drop(): void {
    this.#view?.dispose?.();
    this.#view = null;
    this.#skeleton = null;
    this.#body.replaceChildren();
  }

  /** Grey shapes where the drawing will be. */
  #showSkeleton(): void {
    if (this.#view || this.#tile.state) {
      return;
    }
    if (!this.#skeleton) {
      this.#skeleton = make("div", "ck-skeleton");
      this.#skeleton.dataset["widget"] = this.#tile.widget;
      const bars = { kpi: 2, leaderboard: 6, funnel: 4 }[this.#tile.widget] ?? 1;
      this.#skeleton.append(...Array.from({ length: bars }, () => make("i")));
      this.#body.replaceChildren(this.#skeleton);
    }
    this.element.dataset["state"] = "loading";
    this.element.dataset["drawing"] = "none";
    this.#dot.hidden = true;
    setText(this.#age, "");
    setText(this.#sentence, this.#host.surroundings().words.say("tile.waiting"));
    this.#foot.dataset["quiet"] = "true";
  }

  #items(): MenuItem[] {
    const words = this.#host.surroundings().words;
    const help = this.#tile.help;
    const items: MenuItem[] = [];
    if (help && (help.definition || help.owner || help.playbook)) {
      items.push({ action: "details", title: words.say("tile.details") });
    }
    items.push(...(this.#tile.menu ?? []));
    if (this.#host.editing()) {
      items.push({ action: "remove", title: words.say("tile.remove"), danger: true });
    }
    return items;
  }

  #openMenu(): void {
    const items = this.#items();
    this.#popover.className = "ck-popover ck-menu";
    this.#popover.setAttribute("role", "menu");
    this.#popover.replaceChildren(
      ...items.map((item) => {
        const button = make("button", item.danger ? "ck-menu-item ck-danger" : "ck-menu-item", item.title);
        button.type = "button";
        button.setAttribute("role", "menuitem");
        button.addEventListener("click", () => this.#act(item.action));
        return button;
      }),
    );
    this.#popover.onkeydown = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const buttons = [...this.#popover.querySelectorAll("button")];
      if (step && buttons.length > 0) {
        event.preventDefault();
        event.stopPropagation();
        const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
        buttons[(at + step + buttons.length) % buttons.length]?.focus();
      }
    };
    this.#open();
    this.#popover.querySelector("button")?.focus();
  }

  #act(action: string): void {
    this.#popover.hidePopover();
    if (action === "details" && this.#tile.help) {
      this.#openDetails();
    } else if (action === "remove" && this.#host.editing()) {
      this.#host.emit("tile-remove", { id: this.#tile.id });
      return;
    }
    this.#host.emit("tile-menu", { id: this.#tile.id, action });
  }

  #openDetails(): void {
    const { words } = this.#host.surroundings();
    const help = this.#tile.help ?? {};
    const list = make("dl", "ck-details");
    for (const key of ["definition", "owner", "playbook"] as const) {
      const text = help[key];
      if (text) {
        list.append(make("dt", "", words.say(`help.${key}`)), make("dd", "", text));
      }
    }
    const close = make("button", "ck-button", words.say("help.close"));
    close.type = "button";
    close.addEventListener("click", () => this.#popover.hidePopover());
    this.#popover.onkeydown = null;
    this.#popover.className = "ck-popover ck-help";
    this.#popover.setAttribute("role", "dialog");
    this.#popover.setAttribute("aria-label", this.#tile.title);
    this.#popover.replaceChildren(make("div", "ck-details-title", this.#tile.title), list, close);
    this.#open();
    close.focus();
  }

  #open(): void {
    this.#popover.showPopover();
    const anchor = this.#menuButton.getBoundingClientRect();
    const box = this.#popover.getBoundingClientRect();
    const left = Math.max(8, Math.min(innerWidth - box.width - 8, anchor.right - box.width));
    const below = anchor.bottom + 4 + box.height <= innerHeight - 8;
    this.#popover.style.left = `${left}px`;
    this.#popover.style.top = `${below ? anchor.bottom + 4 : Math.max(8, anchor.top - 4 - box.height)}px`;
  }
}

function viewFor(drawing: Drawing): DrawingView {
  switch (drawing.kind) {
    case "chart":
      return new ChartView(drawing) as DrawingView;
    case "figure":
      return new FigureView() as DrawingView;
    case "table":
      return new TableView() as DrawingView;
    case "notice":
      return new NoticeView() as DrawingView;
    case "custom":
      return new CustomView(drawing) as DrawingView;
  }
}
