/** A rectangle in px. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A circle that wants a label of a size. */
export interface Wanted {
  x: number;
  y: number;
  r: number;
  width: number;
  height: number;
}

/**
 * Finds a place beside each circle, the first ones first: right, left, above or below it, on no other label, on no circle
 * that has one, and within the room. Null where there is none.
 */
export function placeLabels(wanted: readonly Wanted[], room: Box, taken: readonly Box[] = []): (Box | null)[] {
  const used: Box[] = [...taken];
  const circles: Box[] = [];
  return wanted.map((one) => {
    const { x, y, r, width, height } = one;
    const gap = 4;
    const candidates: Box[] = [
      box(x + r + gap, y - height / 2, width, height),
      box(x - r - gap - width, y - height / 2, width, height),
      box(x - width / 2, y - r - gap - height, width, height),
      box(x - width / 2, y + r + gap, width, height),
    ];
    const own = box(x - r, y - r, 2 * r, 2 * r);
    const found = candidates.find(
      (candidate) =>
        candidate.left >= room.left &&
        candidate.right <= room.right &&
        candidate.top >= room.top &&
        candidate.bottom <= room.bottom &&
        !used.some((other) => overlap(candidate, other)) &&
        !circles.some((other) => overlap(candidate, other)),
    );
    if (found && !used.some((other) => overlap(own, other))) {
      used.push(found);
      circles.push(own);
      return found;
    }
    return null;
  });
}

function box(left: number, top: number, width: number, height: number): Box {
  return { left, top, right: left + width, bottom: top + height };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
