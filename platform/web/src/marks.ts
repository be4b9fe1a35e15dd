import type { ChartDrawing } from "./model.ts";
import type { MarkMember } from "./view.ts";

/**
 * What a mark of a chart stands for: the member of its point, and the member of its series where the chart is split. Empty
 * where neither stands for a member, as the steps of a funnel.
 */
export function membersAt(drawing: ChartDrawing, point: number, series: number): MarkMember[] {
  const members: MarkMember[] = [];
  const at = drawing.points[point];
  if (at && drawing.dimension) {
    members.push({ dimension: drawing.dimension, key: at.key });
  }
  const one = drawing.series[series];
  if (at && one?.dimension && one.member !== undefined) {
    members.push({ dimension: one.dimension, key: one.member });
  }
  return members;
}

/**
 * The series whose mark lies nearest to a height within a plane, among those that have one there; -1 where none has. Heights
 * go from the top, 0, to the bottom, 1.
 */
export function nearest(heights: readonly (number | null)[], height: number): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  heights.forEach((one, index) => {
    if (one !== null && Math.abs(one - height) < least) {
      least = Math.abs(one - height);
      best = index;
    }
  });
  return best;
}
