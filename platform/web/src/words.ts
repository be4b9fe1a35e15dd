import type { Locale } from "./model.ts";

const CHINESE = {
  cockpit: "驾驶舱",
  "tile.menu": "更多",
  "tile.details": "指标说明",
  "tile.remove": "移除",
  "tile.waiting": "正在取数",
  "help.definition": "口径",
  "help.owner": "负责人",
  "help.playbook": "行动指令",
  "help.close": "关闭",
  "trust.fresh": "",
  "trust.late": "数据延迟",
  "trust.partial": "部分数据",
  "trust.unknown": "时效未知",
  "state.stale": "数据停在 {time}",
  "state.failed": "取数失败",
  "state.failed.sentence": "请联系数据管理员查看该连接的运行记录。",
  "state.partial": "部分数据",
  "state.denied": "无权查看",
  "state.denied.sentence": "该指标不在你的权限范围内，如有需要请向管理员申请。",
  "state.empty": "暂无数据",
  "state.empty.sentence": "所选范围内还没有数据，数据到达后会自动显示。",
  "state.drawing": "图形无法显示",
  "state.drawing.sentence": "插件“{widget}”没有画出内容，请联系管理员检查该插件。",
  "link.lost": "连接断开，数据停在 {time}",
  "link.connecting": "正在连接",
  "ago.now": "刚刚",
  "ago.seconds": "{n}秒前",
  "ago.minutes": "{n}分钟前",
  "ago.hours": "{n}小时前",
  "ago.days": "{n}天前",
  "change.up": "上升",
  "change.down": "下降",
  "change.flat": "持平",
  "change.new": "上期为 0",
  "change.huge": "100倍以上",
  "change.points": "个百分点",
  "change.versus": "较{what}",
  "change.previous": "上期",
  "status.good": "向好",
  "status.bad": "走弱",
  "rank.new": "新",
  "rank.up": "升 {n} 位",
  "rank.down": "降 {n} 位",
  "rank.same": "名次不变",
  "funnel.step": "转化率",
  "funnel.worst": "最低",
  "table.more": "显示前 {shown} 行，共 {all} 行",
  "chart.compared": "对比",
  "chart.running": "截至目前",
  "canvas.empty": "从左侧拖一个图形到这里，或选中后按回车。",
  "view.empty": "这个驾驶舱还没有内容。",
  "palette.add": "双击或按回车添加，也可拖到画布",
} as const;

export type WordKey = keyof typeof CHINESE;

const ENGLISH: Record<WordKey, string> = {
  cockpit: "Cockpit",
  "tile.menu": "More",
  "tile.details": "About this metric",
  "tile.remove": "Remove",
  "tile.waiting": "Loading",
  "help.definition": "Definition",
  "help.owner": "Owner",
  "help.playbook": "Playbook",
  "help.close": "Close",
  "trust.fresh": "",
  "trust.late": "Data is late",
  "trust.partial": "Some data missing",
  "trust.unknown": "Age unknown",
  "state.stale": "As of {time}",
  "state.failed": "Could not read the data",
  "state.failed.sentence": "Ask your data admin to look at the connection's last run.",
  "state.partial": "Some data missing",
  "state.denied": "No access",
  "state.denied.sentence": "This metric is outside your rights. Ask your admin if you need it.",
  "state.empty": "No data yet",
  "state.empty.sentence": "Nothing in this range so far. It shows as soon as data arrives.",
  "state.drawing": "This widget cannot be shown",
  "state.drawing.sentence": "The plugin \"{widget}\" drew nothing. Ask your admin to check it.",
  "link.lost": "Connection lost, data as of {time}",
  "link.connecting": "Connecting",
  "ago.now": "just now",
  "ago.seconds": "{n}s ago",
  "ago.minutes": "{n} min ago",
  "ago.hours": "{n} h ago",
  "ago.days": "{n} d ago",
  "change.up": "up",
  "change.down": "down",
  "change.flat": "no change",
  "change.new": "was 0",
  "change.huge": "100× or more",
  "change.points": "pp",
  "change.versus": "vs {what}",
  "change.previous": "before",
  "status.good": "better",
  "status.bad": "worse",
  "rank.new": "new",
  "rank.up": "up {n}",
  "rank.down": "down {n}",
  "rank.same": "same rank",
  "funnel.step": "Conversion",
  "funnel.worst": "lowest",
  "table.more": "First {shown} of {all} rows",
  "chart.compared": "Compared",
  "chart.running": "so far",
  "canvas.empty": "Drag a widget here, or select one and press Enter.",
  "view.empty": "This cockpit is empty.",
  "palette.add": "Double-click or press Enter to add, or drag onto the canvas",
};

/** The words of the interface: built in for both languages, each replaceable through `labels`. */
export class Words {
  readonly #own: Readonly<Record<string, string>>;
  readonly #built: Record<WordKey, string>;

  constructor(locale: Locale, own: Readonly<Record<string, string>> = {}) {
    this.#own = own;
    this.#built = locale === "en" ? ENGLISH : CHINESE;
  }

  /** The word, with `{name}` places filled in. */
  say(key: WordKey, values: Readonly<Record<string, string | number>> = {}): string {
    const pattern = this.#own[key] ?? this.#built[key];
    return pattern.replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    );
  }
}
