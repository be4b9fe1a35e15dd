import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Format } from "../src/format.ts";

const zh = new Format("zh-CN", "Asia/Shanghai");
const en = new Format("en", "Asia/Shanghai");

describe("a count", () => {
  const cases: [number | string | null, string, string][] = [
    [0, "0", "0"],
    [1, "1", "1"],
    [999, "999", "999"],
    [1234, "1,234", "1,234"],
    [9999, "9,999", "9,999"],
    [9999.6, "1.00万", "10.0K"],
    [10_000, "1.00万", "10.0K"],
    [12_345, "1.23万", "12.3K"],
    [99_960, "10.0万", "100K"],
    [123_456, "12.3万", "123K"],
    [999_499, "99.9万", "999K"],
    [999_500, "100万", "1.00M"],
    [1_234_567, "123万", "1.23M"],
    [12_345_678, "1,235万", "12.3M"],
    [99_994_999, "9,999万", "100M"],
    [99_995_000, "1.00亿", "100M"],
    [123_456_789, "1.23亿", "123M"],
    [1_234_567_890, "12.3亿", "1.23B"],
    [999_949_999_999, "9,999亿", "1.00T"],
    [999_960_000_000, "1.00万亿", "1.00T"],
    [1.5e12, "1.50万亿", "1.50T"],
    ["123456789012345678", "123,457万亿", "123,457T"],
    ["12345", "1.23万", "12.3K"],
    [3.4567, "3.46", "3.46"],
    [0.5, "0.5", "0.5"],
    [-1234, "\u22121,234", "\u22121,234"],
    [-12_345, "\u22121.23万", "\u221212.3K"],
    [-0.0001, "\u22120.0001", "\u22120.0001"],
    [null, "–", "–"],
    ["", "–", "–"],
    ["abc", "–", "–"],
  ];
  for (const [value, chinese, english] of cases) {
    it(`${value} is ${chinese} and ${english}`, () => {
      assert.equal(zh.short(value, "COUNT"), chinese);
      assert.equal(en.short(value, "COUNT"), english);
    });
  }
});

describe("money comes in fen and is read in yuan", () => {
  const cases: [number | string | null, string, string][] = [
    [0, "¥0", "¥0"],
    [1, "¥0.01", "¥0.01"],
    [8632.4, "¥86.32", "¥86.32"],
    [38_650, "¥386.50", "¥386.50"],
    [123_400, "¥1,234", "¥1,234"],
    [999_999, "¥9,999.99", "¥9,999.99"],
    [1_234_567, "¥1.23万", "¥12.3K"],
    [12_345_678_900, "¥1.23亿", "¥123M"],
    ["1234567890123456", "¥12.3万亿", "¥12.3T"],
    [-1_234_567, "\u2212¥1.23万", "\u2212¥12.3K"],
    [null, "–", "–"],
  ];
  for (const [value, chinese, english] of cases) {
    it(`${value} is ${chinese} and ${english}`, () => {
      assert.equal(zh.short(value, "MONEY"), chinese);
      assert.equal(en.short(value, "MONEY"), english);
    });
  }
});

describe("other units", () => {
  it("show a rate with one decimal", () => {
    assert.equal(zh.short(0.123, "RATIO"), "12.3%");
    assert.equal(zh.short(1, "RATIO"), "100.0%");
    assert.equal(zh.short(0, "RATIO"), "0.0%");
    assert.equal(zh.short(-0.0512, "RATIO"), "\u22125.1%");
    assert.equal(zh.short(12.5, "RATIO"), "1,250.0%");
  });
  it("do not show a small rate as none", () => {
    assert.equal(zh.short(0.0004, "RATIO"), "0.04%");
    assert.equal(zh.short(0.00001, "RATIO"), "<0.01%");
  });
  it("show a factor with two decimals", () => {
    assert.equal(zh.short(2.5, "FACTOR"), "2.50");
    assert.equal(zh.short("3.14159", "FACTOR"), "3.14");
    assert.equal(zh.short(12_345.678, "FACTOR"), "1.23万");
  });
  it("show a duration in its two largest units", () => {
    assert.equal(zh.short(0, "DURATION"), "0秒");
    assert.equal(zh.short(0.84, "DURATION"), "0.8秒");
    assert.equal(zh.short(45, "DURATION"), "45秒");
    assert.equal(zh.short(750, "DURATION"), "12分30秒");
    assert.equal(zh.short(3600, "DURATION"), "1小时");
    assert.equal(zh.short(11_100, "DURATION"), "3小时5分");
    assert.equal(zh.short(183_600, "DURATION"), "2天3小时");
    assert.equal(en.short(750, "DURATION"), "12m 30s");
    assert.equal(en.short(-750, "DURATION"), "\u221212m 30s");
  });
});

