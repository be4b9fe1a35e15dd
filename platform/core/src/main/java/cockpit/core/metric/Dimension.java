package cockpit.core.metric;

import cockpit.spi.Text;

/** What a metric is split by, besides time. */
public enum Dimension {
    CHANNEL("channel", "渠道", "Channel"),
    /** The regions below headquarters. */
    REGION("region", "大区", "Region"),
    STORE("store", "门店", "Store"),
    CAMPAIGN("campaign", "项目", "Campaign"),
    CREATIVE("creative", "创意", "Creative"),
    CATEGORY("category", "品类", "Category");

    private final String code;
    private final Text title;

    Dimension(String code, String zh, String en) {
        this.code = code;
        this.title = Text.of(zh, en);
    }

    public String code() {
        return code;
    }

    public Text title() {
        return title;
    }
}
