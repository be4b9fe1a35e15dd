package cockpit.core.plugin;

import cockpit.spi.Text;

/** A jar is not taken, with the reason and the mend. */
public final class PluginRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Text sentence;

    public PluginRefused(Text sentence) {
        super(sentence.en());
        this.sentence = sentence;
    }

    public Text sentence() {
        return sentence;
    }
}
