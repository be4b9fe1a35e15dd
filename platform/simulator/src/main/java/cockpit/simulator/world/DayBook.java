package cockpit.simulator.world;

import java.util.List;
import java.util.Map;

/**
 * What becomes visible on one day, in order.
 *
 * @param facts facts that are new on the day, by kind
 * @param rows revisions of the day, of new facts and of older ones
 */
record DayBook(Map<Stream, List<Fact>> facts, List<Row> rows) {}
