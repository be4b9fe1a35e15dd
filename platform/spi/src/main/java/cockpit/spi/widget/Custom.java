package cockpit.spi.widget;

import java.util.Map;
import java.util.Objects;

/**
 * A drawing of the widget's own browser module: an ES module in the plugin's jar below {@code web/} that defines a custom
 * element. The host serves it by plugin and version and sets these properties on the element, anew whenever one changes:
 * {@code data}, {@code theme} ({@code light} or {@code dark}), {@code locale} ({@code zh-CN} or {@code en}), and
 * {@code format}, a function (number, unit) to short text, with {@code exact}, the same with every digit for hover. The
 * element may dispatch a {@code select} event with {@code detail: {dimension, key}}, the codes of a bound dimension and of the
 * member that was chosen. Colours come from the CSS custom
 * properties {@code --ck-…}.
 *
 * @param module file below {@code web/}: {@code map.js}
 * @param element name of the custom element, which begins with {@code ck-} and the plugin's id: {@code ck-map}
 * @param data maps, lists, strings, numbers, booleans and nulls
 */
public record Custom(String module, String element, Map<String, Object> data) implements Drawing {

    public Custom {
        Objects.requireNonNull(data, "data");
        if (!module.matches("[a-zA-Z0-9_-]+(/[a-zA-Z0-9_-]+)*\\.js")) {
            throw new IllegalArgumentException(
                    "A module is a .js file below web/, such as map.js; found \"" + module + "\".");
        }
        if (!element.matches("ck-[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("An element's name begins with ck-; found \"" + element + "\".");
        }
    }
}
