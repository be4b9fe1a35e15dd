import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { membersAt, nearest } from "../src/marks.ts";
import type { ChartDrawing } from "../src/model.ts";

const days = [
  { key: "2026-11-10", label: "2026-11-10", time: true },
  { key: "2026-11-11", label: "2026-11-11", time: true },
];

function chart(dimension: string | undefined, ...series: { dimension?: string; member?: string }[]): ChartDrawing {
  return {
    kind: "chart",
    chart: "LINE",
    ...(dimension === undefined ? {} : { dimension }),
    points: days,
    series: series.map((one, index) => ({
      key: `s${index}`,
      name: `s${index}`,
      unit: "COUNT",
      values: [1, 2],
      role: "MAIN",
      ...one,
    })),
  };
}

describe("a mark of a chart", () => {
  it("stands for the member of its point", () => {
    assert.deepEqual(membersAt(chart("time", {}), 1, -1), [{ dimension: "time", key: "2026-11-11" }]);
    assert.deepEqual(membersAt(chart("time", { dimension: "", member: "" }), 0, 0), [
      { dimension: "time", key: "2026-11-10" },
    ]);
  });

  it("stands for the member of its series as well where the chart is split", () => {
    const split = chart("time", { dimension: "channel", member: "DOUYIN" }, { dimension: "channel", member: "JD" });
    assert.deepEqual(membersAt(split, 0, 1), [
      { dimension: "time", key: "2026-11-10" },
      { dimension: "channel", key: "JD" },
    ]);
    assert.deepEqual(membersAt(split, 0, -1), [{ dimension: "time", key: "2026-11-10" }]);
  });

  it("names what belongs to no member by the empty key", () => {
    const split = chart("time", { dimension: "channel", member: "" });
    assert.deepEqual(membersAt(split, 0, 0)[1], { dimension: "channel", key: "" });
  });

  it("stands for nothing where its points are no members, as the steps of a funnel", () => {
    assert.deepEqual(membersAt(chart("", {}), 0, 0), []);
    assert.deepEqual(membersAt(chart(undefined, {}), 0, 0), []);
  });

  it("stands for nothing beside the points", () => {
    const split = chart("time", { dimension: "channel", member: "JD" });
    assert.deepEqual(membersAt(split, 2, 0), []);
    assert.deepEqual(membersAt(split, -1, 0), []);
  });
});

describe("the mark that is meant", () => {
  it("is the nearest that there is", () => {
    assert.equal(nearest([0.1, 0.5, 0.9], 0.6), 1);
    assert.equal(nearest([0.1, null, 0.9], 0.45), 0);
    assert.equal(nearest([null, null], 0.5), -1);
    assert.equal(nearest([], 0.5), -1);
  });
});
