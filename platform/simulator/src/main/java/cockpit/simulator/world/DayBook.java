package cockpit.simulator.world;

import java.util.List;

/**
 * What becomes visible on one day, in order.
 *
 * @param facts facts that are new on the day
 * @param rows revisions of the day, of new facts and of older ones
 */
record DayBook(List<Fact> facts, List<Row> rows) {}
