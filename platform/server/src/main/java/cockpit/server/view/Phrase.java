package cockpit.server.view;

import cockpit.server.Words;
import cockpit.spi.Text;

/** A text with places {@code {0}}, {@code {1}}, … that are filled in when it is said. */
record Phrase(Text pattern) {

    static Phrase of(String zh, String en) {
        return new Phrase(Text.of(zh, en));
    }

    /** Filled in, in both languages. */
    Text with(Text... values) {
        String zh = pattern.zh();
        String en = pattern.en();
        for (int index = 0; index < values.length; index++) {
            String place = "{" + index + "}";
            zh = zh.replace(place, values[index].zh());
            en = en.replace(place, values[index].en());
        }
        return Text.of(zh, en);
    }

    /** Filled in, in the page's language. Values are texts, in both languages, or anything that prints the same in both. */
    String say(Object... values) {
        Text[] texts = new Text[values.length];
        for (int index = 0; index < values.length; index++) {
            String printed = String.valueOf(values[index]);
            texts[index] = values[index] instanceof Text text ? text : Text.same(printed.isBlank() ? "–" : printed);
        }
        return Words.say(with(texts));
    }
}
