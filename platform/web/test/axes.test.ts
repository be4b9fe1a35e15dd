import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apart, axisFor, spread, tickPlaces } from "../src/axes.ts";
import { seriesColours } from "../src/colour.ts";
import { pathsOf } from "../src/dom.ts";
import { backoff, decode } from "../src/feed.ts";
import { Words } from "../src/words.ts";
import { gzipSync } from "node:zlib";

describe("an axis", () => {
  it("of bars begins at zero and has at most five round ticks", () => {
    for (const high of [1, 3, 7, 12, 99, 101, 3820, 12_345, 999_999, 1.2e8, 1e15]) {
      const axis = axisFor([high * 0.9, high], "COUNT", true);
      assert.equal(axis.low, 0);
      assert.ok(axis.high >= high, `${axis.high} >= ${high}`);
      assert.ok(axis.ticks.length >= 2 && axis.ticks.length <= 5, `${high}: ${axis.ticks}`);
      assert.ok(axis.high <= high * 2.6, `${axis.high} for ${high}`);
    }
  });
  it("counts things whole", () => {
    assert.deepEqual(axisFor([1, 2, 3], "COUNT", true).ticks, [0, 1, 2, 3]);
  });
  it("of a narrow line leaves zero out", () => {
    const axis = axisFor([980, 1010, 1005], "COUNT", false);
    assert.ok(axis.low >= 950 && axis.high <= 1050, `${axis.low}–${axis.high}`);
  });
  it("holds negative values and zero", () => {
    const axis = axisFor([-30, 50], "MONEY", true);
    assert.ok(axis.low <= -30 && axis.high >= 50);
    assert.ok(axis.ticks.includes(0));
  });
  it("of nothing, or of zeros, is still an axis", () => {
    assert.deepEqual(axisFor([], "COUNT", true).ticks, [0, 1]);
    assert.equal(axisFor([0, 0, null], "RATIO", true).low, 0);
  });
  it("of time goes in minutes and hours", () => {
    assert.deepEqual(axisFor([0, 7000], "DURATION", true).ticks, [0, 1800, 3600, 5400, 7200]);
  });
});

describe("ticks", () => {
  it("lie at round hours", () => {
    const points = Array.from({ length: 24 }, (_, hour) => ({
      label: `2026-11-11T${String(hour).padStart(2, "0")}:00`,
      time: true,
    }));
    assert.deepEqual(tickPlaces(points, 5), [0, 6, 12, 18]);
  });
  it("are spread from the newest day back", () => {
    assert.deepEqual(spread(30, 5), [5, 13, 21, 29]);
    assert.deepEqual(spread(3, 5), [0, 1, 2]);
    assert.deepEqual(spread(0, 5), []);
    assert.deepEqual(spread(9, 1), [8]);
  });
});

describe("labels", () => {
  it("move apart and stay inside", () => {
    const places = apart([50, 52, 51, 99], 16, 0, 100);
    const sorted = [...places].sort((a, b) => a - b);
    sorted.slice(1).forEach((place, index) => assert.ok(place - (sorted[index] as number) >= 15.99));
    assert.ok(Math.max(...places) <= 100);
    assert.ok((places[0] as number) < (places[2] as number) && (places[2] as number) < (places[1] as number));
  });
});

describe("series colours", () => {
  it("are a channel's own, whatever stands beside it", () => {
    const alone = seriesColours(["leads/DOUYIN", "leads/JD"]);
    const among = seriesColours(["leads/TMALL", "leads/JD", "leads/DOUYIN"]);
    assert.equal(alone[0], among[2]);
    assert.equal(alone[1], among[1]);
  });
  it("differ within a chart of up to eight", () => {
    const keys = ["a", "x/DOUYIN", "x/OWN", "b", "x/STORE", "x/OTHER", "c", "d"];
    assert.equal(new Set(seriesColours(keys)).size, 8);
  });
  it("begin with the accent", () => {
    assert.deepEqual(seriesColours(["sales"]), [1]);
  });
});

describe("a feed", () => {
  it("waits longer and longer, never in step and never beyond half a minute", () => {
    assert.equal(backoff(0, () => 0), 250);
    assert.equal(backoff(0, () => 1), 500);
    assert.equal(backoff(3, () => 1), 4000);
    assert.equal(backoff(50, () => 1), 30_000);
    assert.equal(backoff(50, () => 0), 15_000);
  });
  it("reads text and gzip", async () => {
    assert.equal(await decode('{"ping":1}'), '{"ping":1}');
    const zipped = gzipSync(JSON.stringify({ tile: "销售", seq: 1 }));
    const buffer = zipped.buffer.slice(zipped.byteOffset, zipped.byteOffset + zipped.byteLength) as ArrayBuffer;
    assert.equal(await decode(buffer), '{"tile":"销售","seq":1}');
  });
});

describe("a plugin's icon", () => {
  it("gives its paths and nothing else", () => {
    assert.deepEqual(pathsOf('<path d="M4 4h16"/><path class="x" d="M1 1z" onclick="alert(1)"/>'), ["M4 4h16", "M1 1z"]);
    assert.deepEqual(pathsOf('<script>alert(1)</script><path d="javascript:alert(1)"/><circle r="4"/>'), []);
  });
});

describe("words", () => {
  it("can be replaced one by one", () => {
    const words = new Words("zh-CN", { "tile.menu": "操作" });
    assert.equal(words.say("tile.menu"), "操作");
    assert.equal(words.say("ago.seconds", { n: 3 }), "3秒前");
  });
  it("leave places alone that nothing fills", () => {
    assert.equal(new Words("en").say("ago.seconds"), "{n}s ago");
  });
});
