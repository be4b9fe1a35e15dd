package cockpit.core.warehouse;

import cockpit.spi.data.Dataset;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;

/**
 * What a commit changed.
 *
 * @param from first business day touched
 * @param to last business day touched
 * @param orgUnits codes touched; an empty text among them stands for facts without a unit
 * @param at when it was committed
 */
public record Change(String tenant, Dataset dataset, LocalDate from, LocalDate to, Set<String> orgUnits, Instant at) {}
