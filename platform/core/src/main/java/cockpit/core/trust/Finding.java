package cockpit.core.trust;

import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * What a check found.
 *
 * @param code the check's
 * @param datasets whose figures it is about
 * @param sentence why, in one sentence
 * @param differences what is apart, the latest day first; at most {@link #MOST_DIFFERENCES}
 * @param compared how many pairs of figures or days were looked at
 * @param since when it was first found so
 */
public record Finding(
        String code,
        Text title,
        Set<Dataset> datasets,
        Verdict verdict,
        Text sentence,
        List<Difference> differences,
        int compared,
        Instant since) {

    static final int MOST_DIFFERENCES = 200;

    public Finding {
        datasets = Set.copyOf(datasets);
        differences = List.copyOf(differences);
    }

    /** In one word. */
    public enum Verdict {
        /** It holds. */
        HOLDS,
        /** What was promised has not come in time. */
        LATE,
        /** Something is missing. */
        PARTIAL,
        /** Two sources say something else. */
        CONFLICT,
        /** There is nothing to check yet, or it could not be checked. */
        UNKNOWN
    }

    /**
     * Two figures that are apart.
     *
     * @param place org unit and channel as far as the check splits by them; empty for all
     */
    public record Difference(LocalDate day, String place, BigDecimal left, BigDecimal right) {}

    boolean saysTheSameAs(Finding other) {
        return verdict == other.verdict
                && sentence.equals(other.sentence)
                && differences.equals(other.differences)
                && title.equals(other.title)
                && datasets.equals(other.datasets);
    }

    Finding since(Instant earlier) {
        return new Finding(code, title, datasets, verdict, sentence, differences, compared, earlier);
    }
}
