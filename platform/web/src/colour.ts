/** The eight series colours, as CSS variables of the theme. */
const SERIES = 8;

/** A channel has the same colour on every tile; those that often stand together differ. */
const CHANNELS: Readonly<Record<string, number>> = {
  DOUYIN: 1,
  OCEANENGINE: 7,
  WECHAT_OA: 3,
  XIAOHONGSHU: 2,
  TMALL: 5,
  JD: 4,
  KUAISHOU: 6,
  MINI_PROGRAM: 3,
  WECOM: 8,
  TENCENT_ADS: 6,
  MEITUAN: 5,
  SOYOUNG: 4,
  GENGMEI: 2,
  BAIDU: 7,
  STORE: 8,
  PHONE: 6,
  REFERRAL: 4,
  WALK_IN: 8,
  YOUZAN: 5,
  OWN: 1,
  OTHER: 8,
};

/**
 * The colours of a chart's series, one each, as long as eight suffice: a channel's own where the key ends in its code,
 * else the next free one.
 */
export function seriesColours(keys: readonly string[]): number[] {
  const taken = new Set<number>();
  const chosen = keys.map((key) => {
    const own = CHANNELS[key.split(/[/:|]/).at(-1) ?? ""];
    if (own !== undefined && !taken.has(own)) {
      taken.add(own);
      return own;
    }
    return 0;
  });
  return chosen.map((colour, index) => {
    if (colour > 0) {
      return colour;
    }
    for (let candidate = 1; candidate <= SERIES; candidate++) {
      if (!taken.has(candidate)) {
        taken.add(candidate);
        return candidate;
      }
    }
    return (index % SERIES) + 1;
  });
}
