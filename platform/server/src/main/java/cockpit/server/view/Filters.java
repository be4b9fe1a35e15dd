package cockpit.server.view;

import cockpit.core.metric.Period;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.Viewer;
import cockpit.spi.Text;
import cockpit.spi.data.Channel;
import com.vaadin.flow.router.QueryParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a reader has narrowed a cockpit to. Its query form stands in the address, so that it can be shared.
 *
 * @param period whose numbers
 * @param channels only these; empty for all
 * @param unit only this unit's subtree; empty for all that the reader sees
 */
record Filters(Period period, Set<Channel> channels, Optional<String> unit) {

    static final String PERIOD = "period";
    static final String CHANNEL = "channel";
    static final String UNIT = "unit";

    private static final long LONGEST_DAYS = 800;
    private static final int LONGEST_SHOWN = 40;

    /** Filters, and a sentence for everything in the address that was not taken. */
    record Read(Filters filters, List<Text> refusals) {}

    Filters {
        channels = Set.copyOf(channels);
    }

    /**
     * Reads an address. What is unknown, or lies outside the reader's part of the tree, is left out with a sentence.
     *
     * @param usual the period where the address names none
     */
    static Read read(QueryParameters query, Period usual, Viewer viewer, OrgTree org) {
        List<Text> refusals = new ArrayList<>();
        Period period = single(query, PERIOD)
                .flatMap(text -> {
                    Optional<Period> known = Period.parse(text).filter(Filters::sensible);
                    if (known.isEmpty()) {
                        refusals.add(CockpitWords.UNKNOWN_PERIOD.with(shown(text), usual.title()));
                    }
                    return known;
                })
                .orElse(usual);
        Set<Channel> channels = EnumSet.noneOf(Channel.class);
        for (String name : single(query, CHANNEL).orElse("").split(",", 32)) {
            if (!name.isEmpty()) {
                channel(name)
                        .ifPresentOrElse(
                                channels::add, () -> refusals.add(CockpitWords.UNKNOWN_CHANNEL.with(shown(name))));
            }
        }
        Optional<String> unit = single(query, UNIT).filter(code -> {
            boolean allowed = org.within(code, viewer.orgUnit());
            if (!allowed) {
                refusals.add(CockpitWords.UNIT_REFUSED.with(shown(code)));
            }
            return allowed;
        });
        return new Read(new Filters(period, channels, unit.filter(code -> !code.equals(viewer.orgUnit()))), refusals);
    }

    /** The query form; what is usual is left out. */
    QueryParameters query(Period usual, boolean wall, boolean draft) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!period.toString().equals(usual.toString())) {
            parameters.put(PERIOD, period.toString());
        }
        if (!channels.isEmpty()) {
            parameters.put(CHANNEL, channels.stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
        }
        unit.ifPresent(code -> parameters.put(UNIT, code));
        if (wall) {
            parameters.put(CockpitView.WALL, "");
        }
        if (draft) {
            parameters.put(CockpitView.DRAFT, "");
        }
        return QueryParameters.simple(parameters);
    }

    Filters in(Period other) {
        return new Filters(other, channels, unit);
    }

    Filters on(Set<Channel> others) {
        return new Filters(period, others, unit);
    }

    Filters of(Optional<String> other) {
        return new Filters(period, channels, other);
    }

    static Optional<Channel> channel(String name) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.name().equals(name))
                .findFirst();
    }

    /** Fixed days of a length that a query can answer. */
    static boolean sensible(Period period) {
        return switch (period) {
            case Period.Moving _ -> true;
            case Period.Fixed(var range) ->
                range.days() <= LONGEST_DAYS
                        && range.first().getYear() >= 2000
                        && range.last().getYear() <= 2100;
        };
    }

    private static Optional<String> single(QueryParameters query, String name) {
        return query.getSingleParameter(name).filter(text -> !text.isBlank());
    }

    private static Text shown(String text) {
        String one = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
        return Text.same(one);
    }
}
