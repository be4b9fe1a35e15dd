package cockpit.server.view;

import cockpit.server.Words;
import cockpit.spi.Text;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What several pages are made of. */
final class Parts {

    private static final int SHOWN_MILLIS = 5000;

    private Parts() {}

    static Button button(Text text, Runnable listener) {
        return new Button(Words.say(text), _ -> listener.run());
    }

    static Button primary(Text text, Runnable listener) {
        Button button = button(text, listener);
        button.addThemeVariants(ButtonVariant.PRIMARY);
        return button;
    }

    static Button quiet(Text text, Runnable listener) {
        Button button = button(text, listener);
        button.addThemeVariants(ButtonVariant.TERTIARY);
        return button;
    }

    /** A page without content: what it is about and what can be done. */
    static Div empty(Text title, Text sentence, Component... actions) {
        Div empty = new Div(new H2(Words.say(title)), new Paragraph(Words.say(sentence)));
        empty.addClassName("cv-empty");
        if (actions.length > 0) {
            Div row = new Div(actions);
            row.addClassName("cv-row");
            empty.add(row);
        }
        return empty;
    }

    /** A word about a state; kinds are {@code good}, {@code warn}, {@code bad} and {@code plain}. */
    static Span chip(Text text, String kind) {
        Span chip = new Span(Words.say(text));
        chip.addClassNames("cv-chip", "cv-chip-" + kind);
        return chip;
    }

    static Span dim(String text) {
        Span span = new Span(text);
        span.addClassName("cv-dim");
        return span;
    }

    /** Tells the user once, in a corner. */
    static void tell(String sentence) {
        Notification.show(sentence, SHOWN_MILLIS, Notification.Position.BOTTOM_CENTER);
    }

    /** {@code 11月21日 14:05}, {@code 21 Nov 14:05}. */
    static String moment(Instant at, ZoneId zone) {
        ZonedDateTime there = at.atZone(zone);
        Locale language = Words.language();
        DateTimeFormatter format = language.getLanguage().equals("en")
                ? DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH)
                : DateTimeFormatter.ofPattern("M月d日 HH:mm", Locale.CHINA);
        return there.format(format);
    }

    /** {@code 12秒前}; {@code in 12 s} for what is to come. */
    static String age(Instant at, Instant now) {
        Duration between = Duration.between(at, now);
        boolean past = !between.isNegative();
        long seconds = between.abs().toSeconds();
        Text span;
        if (seconds == 0) {
            return Words.say("刚刚", "just now");
        } else if (seconds < 60) {
            span = Text.of(seconds + "秒", seconds + " s");
        } else if (seconds < 3600) {
            span = Text.of(seconds / 60 + "分钟", seconds / 60 + " min");
        } else if (seconds < 86_400) {
            span = Text.of(seconds / 3600 + "小时", seconds / 3600 + " h");
        } else {
            span = Text.of(seconds / 86_400 + "天", seconds / 86_400 + " d");
        }
        return Words.say(
                past ? Text.of(span.zh() + "前", span.en() + " ago") : Text.of(span.zh() + "后", "in " + span.en()));
    }
}
