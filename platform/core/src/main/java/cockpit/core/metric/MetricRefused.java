package cockpit.core.metric;

import cockpit.spi.Text;

/** A query makes no sense, said in a sentence. */
public final class MetricRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Text sentence;

    public MetricRefused(Text sentence) {
        super(sentence.en());
        this.sentence = sentence;
    }

    public Text sentence() {
        return sentence;
    }
}
