package cockpit.simulator.channel;

import cockpit.simulator.http.Json;
import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.AdWorld;
import cockpit.simulator.world.Lead;
import cockpit.simulator.world.Promotion;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What a platform's account spent and brought, by day, promotion and material, as it is known at an instant. */
public final class AdSheet {
    private final World world;
    private final AdPlatform platform;

    /**
     * One line; money in fen.
     *
     * @param day epoch day
     * @param hour 0 to 23; -1 in a sheet by days
     * @param promotion the ad
     * @param material its material, from 0
     * @param cost fen
     * @param show impressions
     * @param click clicks
     * @param conversions leads that the platform counts by now
     * @param valid of them, those that are known to be worth something
     */
    public record Line(
            int day,
            int hour,
            Promotion promotion,
            int material,
            long cost,
            long show,
            long click,
            long conversions,
            long valid) {

        /** The platform's number of the material. */
        public long materialId() {
            return promotion.materialId(material);
        }

        /** Both in one; they are of the same place. */
        public Line plus(Line other) {
            return new Line(
                    day,
                    hour,
                    promotion,
                    material,
                    cost + other.cost,
                    show + other.show,
                    click + other.click,
                    conversions + other.conversions,
                    valid + other.valid);
        }
    }

    private record Place(int hour, long promotion, int material) {}

    /** Of a platform. */
    public AdSheet(World world, AdPlatform platform) {
        this.world = world;
        this.platform = platform;
    }

    /** The lines of some days, both included, that are not empty: by day, then promotion, then material. */
    public List<Line> lines(Region region, int from, int to, long now) {
        return lines(region, from, to, now, AdWorld.Depth.MATERIAL);
    }

    /** The same, hour by hour. */
    public List<Line> hours(Region region, int from, int to, long now) {
        return lines(region, from, to, now, AdWorld.Depth.HOUR);
    }

    private List<Line> lines(Region region, int from, int to, long now, AdWorld.Depth depth) {
        List<Line> lines = new ArrayList<>();
        if (world.stores().of(region).isEmpty()) {
            return lines;
        }
        boolean byHour = depth == AdWorld.Depth.HOUR;
        for (int day = from; day <= Math.min(to, Times.dayOf(now)); day++) {
            int today = day;
            Map<Place, Line> places = new LinkedHashMap<>();
            world.ads(platform)
                    .walk(
                            region,
                            day,
                            now,
                            depth,
                            (promotion, material, hour, province, gender, age, cost, show, click) -> add(
                                    places,
                                    new Line(today, byHour ? hour : -1, promotion, material, cost, show, click, 0, 0)));
            for (Lead lead : world.leads(platform, region, day)) {
                if (lead.createdAt() <= now && lead.attributedBy(now)) {
                    boolean valid =
                            lead.stateAt(now) == Lead.State.FRIEND || lead.stateAt(now) == Lead.State.OPPORTUNITY;
                    int hour = Times.secondOfDay(lead.createdAt()) / 3600;
                    add(
                            places,
                            new Line(
                                    day,
                                    byHour ? hour : -1,
                                    lead.promotion(),
                                    lead.material(),
                                    0,
                                    0,
                                    0,
                                    1,
                                    valid ? 1 : 0));
                }
            }
            places.values().stream()
                    .filter(line -> line.cost() + line.show() + line.click() + line.conversions() > 0)
                    .forEach(lines::add);
        }
        return lines;
    }

    private static void add(Map<Place, Line> places, Line line) {
        places.merge(new Place(line.hour(), line.promotion().id(), line.material()), line, Line::plus);
    }

    /** The leads that an account brings on some days, both included, and that are left by now; newest first. */
    public List<Lead> leads(Region region, int from, int to, long now) {
        List<Lead> leads = new ArrayList<>();
        for (int day = Math.min(to, Times.dayOf(now)); day >= from; day--) {
            world.leads(platform, region, day).stream()
                    .filter(lead -> lead.createdAt() <= now)
                    .forEach(leads::add);
        }
        return leads;
    }

    /** The truth of the report over all accounts, as a connector must have stored it. */
    public ObjectNode reportLedger(int from, int to, long now) {
        long rows = 0;
        long cost = 0;
        long show = 0;
        long click = 0;
        long conversions = 0;
        for (Region region : Region.values()) {
            for (Line line : lines(region, from, to, now)) {
                rows++;
                cost += line.cost();
                show += line.show();
                click += line.click();
                conversions += line.conversions();
            }
        }
        return Json.object()
                .put("rows", rows)
                .put("spend_fen", cost)
                .put("impressions", show)
                .put("clicks", click)
                .put("conversions", conversions);
    }

    /** How many leads a connector must have stored of all accounts. */
    public ObjectNode leadRows(int from, int to, long now) {
        return Json.object().put("rows", leads(from, to, now).size());
    }

    private List<Lead> leads(int from, int to, long now) {
        List<Lead> leads = new ArrayList<>();
        for (Region region : Region.values()) {
            leads.addAll(leads(region, from, to, now));
        }
        return leads;
    }

    /** What is known of these leads: how many are valid, how many invalid, how many phones they name. */
    public ObjectNode leadStates(int from, int to, long now) {
        long valid = 0;
        long invalid = 0;
        Set<String> phones = new HashSet<>();
        for (Lead lead : leads(from, to, now)) {
            phones.add(lead.person().phone());
            switch (lead.stateAt(now)) {
                case INTERESTED, OPPORTUNITY, FRIEND -> valid++;
                case INVALID -> invalid++;
                case NEW, AGAIN -> {}
            }
        }
        return Json.object().put("valid", valid).put("invalid", invalid).put("phones", phones.size());
    }
}