describe("the exact value", () => {
  it("keeps every digit of a huge number", () => {
    assert.equal(zh.exact("123456789012345678901", "COUNT"), "123,456,789,012,345,678,901");
    assert.equal(zh.exact("12345678901234567890", "MONEY"), "¥123,456,789,012,345,678.90");
    assert.equal(zh.exact("1.5E+13", "COUNT"), "15,000,000,000,000");
    assert.equal(zh.exact(1e21, "COUNT"), "1,000,000,000,000,000,000,000");
  });
  it("shows fen where there are some", () => {
    assert.equal(zh.exact(123_456, "MONEY"), "¥1,234.56");
    assert.equal(zh.exact(123_400, "MONEY"), "¥1,234");
    assert.equal(zh.exact(123_450, "MONEY"), "¥1,234.50");
    assert.equal(zh.exact(5, "MONEY"), "¥0.05");
    assert.equal(zh.exact(-5, "MONEY"), "\u2212¥0.05");
    assert.equal(zh.exact(8632.4, "MONEY"), "¥86.324");
  });
  it("shows up to four decimals of a rate", () => {
    assert.equal(zh.exact(0.1234567, "RATIO"), "12.3457%");
    assert.equal(zh.exact(0.1, "RATIO"), "10.0%");
    assert.equal(zh.exact("2.5", "FACTOR"), "2.50");
  });
  it("names every part of a duration", () => {
    assert.equal(zh.exact(93_784, "DURATION"), "1天2小时3分4秒");
    assert.equal(en.exact(3604, "DURATION"), "1h 4s");
  });
  it("is a dash where there is nothing", () => {
    assert.equal(zh.exact(null, "MONEY"), "–");
    assert.equal(zh.exact("not a number", "COUNT"), "–");
  });
  it("does not say minus nothing", () => {
    assert.equal(zh.exact(-0.0001, "COUNT"), "0");
  });
});

describe("a tick", () => {
  it("has no more digits than it needs", () => {
    assert.equal(zh.tick(0, "COUNT"), "0");
    assert.equal(zh.tick(50_000, "COUNT"), "5万");
    assert.equal(zh.tick(25_000, "COUNT"), "2.5万");
    assert.equal(zh.tick(5_000_000, "MONEY"), "¥5万");
    assert.equal(zh.tick(0.2, "RATIO"), "20%");
    assert.equal(zh.tick(0.025, "RATIO"), "2.5%");
    assert.equal(zh.tick(1.5, "FACTOR"), "1.5");
    assert.equal(zh.tick(1800, "DURATION"), "30分");
    assert.equal(en.tick(100_000, "COUNT"), "100K");
    assert.equal(en.tick(1000, "COUNT"), "1,000");
  });
});

describe("a change", () => {
  it("has a sign and a word", () => {
    assert.deepEqual(zh.change(112, 100, "COUNT"), { sign: 1, text: "+12.0%", word: "上升" });
    assert.deepEqual(zh.change(88, 100, "COUNT"), { sign: -1, text: "\u221212.0%", word: "下降" });
    assert.deepEqual(en.change(88, 100, "COUNT"), { sign: -1, text: "\u221212.0%", word: "down" });
  });
  it("is flat where it rounds to nothing", () => {
    assert.deepEqual(zh.change(100.001, 100, "COUNT"), { sign: 0, text: "0.0%", word: "持平" });
  });
  it("of a rate is in percentage points", () => {
    assert.equal(zh.change(0.135, 0.123, "RATIO")?.text, "+1.2 个百分点");
    assert.equal(en.change(0.123, 0.135, "RATIO")?.text, "\u22121.2 pp");
  });
  it("from nothing names no percentage", () => {
    assert.deepEqual(zh.change(5, 0, "COUNT"), { sign: 1, text: "上期为 0", word: "上升" });
    assert.equal(zh.change(0, 0, "COUNT")?.sign, 0);
  });
  it("out of a loss goes by size", () => {
    assert.equal(zh.change(50, -100, "MONEY")?.text, "+150.0%");
    assert.equal(zh.change(-150, -100, "MONEY")?.text, "\u221250.0%");
  });
  it("beyond a thousand percent drops the decimal", () => {
    assert.equal(zh.change(5_345, 100, "COUNT")?.text, "+5,245%");
  });
  it("beyond a hundredfold names no percentage", () => {
    assert.equal(zh.change(1e12, 100, "COUNT")?.text, "+100倍以上");
    assert.equal(en.change(1e12, 100, "COUNT")?.text, "+100× or more");
  });
  it("is none where a value is missing", () => {
    assert.equal(zh.change(null, 1, "COUNT"), null);
    assert.equal(zh.change(1, null, "COUNT"), null);
  });
});

