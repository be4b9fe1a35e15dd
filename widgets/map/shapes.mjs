// China's provinces and the South China Sea inset, from the shapes that Apache ECharts 4.9.0 ships (Apache-2.0).
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const echarts = path.dirname(require.resolve("echarts/package.json"));

/** Places a degree: finer than a pixel of a wall, and neighbours still share their border exactly. */
export const GRAIN = 64;

const ENGLISH = {
  台湾: "Taiwan", 河北: "Hebei", 山西: "Shanxi", 内蒙古: "Inner Mongolia", 辽宁: "Liaoning", 吉林: "Jilin",
  黑龙江: "Heilongjiang", 江苏: "Jiangsu", 浙江: "Zhejiang", 安徽: "Anhui", 福建: "Fujian", 江西: "Jiangxi",
  山东: "Shandong", 河南: "Henan", 湖北: "Hubei", 湖南: "Hunan", 广东: "Guangdong", 广西: "Guangxi", 海南: "Hainan",
  四川: "Sichuan", 贵州: "Guizhou", 云南: "Yunnan", 西藏: "Tibet", 陕西: "Shaanxi", 甘肃: "Gansu", 青海: "Qinghai",
  宁夏: "Ningxia", 新疆: "Xinjiang", 北京: "Beijing", 天津: "Tianjin", 上海: "Shanghai", 重庆: "Chongqing",
  香港: "Hong Kong", 澳门: "Macao",
};

/**
 * {provinces: [{name, en, at: [lng, lat], rings: [[x0, y0, dx, dy, …]]}], inset: [[x, y, …]]}: rings are closed, in
 * steps of 1 / GRAIN degrees from point to point; the inset is a picture of 64 by 93 with its frame last.
 */
export async function shapes() {
  const china = JSON.parse(await readFile(path.join(echarts, "map/json/china.json"), "utf8"));
  const diaoyu = await literal("diaoyuIsland.js");
  const provinces = china.features.map((feature) => {
    const { geometry, properties } = feature;
    const polygons =
      geometry.type === "Polygon"
        ? [geometry.coordinates.map((ring, index) => decode(ring, geometry.encodeOffsets[index]))]
        : geometry.coordinates.map((polygon, p) => polygon.map((ring, r) => decode(ring, geometry.encodeOffsets[p][r])));
    if (properties.name === "台湾") {
      polygons.push(diaoyu);
    }
    return {
      name: properties.name,
      en: ENGLISH[properties.name],
      at: properties.cp.map((degree) => Math.round(degree * 100) / 100),
      rings: polygons.flat().map(steps),
    };
  });
  return { provinces, inset: await literal("nanhai.js") };
}

/** The points that ECharts adds to the map in code: 南海诸岛 and 钓鱼岛. */
async function literal(name) {
  const source = await readFile(path.join(echarts, "lib/coord/geo/fix", name), "utf8");
  return JSON.parse(/var points = (\[\[\[.*?\]\]\]);/s.exec(source)[1]);
}

/** ECharts' own encoding: zigzag deltas as characters, 1024 a degree. */
function decode(text, [startX, startY]) {
  const ring = [];
  let x = startX;
  let y = startY;
  for (let index = 0; index < text.length; index += 2) {
    const dx = text.charCodeAt(index) - 64;
    const dy = text.charCodeAt(index + 1) - 64;
    x += (dx >> 1) ^ -(dx & 1);
    y += (dy >> 1) ^ -(dy & 1);
    ring.push([x / 1024, y / 1024]);
  }
  return ring;
}

function steps(ring) {
  const grid = ring.map(([x, y]) => [Math.round(x * GRAIN), Math.round(y * GRAIN)]);
  const out = [...grid[0]];
  let [px, py] = grid[0];
  for (const [x, y] of grid.slice(1)) {
    if (x !== px || y !== py) {
      out.push(x - px, y - py);
      [px, py] = [x, y];
    }
  }
  // an island smaller than the grain keeps the size of one
  return out.length >= 6 ? out : [...grid[0], 1, 0, 0, 1, -1, 0];
}
