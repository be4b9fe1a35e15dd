/** A rectangle in px. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Circle {
  x: number;
  y: number;
  r: number;
}

/** A circle that wants a label of a size. */
export interface Wanted extends Circle {
  width: number;
  height: number;
}

/**
 * Finds a place beside each circle, the first ones first: right, left, above or below it, on no other label, on no circle
 * of another place if that can be had, and within the room. Null where there is none.
 */
export function placeLabels(
  wanted: readonly Wanted[],
  room: Box,
  taken: readonly Box[] = [],
  crowd: readonly Circle[] = wanted,
): (Box | null)[] {
  const used: Box[] = [...taken];
  return wanted.map((one, rank) => {
    const { x, y, r, width, height } = one;
    const gap = 4;
    const candidates: Box[] = [
      box(x + r + gap, y - height / 2, width, height),
      box(x - r - gap - width, y - height / 2, width, height),
      box(x - width / 2, y - r - gap - height, width, height),
      box(x - width / 2, y + r + gap, width, height),
    ];
    // circles that touch its own belong to the same spot: the label may lie on those
    const others = crowd
      .filter((other) => Math.hypot(other.x - x, other.y - y) > r + other.r)
      .map((other) => box(other.x - other.r, other.y - other.r, 2 * other.r, 2 * other.r));
    const free = candidates.filter(
      (candidate) =>
        candidate.left >= room.left &&
        candidate.right <= room.right &&
        candidate.top >= room.top &&
        candidate.bottom <= room.bottom &&
        !used.some((other) => overlap(candidate, other)),
    );
    const clear = free.find((candidate) => !others.some((other) => overlap(candidate, other)));
    // the very first are named, even where a small circle lies under the name
    const found = clear ?? (rank < 3 ? free[0] : undefined);
    if (found) {
      used.push(found);
    }
    return found ?? null;
  });
}

function box(left: number, top: number, width: number, height: number): Box {
  return { left, top, right: left + width, bottom: top + height };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