describe("time", () => {
  it("ages in one unit", () => {
    assert.equal(zh.age(0.4), "刚刚");
    assert.equal(zh.age(12), "12秒前");
    assert.equal(zh.age(59.9), "59秒前");
    assert.equal(zh.age(60), "1分钟前");
    assert.equal(zh.age(3 * 60 + 20), "3分钟前");
    assert.equal(zh.age(2 * 3600), "2小时前");
    assert.equal(zh.age(3 * 86_400), "3天前");
    assert.equal(zh.age(-5), "刚刚");
    assert.equal(en.age(12), "12s ago");
  });
  it("names days with their weekday", () => {
    assert.equal(zh.time("2026-11-11"), "11月11日 周三");
    assert.equal(en.time("2026-11-11"), "Wed 11 Nov");
    assert.equal(zh.time("2026-11"), "2026年11月");
    assert.equal(en.time("2026-11"), "Nov 2026");
  });
  it("takes a time without offset as it is written", () => {
    assert.equal(zh.time("2026-11-11T14:00"), "11月11日 周三 14:00");
    assert.equal(zh.timeTick("2026-11-11T14:00"), "14:00");
    assert.equal(zh.timeTick("2026-11-11T00:00"), "11月11日");
    assert.equal(zh.timeTick("2026-11-11"), "11月11日");
  });
  it("moves an instant into the zone", () => {
    assert.equal(zh.time("2026-11-11T06:05:00Z"), "11月11日 周三 14:05");
    assert.equal(zh.time("2026-11-10T23:30:00.123Z"), "11月11日 周三 07:30");
    assert.equal(new Format("zh-CN", "America/New_York").timeTick("2026-11-11T06:05:00Z"), "01:05");
  });
  it("names the day only where it is another one", () => {
    const now = new Date("2026-11-11T08:00:00Z");
    assert.equal(zh.moment("2026-11-11T06:05:00Z", now), "14:05");
    assert.equal(zh.moment("2026-11-09T06:05:00Z", now), "11月9日 14:05");
  });
  it("leaves other text alone", () => {
    assert.equal(zh.time("第一周"), "第一周");
    assert.equal(zh.timeTick("<b>"), "<b>");
  });
});

describe("a bucket of time", () => {
  // 14:30 in Shanghai on the 11th
  const now = new Date("2026-11-11T06:30:00Z");
  const cases: [string, string, boolean][] = [
    ["2026-11-10", "2026-11-11", true],
    ["2026-11-09", "2026-11-10", false],
    ["2026-11-11", "2026-11-12", false],
    ["2026-11-11T13:00", "2026-11-11T14:00", true],
    ["2026-11-11T12:00", "2026-11-11T13:00", false],
    ["2026-11-02", "2026-11-09", true],
    ["2026-10-26", "2026-11-02", false],
    ["2026-10-01", "2026-11-01", true],
    ["2026-09-01", "2026-10-01", false],
    ["2026-11-11", "2026-11-11", false],
    ["East", "West", false],
  ];
  for (const [before, at, running] of cases) {
    it(`${at} after ${before} ${running ? "still runs" : "does not run"}`, () => {
      assert.equal(zh.running(before, at, now), running);
    });
  }

  it("follows the reader's zone over midnight", () => {
    assert.equal(zh.running("2026-11-11", "2026-11-12", new Date("2026-11-11T16:30:00Z")), true);
  });
});
