import { icon, make, setText } from "./dom.ts";
import type { Drawing, NoticeDrawing } from "./model.ts";
import type { DrawingView } from "./view.ts";

export type NoticeLook = NoticeDrawing["notice"] | "DENIED" | "MISSING" | "UNBOUND";

const ICONS: Record<NoticeLook, string[]> = {
  EMPTY: ["M4 19V5M4 19h16M8 15v-3M12 15V9M16 15v-2"],
  INFORMATION: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.01"],
  FAILURE: ["M12 4 2.8 20h18.4zM12 10v4M12 17v.01"],
  DENIED: ["M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"],
  MISSING: ["M9 3v5M15 3v5M6 8h12v4a6 6 0 0 1-12 0zM12 18v3"],
  UNBOUND: ["M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"],
};

/** Words in place of a picture. */
export class NoticeView implements DrawingView<NoticeDrawing> {
  readonly element = make("div", "ck-notice");
  readonly #icon = make("div", "ck-notice-icon");
  readonly #title = make("div", "ck-notice-title");
  readonly #sentence = make("div", "ck-notice-sentence");
  #look: NoticeLook | null = null;

  constructor() {
    const words = make("div", "ck-notice-words");
    words.append(this.#title, this.#sentence);
    this.element.append(this.#icon, words);
  }

  accepts(drawing: Drawing): boolean {
    return drawing.kind === "notice";
  }

  paint(drawing: NoticeDrawing): void {
    this.show(drawing.notice, drawing.title, drawing.sentence);
  }

  show(look: NoticeLook, title: string, sentence: string): void {
    if (this.#look !== look) {
      this.#look = look;
      this.element.dataset["look"] = look.toLowerCase();
      this.#icon.replaceChildren(icon(ICONS[look]));
    }
    setText(this.#title, title);
    setText(this.#sentence, sentence);
    this.#sentence.title = sentence;
  }
}
