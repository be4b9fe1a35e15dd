// Made-up frames, so that the elements can be looked at without the server.
//   ?layout=desktop|wall|phone &theme=light|dark|wall &locale=zh-CN|en &edit=1 &states=1 &still=1 &feed=/frames
const ask = new URLSearchParams(location.search);
const layout = ask.get("layout") ?? "desktop";
const theme = ask.get("theme") ?? (layout === "wall" ? "wall" : "light");
const locale = ask.get("locale") ?? "zh-CN";
const en = locale === "en";
const say = (zh, english) => (en ? english : zh);
document.documentElement.dataset.ckTheme = theme;
document.documentElement.lang = locale;
document.body.className = layout;
document.getElementById("title").textContent = say("双11 增长驾驶舱", "Double 11 growth cockpit");
document.getElementById("clock").textContent = say("11月11日 周三 · 全国 230 家门店", "Wed 11 Nov · 230 stores");

// a small generator with a seed: the same picture at every visit
let seed = 7;
const random = () => ((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648);
const wave = (count, base, swing) =>
  Array.from({ length: count }, (_, i) => Math.round(base * (1 + swing * Math.sin(i / 2.4) + swing * (random() - 0.5) + i / count / 3)));

const hours = Array.from({ length: 24 }, (_, i) => ({
  key: `2026-11-11T${String(i).padStart(2, "0")}:00`,
  label: `2026-11-11T${String(i).padStart(2, "0")}:00`,
  time: true,
}));
const days = Array.from({ length: 30 }, (_, i) => {
  const label = new Date(Date.UTC(2026, 9, 13 + i)).toISOString().slice(0, 10);
  return { key: label, label, time: true };
});

const figure = (value, unit, direction, compared, sparkline) => ({
  kind: "figure", title: "", value, unit, direction, compared,
  comparedWith: say("昨日同时段", "yesterday"), sparkline,
});

const data = {
  sales: () => figure(1_234_567_800, "MONEY", "UP_IS_GOOD", 1_098_765_400, wave(24, 100, 0.3)),
  leads: () => figure(12_847, "COUNT", "UP_IS_GOOD", 11_320, wave(24, 500, 0.3)),
  cost: () => figure(8632.4, "MONEY", "DOWN_IS_GOOD", 8010, wave(24, 80, 0.2)),
  rate: () => figure(0.3482, "RATIO", "UP_IS_GOOD", 0.3611, wave(24, 35, 0.1)),
  roi: () => figure(3.274, "FACTOR", "UP_IS_GOOD", 3.274, wave(24, 3, 0.2)),
  reply: () => figure(385, "DURATION", "DOWN_IS_GOOD", 432, wave(24, 380, 0.2)),
  trend: () => {
    const now = wave(24, 42_000_00, 0.35).map((v, i) => (i > 17 ? null : v));
    return {
      kind: "chart", chart: "AREA", points: hours,
      series: [
        { key: "sales", name: say("实收", "Paid"), unit: "MONEY", values: now, role: "MAIN" },
        { key: "sales/compared", name: say("昨日", "Yesterday"), unit: "MONEY", values: wave(24, 38_000_00, 0.3), role: "COMPARISON" },
      ],
    };
  },
  channels: () => ({
    kind: "chart", chart: "LINE", points: days,
    series: [
      ["DOUYIN", "抖音", "Douyin", 900], ["OCEANENGINE", "巨量引擎", "Ocean Engine", 720], ["WECHAT_OA", "公众号", "WeChat OA", 420],
      ["XIAOHONGSHU", "小红书", "Xiaohongshu", 360],
    ].map(([key, zh, english, base]) => ({ key: `leads/${key}`, name: say(zh, english), unit: "COUNT", values: wave(30, base, 0.18), role: "MAIN" })),
  }),
  columns: () => ({
    kind: "chart", chart: "COLUMN",
    points: ["华东", "华南", "华北", "华中", "西南", "西北", "东北"].map((label, i) => ({ key: `R${i}`, label: en ? ["East", "South", "North", "Central", "SW", "NW", "NE"][i] : label, time: false })),
    series: [
      { key: "visits", name: say("到店", "Visits"), unit: "COUNT", values: [3820, 3150, 2740, 2210, 1980, 1240, 980], role: "MAIN" },
      { key: "visits/compared", name: say("昨日", "Yesterday"), unit: "COUNT", values: [3500, 3300, 2600, 2300, 1700, 1300, 900], role: "COMPARISON" },
    ],
  }),
  stacked: () => ({
    kind: "chart", chart: "STACKED_COLUMN", points: days.slice(-14),
    series: ["DOUYIN", "TMALL", "JD"].map((key, i) => ({ key: `orders/${key}`, name: say(["抖音", "天猫", "京东"][i], ["Douyin", "Tmall", "JD"][i]), unit: "COUNT", values: wave(14, 500 - i * 120, 0.25), role: "MAIN" })),
  }),
  second: () => ({
    kind: "chart", chart: "COLUMN", points: days.slice(-14),
    series: [
      { key: "spend", name: say("消耗", "Spend"), unit: "MONEY", values: wave(14, 8_000_000, 0.25), role: "MAIN" },
      { key: "roi", name: "ROI", unit: "FACTOR", values: wave(14, 300, 0.15).map((v) => v / 100), role: "SECOND_AXIS" },
    ],
  }),
  bar: () => ({
    kind: "chart", chart: "BAR",
    points: ["水光针", "热玛吉", "光子嫩肤", "植发", "隐形矫正"].map((label, i) => ({ key: `C${i}`, label: en ? ["Hydra", "Thermage", "IPL", "Hair", "Aligner"][i] : label, time: false })),
    series: [
      { key: "orders", name: say("订单", "Orders"), unit: "COUNT", values: [1820, 1320, 1100, 640, 310], role: "MAIN" },
      { key: "orders/compared", name: say("上周", "Last week"), unit: "COUNT", values: [1500, 1400, 1000, 700, 250], role: "COMPARISON" },
    ],
  }),
  funnel: () => ({
    kind: "chart", chart: "FUNNEL",
    points: [["线索", "Leads"], ["有效线索", "Valid leads"], ["预约", "Appointments"], ["到店", "Visits"], ["成交", "Orders"]].map(([zh, english], i) => ({ key: `S${i}`, label: say(zh, english), time: false })),
    series: [
      { key: "size", name: say("人数", "People"), unit: "COUNT", values: [12_847, 9621, 4310, 3122, 1287], role: "MAIN" },
      { key: "conversion", name: say("转化率", "Conversion"), unit: "RATIO", values: [null, 0.7489, 0.448, 0.7244, 0.4122], role: "MAIN" },
    ],
  }),
  board: () => ({
    kind: "table",
    columns: [
      { title: "", kind: "RANK", unit: "COUNT", direction: "NEUTRAL" },
      { title: say("门店", "Store"), kind: "TEXT", unit: "COUNT", direction: "NEUTRAL" },
      { title: say("实收", "Paid"), kind: "BAR", unit: "MONEY", direction: "UP_IS_GOOD" },
      { title: say("较昨日", "vs yesterday"), kind: "CHANGE", unit: "RATIO", direction: "UP_IS_GOOD" },
      { title: say("名次", "Rank"), kind: "RANK_CHANGE", unit: "COUNT", direction: "NEUTRAL" },
    ],
    rows: ["上海静安嘉里中心店", "深圳万象天地店", "北京国贸店", "杭州湖滨银泰 in77 旗舰店（A 区三层）", "成都太古里店", "广州天河城店", "武汉天地店", "西安赛格店", "南京德基店", "重庆来福士店", "苏州中心店", "长沙国金中心店"].map((name, i) => ({
      key: `S${i}`,
      cells: [i + 1, en ? `Store ${i + 1} ${["Shanghai", "Shenzhen", "Beijing", "Hangzhou", "Chengdu", "Guangzhou"][i % 6]}` : name, Math.round(98_765_400 / (1 + i * 0.35)), [0.12, 0.034, -0.08, 0.21, 0, -0.02][i % 6], [0, 2, -1, null, 1, 0][i % 6]],
    })),
  }),
  map: () => ({
    kind: "custom", module: "map.js", element: "ck-map", base: "/plugin-assets/map/0.1.0/",
    data: mapData(),
  }),
  hostile: () => ({
    kind: "chart", chart: "LINE", points: hours,
    series: ["<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>"].map((name, i) => ({ key: `h${i}`, name, unit: "COUNT", values: wave(24, 100 * (i + 1), 0.2), role: "MAIN" })),
  }),
};

function mapData() {
  const cities = [["上海","Shanghai",121.47,31.23,30,"上海市"],["北京","Beijing",116.4,39.9,24,"北京市"],["深圳","Shenzhen",114.06,22.55,20,"广东省"],["广州","Guangzhou",113.27,23.13,18,"广东省"],["杭州","Hangzhou",120.16,30.28,16,"浙江省"],["成都","Chengdu",104.07,30.66,14,"四川省"],["武汉","Wuhan",114.3,30.6,12,"湖北省"],["南京","Nanjing",118.8,32.06,11,"江苏省"],["重庆","Chongqing",106.55,29.56,10,"重庆市"],["西安","Xi'an",108.95,34.27,9,"陕西省"],["苏州","Suzhou",120.62,31.32,8,"江苏省"],["长沙","Changsha",112.97,28.2,8,"湖南省"],["青岛","Qingdao",120.38,36.07,7,"山东省"],["沈阳","Shenyang",123.43,41.8,6,"辽宁省"],["郑州","Zhengzhou",113.65,34.76,6,"河南省"],["昆明","Kunming",102.71,25.04,5,"云南省"],["厦门","Xiamen",118.1,24.48,5,"福建省"],["哈尔滨","Harbin",126.63,45.75,4,"黑龙江省"],["乌鲁木齐","Urumqi",87.6,43.8,3,"新疆维吾尔自治区"],["兰州","Lanzhou",103.83,36.06,3,"甘肃省"],["海口","Haikou",110.33,20.03,3,"海南省"],["台北","Taipei",121.56,25.04,2,"台湾省"],["拉萨","Lhasa",91.13,29.65,1,"西藏自治区"],["呼和浩特","Hohhot",111.65,40.82,2,"内蒙古自治区"],["贵阳","Guiyang",106.71,26.58,3,"贵州省"]];
  const places = [];
  const sums = {};
  for (const [zh, english, lng, lat, count, province] of cities) {
    for (let i = 0; i < count; i++) {
      const value = Math.round(9_000_000 * random() * random() * (count + 4) / 10) + 300_000;
      places.push({ key: `${english}-${i}`, name: say(`${zh}${["万象城", "中心广场", "银泰", "来福士", "国金", "大悦城"][i % 6]}店`, `${english} ${i + 1}`), place: say(zh, english), lng: lng + (random() - 0.5) * 0.8, lat: lat + (random() - 0.5) * 0.6, value });
      const sum = (sums[province] ??= { name: province, value: 0, count: 0 });
      sum.value += value;
      sum.count++;
    }
  }
  return { title: say("实收", "Paid"), unit: "MONEY", dimension: "org_unit", places: places.sort((a, b) => b.value - a.value), provinces: Object.values(sums), note: "" };
}

const help = {
  definition: say("统计日内实收金额合计，不含退款；跨天退款计入退款当日。", "Sum of what was paid on the day. Refunds count on their own day."),
  owner: say("营运中心 · 林晓", "Operations · Lin Xiao"),
  playbook: say("低于昨日同时段 10% 时：先看投放消耗，再看客服响应。", "10% below yesterday: look at spend first, then at reply time."),
};
const tile = (id, zh, english, widget, x, y, w, h, more = {}) => ({ id, title: say(zh, english), unit: "", widget, x, y, w, h, help, ...more });
const places = {
  desktop: [
    tile("sales", "今天卖了多少？", "Sales today", "kpi", 0, 0, 2, 4), tile("leads", "来了多少线索？", "Leads", "kpi", 2, 0, 2, 4),
    tile("cost", "一条线索多少钱？", "Cost per lead", "kpi", 4, 0, 2, 4), tile("rate", "到店率", "Visit rate", "kpi", 6, 0, 2, 4),
    tile("roi", "投放回报", "Return on spend", "kpi", 8, 0, 2, 4), tile("reply", "首次响应", "First reply", "kpi", 10, 0, 2, 4),
    tile("trend", "今天走势如何？", "How is today going?", "trend", 0, 4, 7, 8), tile("funnel", "在哪一步流失？", "Where do we lose them?", "funnel", 7, 4, 5, 8),
    tile("channels", "线索从哪来？", "Where do leads come from?", "trend", 0, 12, 6, 8), tile("board", "哪家门店领先？", "Which store leads?", "leaderboard", 6, 12, 6, 8),
    tile("map", "生意在哪里？", "Where is the business?", "map", 0, 20, 6, 12), tile("columns", "各大区到店", "Visits by region", "trend", 6, 20, 6, 6),
    tile("stacked", "订单来自哪些平台？", "Orders by platform", "trend", 6, 26, 3, 6), tile("bar", "什么项目最热？", "Top treatments", "trend", 9, 26, 3, 6),
    tile("second", "花的钱值吗？", "Is the spend worth it?", "trend", 0, 32, 6, 7), tile("hostile", "<b>恶意</b>名称", "<b>Hostile</b> names", "trend", 6, 32, 6, 7),
  ],
  wall: [
    tile("sales", "今天卖了多少？", "Sales today", "kpi", 0, 0, 6, 5), tile("leads", "来了多少线索？", "Leads", "kpi", 6, 0, 5, 5),
    tile("cost", "一条线索多少钱？", "Cost per lead", "kpi", 11, 0, 4, 5), tile("rate", "到店率", "Visit rate", "kpi", 15, 0, 5, 5), tile("roi", "投放回报", "Return on spend", "kpi", 20, 0, 4, 5),
    tile("trend", "今天走势如何？", "How is today going?", "trend", 0, 5, 8, 10), tile("channels", "线索从哪来？", "Where do leads come from?", "trend", 0, 15, 8, 9),
    tile("map", "生意在哪里？", "Where is the business?", "map", 8, 5, 9, 13), tile("columns", "各大区到店", "Visits by region", "trend", 8, 18, 9, 6),
    tile("funnel", "在哪一步流失？", "Where do we lose them?", "funnel", 17, 5, 7, 9), tile("board", "哪家门店领先？", "Which store leads?", "leaderboard", 17, 14, 7, 10),
  ],
  phone: [
    tile("sales", "今天卖了多少？", "Sales today", "kpi", 0, 0, 2, 5), tile("leads", "来了多少线索？", "Leads", "kpi", 0, 5, 1, 4), tile("rate", "到店率", "Visit rate", "kpi", 1, 5, 1, 4),
    tile("trend", "今天走势如何？", "How is today going?", "trend", 0, 9, 2, 7), tile("funnel", "在哪一步流失？", "Where do we lose them?", "funnel", 0, 16, 2, 7),
    tile("board", "哪家门店领先？", "Which store leads?", "leaderboard", 0, 23, 2, 8), tile("map", "生意在哪里？", "Where is the business?", "map", 0, 31, 2, 10),
  ],
};

// ?edge=1: what rarely happens and must look right all the same
const chart = (kind, points, series) => ({ kind: "chart", chart: kind, points, series });
const serie = (name, values, role = "MAIN", unit = "COUNT", key = name) => ({ key, name, unit, values, role });
const steps = (names) => names.map((label, i) => ({ key: `K${i}`, label, time: false }));
const edges = {
  one: () => chart("LINE", hours.slice(0, 1), [serie("一个点", [42])]),
  gaps: () => chart("LINE", hours, [serie("有缺口", hours.map((_, i) => (i % 5 === 2 ? null : 40 + i * (i % 7))))]),
  lonely: () => chart("AREA", hours, [serie("孤点", hours.map((_, i) => (i % 4 === 0 ? 20 + i : null)))]),
  eight: () => chart("LINE", days, ["抖音", "巨量引擎", "快手", "小红书", "公众号", "天猫", "京东", "其他"].map((name, i) => serie(name, wave(30, 900 - i * 90, 0.2), "MAIN", "COUNT", `k/${["DOUYIN", "OCEANENGINE", "KUAISHOU", "XIAOHONGSHU", "WECHAT_OA", "TMALL", "JD", "OTHER"][i]}`))),
  negative: () => chart("COLUMN", days.slice(-12), [serie("利润", wave(12, 100, 2.5).map((v) => v - 130), "MAIN", "MONEY")]),
  stackedcmp: () => chart("STACKED_COLUMN", days.slice(-12), [serie("到店", wave(12, 100, 0.3)), serie("上周", wave(12, 90, 0.3), "COMPARISON")]),
  bars30: () => chart("BAR", steps(Array.from({ length: 30 }, (_, i) => `第${i + 1}个很长很长很长的活动名称`)), [serie("线索", Array.from({ length: 30 }, (_, i) => 3000 - i * 97))]),
  barneg: () => chart("BAR", steps(["华东", "华南", "华北"]), [serie("净增", [320, -120, null])]),
  grouped: () => chart("COLUMN", steps(["华东", "华南", "华北", "西南"]), [serie("线索", [320, 220, 180, 90]), serie("到店", [120, 100, 60, 40])]),
  funnel8: () => chart("FUNNEL", steps(["曝光", "点击", "私信开口", "留资", "有效", "预约", "到店", "成交"]), [serie("数量", [12_345_678, 345_678, 45_678, 12_345, 9000, 0, null, 3]), serie("转化率", [null, 0.028, 0.1321, 0.2702, 0.729, 0, null, null], "MAIN", "RATIO")]),
  zero: () => chart("COLUMN", days.slice(-7), [serie("没有", [0, 0, 0, 0, 0, 0, 0])]),
  thousand: () => chart("LINE", Array.from({ length: 1000 }, (_, i) => ({ key: `t${i}`, label: new Date(Date.UTC(2026, 9, 1, i)).toISOString().slice(0, 16), time: true })), [serie("一千个点", wave(1000, 100, 0.3))]),
  small: () => data.channels(),
  huge: () => chart("LINE", hours, [serie("万亿", hours.map((_, i) => String(123456789012345678n + BigInt(i) * 3000000000000000n)), "MAIN", "MONEY")]),
  duration: () => chart("AREA", hours, [serie("首响", wave(24, 400, 0.5), "MAIN", "DURATION")]),
  rate: () => chart("LINE", hours, [serie("到店率", wave(24, 350, 0.05).map((v) => v / 1000), "MAIN", "RATIO")]),
};
const cockpit = document.querySelector("ck-cockpit");
if (ask.has("edge")) {
  Object.assign(data, edges);
  places.desktop = Object.keys(edges).map((id, i) => tile(id, id, id, "trend", (i % 3) * 4, Math.floor(i / 3) * 6, id === "small" ? 2 : 4, id === "small" ? 3 : 6));
}
const states = ask.has("states");
let tiles = places[layout];
if (states) {
  tiles = [
    tile("ok", "正常", "Fine", "kpi", 0, 0, 3, 4), tile("stale", "停更", "Stale", "kpi", 3, 0, 3, 4), tile("partial", "部分", "Partial", "kpi", 6, 0, 3, 4), tile("failed", "失败（有旧图）", "Failed with picture", "kpi", 9, 0, 3, 4),
    tile("failed2", "失败（无图）", "Failed", "trend", 0, 4, 4, 6), tile("denied", "无权", "Denied", "kpi", 4, 4, 4, 6), tile("empty", "空", "Empty", "trend", 8, 4, 4, 6),
    tile("loading", "载入", "Loading", "kpi", 0, 10, 3, 4), tile("loading2", "载入", "Loading", "leaderboard", 3, 10, 3, 6), tile("loading3", "载入", "Loading", "funnel", 6, 10, 3, 6),
    tile("missing", "缺插件", "Missing", "gauge", 9, 10, 3, 4, { state: { kind: "missing", title: say("缺少图形插件 gauge", "Widget gauge is missing"), sentence: say("请管理员安装后再看，原有设置保留。", "Ask your admin to install it; its settings are kept.") } }),
    tile("unbound", "未绑定", "Unbound", "kpi", 9, 14, 3, 4, { state: { kind: "unbound", title: say("还没有绑定指标", "No metric bound"), sentence: say("在右侧属性栏选择一个指标。", "Choose one on the right.") } }),
    tile("null", "没有值", "No value", "kpi", 0, 14, 3, 4), tile("huge", "万亿", "Huge", "kpi", 3, 16, 3, 4), tile("negative", "负值", "Negative", "kpi", 6, 16, 3, 4),
  ];
}
cockpit.locale = locale;
cockpit.theme = theme;
cockpit.layout = layout;
cockpit.editing = ask.has("edit");
cockpit.tiles = tiles;
const palette = document.querySelector("ck-palette");
if (ask.has("edit")) {
  palette.parentElement.hidden = false;
  palette.locale = locale;
  palette.widgets = [
    { id: "kpi", title: say("指标卡", "Figure"), summary: say("一个数字，决定今天怎么干", "One number that decides the day"), icon: '<path d="M4 18h16M7 14V9m5 5V5m5 9v-3"/>', w: 3, h: 4 },
    { id: "trend", title: say("趋势", "Trend"), summary: say("随时间怎么变", "How it goes over time"), icon: '<path d="M4 17l5-6 4 3 7-8"/>', w: 6, h: 7 },
    { id: "funnel", title: say("漏斗", "Funnel"), summary: say("在哪一步流失", "Where people are lost"), icon: '<path d="M4 5h16l-6 8v6l-4-2v-4z"/>', w: 5, h: 7 },
  ];
  palette.addEventListener("widget-add", (event) => console.log("widget-add", JSON.stringify(event.detail)));
}
window.events = [];
for (const name of ["layout-change", "tile-select", "tile-remove", "widget-drop", "tile-menu", "mark-select", "undo", "redo", "feed-state"]) {
  cockpit.addEventListener(name, (event) => window.events.push([name, event.detail]));
}

let seq = 0;
const frame = (id, drawing, state = "ok", trust = "fresh", sentence = say("已对账", "reconciled"), age = 3) => ({
  tile: id, seq: ++seq, at: new Date().toISOString(), state,
  freshness: { at: new Date(Date.now() - age * 1000).toISOString(), trust, sentence }, drawing,
});
const paint = (one) => cockpit.paintFrame(one);
window.paint = paint;
window.demoFrame = frame;
window.demoData = data;

if (ask.has("feed")) {
  cockpit.feed = ask.get("feed");
} else if (states) {
  const f = data.sales();
  await Promise.all([
    paint(frame("ok", f)), paint(frame("stale", f, "stale", "late", say("抖音接口限流", "Douyin limits us"), 4000)),
    paint(frame("partial", f, "partial", "partial", say("缺京东数据", "JD is missing"))), paint(frame("failed", f)),
    paint(frame("failed2", null, "failed", "unknown", say("抖音连接的授权在 11月20日 失效，请重新授权。", "Douyin's authorisation ended on 20 Nov: renew it."))),
    paint(frame("denied", null, "denied")), paint(frame("empty", null, "empty")),
    paint(frame("null", { ...f, value: null, compared: null, sparkline: [] })), paint(frame("huge", { ...f, value: "123456789012345678" })), paint(frame("negative", { ...f, value: -123_456_700 })),
    paint(frame("huge", { ...f, value: "123456789012345678" })),
  ]);
  await paint(frame("failed", null, "failed", "unknown", say("抖音连接的授权已失效，请重新授权", "Douyin's authorisation ended: renew it"), 400));
} else {
  await Promise.all(tiles.filter((one) => data[one.id]).map((one) => paint(frame(one.id, data[one.id]()))));
  if (!ask.has("still")) {
    setInterval(() => {
      const one = tiles[Math.floor(random() * tiles.length)];
      paint(frame(one.id, jitter(data[one.id]())));
    }, 700);
  }
}
function jitter(drawing) {
  if (drawing.kind === "figure") {
    return { ...drawing, value: drawing.unit === "COUNT" ? Math.round(drawing.value * (1 + random() * 0.02)) : drawing.value * (1 + random() * 0.02) };
  }
  return drawing;
}
window.ready = true;
