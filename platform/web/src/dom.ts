/** Creates an element. Text goes in as text, never as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  text?: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function makeSvg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  return element;
}

/** Sets a text only where it differs, so that an unchanged text keeps its node. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** An icon from path data: of our own, or the `d` attributes of a plugin's. */
export function icon(paths: readonly string[]): SVGSVGElement {
  const svg = makeSvg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "ck-icon" });
  for (const d of paths) {
    svg.append(makeSvg("path", { d }));
  }
  return svg;
}

/** The `d` attributes in a plugin's icon; nothing else of it reaches the page. */
export function pathsOf(markup: string): string[] {
  return [...markup.matchAll(/<path\b[^>]*?\bd="([MmLlHhVvCcSsQqTtAaZz0-9eE\s.,+-]*)"/g)].map(
    (match) => match[1] ?? "",
  );
}

const still = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");

export function reducedMotion(): boolean {
  return still?.matches ?? true;
}

/** How long numbers and marks take from old to new. */
export const MOTION = 300;

/**
 * Calls `step` with 0 to 1, eased out, over {@link MOTION}; once with 1 where motion is off or the page is hidden.
 * Returns how to stop it.
 */
export function tween(step: (progress: number) => void): () => void {
  if (reducedMotion() || document.hidden) {
    step(1);
    return () => {};
  }
  const begin = performance.now();
  let handle = 0;
  const frame = (now: number) => {
    const elapsed = Math.min(1, Math.max(0, (now - begin) / MOTION));
    step(1 - (1 - elapsed) ** 3);
    if (elapsed < 1) {
      handle = requestAnimationFrame(frame);
    }
  };
  handle = requestAnimationFrame(frame);
  return () => cancelAnimationFrame(handle);
}

let ruler: CanvasRenderingContext2D | null = null;

/** Width of a text in px in the font of an element. */
export function textWidth(text: string, font: string): number {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) {
    return text.length * 8;
  }
  ruler.font = font;
  return ruler.measureText(text).width;
}
