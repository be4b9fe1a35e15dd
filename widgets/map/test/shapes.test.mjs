import assert from "node:assert/strict";
import { it } from "node:test";
import { GRAIN, shapes } from "../shapes.mjs";

const { provinces, inset } = await shapes();

function points(ring) {
  const out = [];
  let x = 0;
  let y = 0;
  for (let index = 0; index < ring.length; index += 2) {
    x += ring[index];
    y += ring[index + 1];
    out.push([x / GRAIN, y / GRAIN]);
  }
  return out;
}

it("has all 34 provinces, each once and with an English name", () => {
  assert.equal(provinces.length, 34);
  assert.equal(new Set(provinces.map((one) => one.name)).size, 34);
  assert.ok(provinces.every((one) => one.en));
});

it("has Taiwan with its main island and 钓鱼岛", () => {
  const taiwan = provinces.find((one) => one.name === "台湾");
  const all = taiwan.rings.flatMap(points);
  assert.ok(all.some(([x, y]) => x > 120.5 && x < 121.5 && y > 23 && y < 24.5));
  assert.ok(all.some(([x, y]) => x > 123.4 && y > 25.7));
});

it("has the South China Sea inset with its dashes and its frame", () => {
  assert.equal(inset.length, 12);
  assert.deepEqual(inset.at(-1)[1], [0, 93.1]);
});

it("keeps every point within China", () => {
  for (const [x, y] of provinces.flatMap((one) => one.rings.flatMap(points))) {
    assert.ok(x > 73 && x < 136 && y > 17 && y < 54, `${x} ${y}`);
  }
});

it("closes rings around an area", () => {
  assert.ok(provinces.every((one) => one.rings.every((ring) => ring.length >= 6)));
});

it("lets neighbours share their border", () => {
  const border = (name) => new Set(provinces.find((one) => one.name === name).rings.flatMap(points).map(String));
  const hebei = border("河北");
  const shared = [...border("山西")].filter((point) => hebei.has(point));
  assert.ok(shared.length > 20, `${shared.length} shared points`);
});
