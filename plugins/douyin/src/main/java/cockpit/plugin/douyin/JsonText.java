package cockpit.plugin.douyin;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the little JSON that the channel takes. */
final class JsonText {

    private JsonText() {}

    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '"' || character == '\\') {
                json.append('\\').append(character);
            } else if (character < 0x20) {
                json.append(String.format("\\u%04x", (int) character));
            } else {
                json.append(character);
            }
        }
        return json.append('"').toString();
    }

    static String texts(List<String> texts) {
        return texts.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    /** An id as the channel wants it, a number of any length; quoted where it is none. */
    static String id(String id) {
        return id.matches("[1-9]\\d*") ? id : quoted(id);
    }

    static String ids(List<String> ids) {
        return ids.stream().map(JsonText::id).collect(Collectors.joining(",", "[", "]"));
    }
}
