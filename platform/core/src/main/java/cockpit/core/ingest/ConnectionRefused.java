package cockpit.core.ingest;

import cockpit.spi.Text;
import java.util.List;

/** A connection, or its mapping, cannot be saved as it is. */
public final class ConnectionRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Text> sentences;

    /** @param sentences everything that is wrong; no value of a secret */
    public ConnectionRefused(List<Text> sentences) {
        super(String.join(" ", sentences.stream().map(Text::en).toList()));
        this.sentences = List.copyOf(sentences);
    }

    public ConnectionRefused(Text sentence) {
        this(List.of(sentence));
    }

    public List<Text> sentences() {
        return sentences;
    }
}
