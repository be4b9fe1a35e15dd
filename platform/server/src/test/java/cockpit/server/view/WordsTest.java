package cockpit.server.view;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.ingest.ConnectionRun;
import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.metric.Comparison;
import cockpit.core.tenant.ApiTokens;
import cockpit.spi.Direction;
import cockpit.spi.Text;
import cockpit.spi.Unit;
import cockpit.spi.source.Fault;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every word of the pages is there in both languages, and each is in its own. */
class WordsTest {

    private static final Pattern CHINESE = Pattern.compile("[\\u4e00-\\u9fff]");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    record Word(String name, Text text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Word> words() throws IllegalAccessException {
        List<Word> words = new ArrayList<>();
        for (Class<?> place : List.of(
                LayoutWords.class,
                HomeWords.class,
                CockpitWords.class,
                BuilderWords.class,
                PluginWords.class,
                ConnectionWords.class,
                TokenWords.class,
                MetricWords.class,
                TrustWords.class,
                PeopleWords.class,
                ErrorWords.class)) {
            for (Field field : place.getDeclaredFields()) {
                field.setAccessible(true);
                String name = place.getSimpleName() + "." + field.getName();
                if (field.get(null) instanceof Text text) {
                    words.add(new Word(name, text));
                } else if (field.get(null) instanceof Phrase phrase) {
                    words.add(new Word(name, phrase.pattern()));
                }
            }
        }
        Stream.of(
                        Arrays.stream(ConnectionStatus.State.values()).map(ConnectionWords::of),
                        Arrays.stream(Fault.values()).map(ConnectionWords::of),
                        Arrays.stream(ConnectionRun.Outcome.values()).map(ConnectionWords::of),
                        Arrays.stream(ApiTokens.Scope.values()).map(TokenWords::of),
                        Arrays.stream(Unit.values()).map(MetricWords::of),
                        Arrays.stream(Direction.values()).map(MetricWords::of),
                        Arrays.stream(Comparison.values()).map(BuilderWords::of))
                .flatMap(texts -> texts)
                .forEach(text -> words.add(new Word(text.en(), text)));
        return words.stream();
    }

    @ParameterizedTest
    @MethodSource("words")
    void english_is_english(Word word) {
        if (!word.text().zh().equals(word.text().en())) {
            assertThat(word.text().en()).doesNotContainPattern(CHINESE);
        }
    }

    @ParameterizedTest
    @MethodSource("words")
    void chinese_is_chinese(Word word) {
        if (!word.text().zh().equals(word.text().en())) {
            String words = PLACE.matcher(word.text().zh()).replaceAll("");
            assertThat(words.chars().noneMatch(Character::isLetter)
                            || CHINESE.matcher(words).find())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("words")
    void both_languages_fill_in_the_same_places(Word word) {
        assertThat(places(word.text().en())).isEqualTo(places(word.text().zh()));
    }

    private static List<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(match -> match.group())
                .sorted()
                .toList();
    }
}
