import assert from "node:assert/strict";
import { it } from "node:test";
import { transform } from "esbuild";
import { readFile } from "node:fs/promises";

const source = await readFile(new URL("../src/main/web/labels.ts", import.meta.url), "utf8");
const { code } = await transform(source, { loader: "ts", format: "esm" });
const { placeLabels } = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);

const room = { left: 0, top: 0, right: 400, bottom: 300 };
const at = (x, y) => ({ x, y, r: 5, width: 60, height: 16 });

it("puts a label to the right where there is room", () => {
  assert.deepEqual(placeLabels([at(100, 100)], room), [{ left: 109, top: 92, right: 169, bottom: 108 }]);
});

it("turns to the left at the edge", () => {
  assert.equal(placeLabels([at(390, 100)], room)[0].right, 381);
});

it("lets no two labels overlap, however dense the circles are", () => {
  const wanted = Array.from({ length: 200 }, (_, index) => at(100 + (index % 20) * 9, 60 + Math.floor(index / 20) * 9));
  const boxes = placeLabels(wanted, room).filter(Boolean);
  assert.ok(boxes.length > 3);
  boxes.forEach((a, i) =>
    boxes.slice(i + 1).forEach((b) => {
      assert.ok(a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom);
    }),
  );
});

it("covers no circle of another place", () => {
  const [box] = placeLabels([at(100, 100)], room, [], [at(100, 100), at(140, 100)]);
  assert.equal(box.right, 91);
});

it("gives up rather than leave the room", () => {
  assert.deepEqual(placeLabels([at(200, 150)], { left: 180, top: 140, right: 220, bottom: 160 }), [null]);
});

it("keeps off places that are taken", () => {
  const [box] = placeLabels([at(100, 100)], room, [{ left: 105, top: 80, right: 300, bottom: 120 }]);
  assert.equal(box.right, 91);
});
