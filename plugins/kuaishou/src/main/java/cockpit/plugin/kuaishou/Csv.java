package cockpit.plugin.kuaishou;

import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated text with quotes, as the channel's files have it. */
final class Csv {

    private Csv() {}

    /** The lines that are not empty, the byte order mark left out. */
    static List<List<String>> lines(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int index = text.startsWith("\uFEFF") ? 1 : 0; index <= text.length(); index++) {
            char character = index < text.length() ? text.charAt(index) : '\n';
            if (quoted && index < text.length()) {
                if (character != '"') {
                    field.append(character);
                } else if (index + 1 < text.length() && text.charAt(index + 1) == '"') {
                    field.append('"');
                    index++;
                } else {
                    quoted = false;
                }
            } else if (character == '"' && field.isEmpty()) {
                quoted = true;
            } else if (character == ',') {
                line.add(field.toString());
                field.setLength(0);
            } else if (character == '\n') {
                if (!line.isEmpty() || !field.isEmpty()) {
                    line.add(field.toString());
                    lines.add(List.copyOf(line));
                }
                line.clear();
                field.setLength(0);
            } else if (character != '\r') {
                field.append(character);
            }
        }
        return lines;
    }
}
