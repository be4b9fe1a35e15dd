package cockpit.spi.data;

import cockpit.spi.Text;

/** Where a brand sells and talks: the values of every dataset's {@code channel} column. */
public enum Channel {
    OCEANENGINE("巨量引擎", "Ocean Engine"),
    DOUYIN("抖音", "Douyin"),
    KUAISHOU("快手", "Kuaishou"),
    XIAOHONGSHU("小红书", "Xiaohongshu"),
    WECHAT_OA("公众号", "WeChat OA"),
    MINI_PROGRAM("小程序", "Mini program"),
    WECOM("企业微信", "WeCom"),
    TENCENT_ADS("腾讯广告", "Tencent Ads"),
    TMALL("天猫", "Tmall"),
    JD("京东", "JD"),
    MEITUAN("美团", "Meituan"),
    SOYOUNG("新氧", "SoYoung"),
    GENGMEI("更美", "Gengmei"),
    BAIDU("百度", "Baidu"),
    STORE("门店", "Store"),
    PHONE("电话", "Phone"),
    REFERRAL("转介绍", "Referral"),
    WALK_IN("自然到店", "Walk-in"),
    YOUZAN("有赞", "Youzan"),
    OWN("自有", "Own"),
    OTHER("其他", "Other");

    private final Text title;

    Channel(String zh, String en) {
        this.title = Text.of(zh, en);
    }

    public Text title() {
        return title;
    }
}
