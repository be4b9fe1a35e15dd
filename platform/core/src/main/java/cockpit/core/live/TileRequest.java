package cockpit.core.live;

import cockpit.core.metric.Comparison;
import cockpit.core.metric.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tile with the filters that hold for it. Two viewers with equal requests, row scope and language share one query and
 * one frame.
 *
 * @param tile id, unique on its board
 * @param widget id of the widget
 * @param bindings codes of metrics and dimensions by slot; a TIME slot is bound to the code "time"
 * @param options values by key
 * @param period of the cockpit
 * @param comparison what it is compared with
 * @param channels only these; empty for all
 * @param orgUnit only this unit's subtree; empty for all that the viewer sees
 */
public record TileRequest(
        String tile,
        String widget,
        Map<String, List<String>> bindings,
        Map<String, String> options,
        Period period,
        Comparison comparison,
        Set<String> channels,
        Optional<String> orgUnit) {

    public TileRequest {
        bindings = Map.copyOf(bindings);
        options = Map.copyOf(options);
        channels = Set.copyOf(channels);
    }
}
