package cockpit.core.metric;

import cockpit.core.tenant.OrgUnit;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;

/**
 * Why a metric has no value, today or any other day: it needs facts that stand higher in the org tree than where it is asked
 * for. An advertising account that belongs to a region says nothing about one of its stores.
 *
 * @param metric that has no value
 * @param dataset whose facts stand higher
 * @param known the lowest level above at which they stand
 * @param asked the level that was asked for, below {@code known}
 * @param split whether the query asks for every unit of that level, so that the viewer may as well ask for the level above
 */
public record Gap(Metric metric, Dataset dataset, OrgUnit.Level known, OrgUnit.Level asked, boolean split) {

    /** In a few words. */
    public Text title() {
        return switch (known) {
            case HQ -> Text.of("只记录到总部", "Known for headquarters only");
            case REGION -> Text.of("只记录到大区", "Known by region only");
            case STORE -> Text.of("只记录到门店", "Known by store only");
        };
    }

    /** What is missing and what may be done about it. */
    public Text sentence() {
        Text mend = !split
                ? Text.of("。", ".")
                : known == OrgUnit.Level.HQ
                        ? Text.of("；请去掉拆分。", "; remove the split.")
                        : Text.of(
                                "；请改为按" + word(known).zh() + "拆分。",
                                "; split by " + word(known).en() + " instead.");
        return Text.of(
                "“" + metric.title().zh() + "”取自" + dataset.title().zh() + "，只记录到"
                        + word(known).zh() + "，不分" + word(asked).zh() + mend.zh(),
                metric.title().en() + " comes from the " + dataset.title().en().toLowerCase(java.util.Locale.ROOT)
                        + ", which is known by " + word(known).en() + " and not by "
                        + word(asked).en() + mend.en());
    }

    private static Text word(OrgUnit.Level level) {
        return switch (level) {
            case HQ -> Text.of("总部", "headquarters");
            case REGION -> Text.of("大区", "region");
            case STORE -> Text.of("门店", "store");
        };
    }
}
