package cockpit.core.yaml;

/** A mistake in a YAML file: which file and line, what was found and what is expected. */
public final class YamlProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param line from 1; 0 where the file as a whole is meant */
    public YamlProblem(String file, int line, String sentence) {
        super(file + (line > 0 ? ", line " + line : "") + ": " + sentence);
    }
}
