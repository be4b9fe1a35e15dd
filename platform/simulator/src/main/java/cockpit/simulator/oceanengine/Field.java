package cockpit.simulator.oceanengine;

import cockpit.simulator.world.AdWorld.Depth;
import java.util.Locale;
import java.util.Optional;

/** Dimensions and metrics of the custom report. */
final class Field {
    private Field() {}

    /** What a report can be split by. */
    enum Dimension {
        STAT_TIME_DAY("时间-天", Depth.MATERIAL),
        STAT_TIME_HOUR("时间-小时", Depth.HOUR),
        CDP_PROJECT_ID("项目ID", Depth.MATERIAL),
        CDP_PROJECT_NAME("项目名称", Depth.MATERIAL),
        CDP_PROMOTION_ID("广告ID", Depth.MATERIAL),
        CDP_PROMOTION_NAME("广告名称", Depth.MATERIAL),
        MATERIAL_ID("素材ID", Depth.MATERIAL),
        PROVINCE_NAME("省份", Depth.PROVINCE),
        GENDER("性别", Depth.GENDER),
        AGE("年龄", Depth.AGE);

        private final String title;
        private final Depth depth;

        Dimension(String title, Depth depth) {
            this.title = title;
            this.depth = depth;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String title() {
            return title;
        }

        Depth depth() {
            return depth;
        }

        static Optional<Dimension> of(String word) {
            for (Dimension dimension : values()) {
                if (dimension.word().equals(word)) {
                    return Optional.of(dimension);
                }
            }
            return Optional.empty();
        }
    }

    /** What a report can show. */
    enum Metric {
        STAT_COST("消耗"),
        SHOW_CNT("展示数"),
        CLICK_CNT("点击数"),
        CTR("点击率"),
        CPC_PLATFORM("平均点击单价"),
        CPM_PLATFORM("平均千次展现费用"),
        CONVERT_CNT("转化数"),
        CONVERSION_COST("平均转化成本"),
        CONVERSION_RATE("转化率"),
        DEEP_CONVERT_CNT("深度转化数"),
        DEEP_CONVERT_COST("深度转化成本"),
        DEEP_CONVERT_RATE("深度转化率"),
        ATTRIBUTION_CONVERT_CNT("转化数(计费时间)"),
        ATTRIBUTION_CONVERT_COST("转化成本(计费时间)");

        private final String title;

        Metric(String title) {
            this.title = title;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String title() {
            return title;
        }

        static Optional<Metric> of(String word) {
            for (Metric metric : values()) {
                if (metric.word().equals(word)) {
                    return Optional.of(metric);
                }
            }
            return Optional.empty();
        }
    }
}
