import { make } from "./dom.ts";

/** One line of a tip; `colour` sets a swatch before it. */
export interface TipLine {
  name: string;
  value: string;
  colour?: string;
  dim?: boolean;
}

/**
 * The one tooltip of a cockpit. Elements with `data-exact` show it by themselves on hover and focus; drawings that know
 * more show it through {@link show}.
 */
export class Tip {
  readonly element = make("div", "ck-tip");
  #owner: Element | null = null;

  constructor(root: HTMLElement) {
    this.element.popover = "manual";
    this.element.setAttribute("role", "tooltip");
    root.append(this.element);
    root.addEventListener("pointerover", (event) => this.#over(event.target));
    root.addEventListener("focusin", (event) => this.#over(event.target));
    root.addEventListener("focusout", () => this.hide());
    root.addEventListener("pointerleave", () => this.hide());
  }

  /** Shows beside a point of the window. */
  show(x: number, y: number, title: string, lines: readonly TipLine[]): void {
    this.element.replaceChildren();
    if (title) {
      this.element.append(make("div", "ck-tip-title", title));
    }
    for (const line of lines) {
      const row = make("div", line.dim ? "ck-tip-line ck-dim" : "ck-tip-line");
      const swatch = make("i", "ck-swatch");
      if (line.colour) {
        swatch.style.background = line.colour;
      } else {
        swatch.hidden = true;
      }
      row.append(swatch, make("span", "ck-tip-name", line.name), make("span", "ck-tip-value", line.value));
      this.element.append(row);
    }
    if (!this.element.matches(":popover-open")) {
      this.element.showPopover();
    }
    const box = this.element.getBoundingClientRect();
    const left = x + 16 + box.width > innerWidth - 8 ? x - 16 - box.width : x + 16;
    const top = Math.min(Math.max(8, y - box.height / 2), innerHeight - box.height - 8);
    this.element.style.left = `${Math.max(8, left)}px`;
    this.element.style.top = `${top}px`;
  }

  hide(): void {
    this.#owner = null;
    if (this.element.matches(":popover-open")) {
      this.element.hidePopover();
    }
  }

  #over(target: EventTarget | null): void {
    const owner = target instanceof Element ? target.closest("[data-exact]") : null;
    if (owner === this.#owner) {
      return;
    }
    if (!owner) {
      if (this.#owner) {
        this.hide();
      }
      return;
    }
    const text = owner.getAttribute("data-exact") ?? "";
    const box = owner.getBoundingClientRect();
    this.show(Math.min(box.right, box.left + 240) - 12, box.top + box.height / 2, "", [{ name: text, value: "" }]);
    this.#owner = owner;
  }
}
