package cockpit.spi.source;

import cockpit.spi.Text;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A channel could not be read. The sentence names the thing and the mend and holds no secret and no personal data. */
public final class SourceFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final transient Text sentence;
    private final transient Optional<Duration> retryAfter;

    public SourceFault(Fault fault, Text sentence) {
        this(fault, sentence, Optional.empty());
    }

    private SourceFault(Fault fault, Text sentence, Optional<Duration> retryAfter) {
        super(fault + ": " + sentence.en());
        this.fault = Objects.requireNonNull(fault, "fault");
        this.sentence = sentence;
        this.retryAfter = retryAfter;
    }

    /** A limit was met; the channel may be asked again after the given time. */
    public static SourceFault limit(Text sentence, Duration retryAfter) {
        return new SourceFault(Fault.LIMIT, sentence, Optional.of(retryAfter));
    }

    public Fault fault() {
        return fault;
    }

    public Text sentence() {
        return sentence;
    }

    /** How long the channel asked to wait; only for {@link Fault#LIMIT}. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
