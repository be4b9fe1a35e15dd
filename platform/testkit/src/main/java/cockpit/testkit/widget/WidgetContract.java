package cockpit.testkit.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.widget.Chart;
import cockpit.spi.widget.Custom;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.Table;
import cockpit.spi.widget.Widget;
import cockpit.spi.widget.WidgetData;
import cockpit.spi.widget.WidgetDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.pf4j.Extension;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the host expects of every widget. Inherit it, say which widget it is, and add your own tests beside:
 *
 * <pre>{@code
 * class KpiContractTest extends WidgetContract {
 *     @Override
 *     protected Widget widget() {
 *         return new KpiWidget();
 *     }
 * }
 * }</pre>
 *
 * The data are made from the widget's own slots, so a new slot is tried as soon as it is described.
 */
public abstract class WidgetContract {

    /** A drawing goes to every viewer at every change: this much JSON is the most a frame may carry. */
    public static final int LARGEST_DRAWING = 1_000_000;

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern ICON =
            Pattern.compile("(\\s*<path d=\"[MmLlHhVvCcSsQqTtAaZz][MmLlHhVvCcSsQqTtAaZz0-9eE\\s.,+-]*\"/>\\s*)+");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant NOW = Instant.parse("2026-11-11T06:05:00Z");
    private static final DrawContext ENGLISH = new DrawContext(Locale.ENGLISH, ZONE, NOW, "yesterday");
    private static final DrawContext CHINESE = new DrawContext(Locale.SIMPLIFIED_CHINESE, ZONE, NOW, "昨日同时段");
    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "'; DROP TABLE lead; --",
            "${7*7}{{7*7}}",
            "a\u202Eb\u0000c\n\t",
            "",
            "杭州湖滨银泰旗舰店".repeat(40));

    /** A new instance of the widget under test. */
    protected abstract Widget widget();

    /** The plugin's id: the name of its folder. Override where the build runs elsewhere. */
    protected String pluginId() {
        Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        return String.valueOf(folder.getFileName());
    }

    private WidgetDescription description() {
        return widget().describe();
    }

    private Samples samples() {
        return new Samples(description());
    }

    private static String json(Drawing drawing) {
        return JSON.writeValueAsString(drawing);
    }

    /** Draws every binding with every setting and hands each drawing on. */
    private void drawAll(int size, Samples.Values values, Consumer<Drawing> check) {
        Samples samples = samples();
        for (List<Field> fields : samples.bindings()) {
            for (Settings settings : samples.settings()) {
                check.accept(widget().draw(samples.data(fields, size, values), settings, CHINESE));
            }
        }
    }

    @Nested
    @DisplayName("Its description")
    class Description {

        @Test
        @DisplayName("has an id of lower-case words that is the plugin's")
        void id() {
            assertThat(description().id()).matches(ID).isEqualTo(pluginId());
        }

        @Test
        @DisplayName("speaks Chinese and English")
        void languages() {
            List<Text> texts =
                    new ArrayList<>(List.of(description().title(), description().summary()));
            for (Slot slot : description().slots()) {
                texts.add(slot.title());
            }
            for (Setting option : description().options()) {
                texts.add(option.title());
                Text help = option.help();
                if (help != null) {
                    texts.add(help);
                }
                option.choices().forEach(choice -> texts.add(choice.title()));
            }
            assertThat(texts)
                    .allSatisfy(text -> assertThat(HAN.matcher(text.en()).find())
                            .as(text.en())
                            .isFalse());
            assertThat(HAN.matcher(description().title().zh()).find())
                    .as("The Chinese title is Chinese.")
                    .isTrue();
        }

        @Test
        @DisplayName("has a summary of one sentence")
        void summary() {
            assertThat(description().summary().zh().length()).isBetween(4, 60);
            assertThat(description().summary().en().length()).isBetween(8, 120);
        }

        @Test
        @DisplayName("has an icon of paths and nothing else")
        void icon() {
            assertThat(description().icon()).matches(ICON).hasSizeLessThan(2000);
        }

        @Test
        @DisplayName("is the same at every call")
        void steady() {
            assertThat(widget().describe()).isEqualTo(widget().describe());
        }

        @Test
        @DisplayName("belongs to an extension that the host can make")
        void extension() {
            Class<? extends Widget> type = widget().getClass();
            assertThat(type.isAnnotationPresent(Extension.class))
                    .as("%s carries @Extension.", type.getSimpleName())
                    .isTrue();
            assertThat(type.getConstructors())
                    .as("%s has a public constructor without parameters.", type.getSimpleName())
                    .anyMatch(constructor -> constructor.getParameterCount() == 0);
        }
    }

    @Nested
    @DisplayName("Its slots")
    class Slots {

        @Test
        @DisplayName("have lower-case names, each once")
        void names() {
            List<String> names = description().slots().stream().map(Slot::name).toList();
            assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+"));
            assertThat(names).as("The host's own slot.").doesNotContain("timeline");
        }

        @Test
        @DisplayName("ask for at least one metric")
        void metric() {
            assertThat(description().slots()).anyMatch(slot -> slot.kind() == Slot.Kind.METRIC && slot.least() >= 1);
        }

        @Test
        @DisplayName("ask for time at most once")
        void time() {
            assertThat(description().slots().stream()
                            .filter(slot -> slot.kind() == Slot.Kind.TIME)
                            .mapToInt(Slot::most)
                            .sum())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Nested
    @DisplayName("Its options")
    class Options {

        @Test
        @DisplayName("have keys that occur once")
        void keys() {
            assertThat(description().options().stream().map(Setting::key)).doesNotHaveDuplicates();
        }

        @Test
        @DisplayName("hold no secret and no address")
        void kinds() {
            assertThat(description().options())
                    .noneMatch(option -> option.kind() == Setting.Kind.SECRET || option.kind() == Setting.Kind.URL);
        }

        @Test
        @DisplayName("have defaults, so that a dropped widget draws at once")
        void defaults() {
            assertThat(Settings.check(description().title(), description().options(), Map.of())
                            .problems())
                    .isEmpty();
        }
    }

    @Nested
    @DisplayName("It draws")
    class Drawn {

        @Test
        @DisplayName("no rows as a notice that says what would fill it")
        void none() {
            Samples samples = samples();
            for (WidgetData data : List.of(WidgetData.of(Rows.EMPTY), samples.none(samples.usualBinding()))) {
                assertThat(widget().draw(data, samples.defaults(), CHINESE))
                        .isInstanceOfSatisfying(Notice.class, notice -> {
                            assertThat(notice.kind()).isEqualTo(Notice.Kind.EMPTY);
                            assertThat(notice.title()).isNotBlank();
                            assertThat(notice.sentence()).isNotBlank();
                        });
            }
        }

        @Test
        @DisplayName("one row")
        void one() {
            drawAll(1, Samples.Values.PLAIN, WidgetContract.this::checkSound);
        }

        @Test
        @DisplayName("a usual answer as something other than a notice")
        void usual() {
            Samples samples = samples();
            for (int size : new int[] {1, 12}) {
                assertThat(widget().draw(
                                        samples.data(samples.usualBinding(), size, Samples.Values.PLAIN),
                                        samples.defaults(),
                                        CHINESE))
                        .isNotInstanceOf(Notice.class);
            }
        }

        @Test
        @DisplayName("ten thousand rows, in a frame of bearable size")
        void many() {
            drawAll(10_000, Samples.Values.PLAIN, drawing -> {
                checkSound(drawing);
                assertThat(json(drawing).getBytes(StandardCharsets.UTF_8).length)
                        .as("bytes of JSON")
                        .isLessThanOrEqualTo(LARGEST_DRAWING);
            });
        }

        @Test
        @DisplayName("missing values")
        void nulls() {
            drawAll(20, Samples.Values.NULLS, WidgetContract.this::checkSound);
        }

        @Test
        @DisplayName("zeros")
        void zeros() {
            drawAll(20, Samples.Values.ZEROS, WidgetContract.this::checkSound);
        }

        @Test
        @DisplayName("negative values")
        void negative() {
            drawAll(20, Samples.Values.NEGATIVE, WidgetContract.this::checkSound);
        }

        @Test
        @DisplayName("values beyond what a double holds")
        void huge() {
            drawAll(20, Samples.Values.HUGE, WidgetContract.this::checkSound);
        }

        @Test
        @DisplayName("hostile and very long names as the text they are")
        void hostile() {
            Samples samples = samples();
            IntFunction<String> names = index -> HOSTILE.get(index % HOSTILE.size());
            for (List<Field> fields : samples.bindings()) {
                Drawing drawing = widget().draw(
                                samples.data(fields, 20, Samples.Values.PLAIN, names), samples.defaults(), CHINESE);
                checkSound(drawing);
                assertThat(json(drawing))
                        .as("The host escapes, a widget does not.")
                        .doesNotContain("&lt;");
            }
        }

        @Test
        @DisplayName("marks that name the dimension and the member that they stand for, and no others")
        void marks() {
            Samples samples = samples();
            for (List<Field> fields : samples.bindings()) {
                WidgetData data = samples.data(fields, 20, Samples.Values.PLAIN);
                switch (widget().draw(data, samples.defaults(), CHINESE)) {
                    case Chart chart -> {
                        List<String> points =
                                chart.points().stream().map(Chart.Point::key).toList();
                        checkMembers(data.rows(), chart.dimension(), points);
                        chart.series()
                                .forEach(series ->
                                        checkMembers(data.rows(), series.dimension(), List.of(series.member())));
                    }
                    case Table table ->
                        checkMembers(
                                data.rows(),
                                table.dimension(),
                                table.rows().stream().map(Table.Line::key).toList());
                    case Custom _, Notice _, cockpit.spi.widget.Figure _ -> {}
                }
            }
        }

        @Test
        @DisplayName("without the data that it wants but may not get")
        void bare() {
            Samples samples = samples();
            for (List<Field> fields : samples.bindings()) {
                WidgetData data = samples.data(fields, 5, Samples.Values.PLAIN);
                checkSound(widget().draw(WidgetData.of(data.rows()), samples.defaults(), CHINESE));
            }
        }
    }

    @Nested
    @DisplayName("It is a pure function")
    class Pure {

        @Test
        @DisplayName("that gives an equal drawing for equal arguments")
        void equal() {
            Samples samples = samples();
            Widget widget = widget();
            for (List<Field> fields : samples.bindings()) {
                WidgetData data = samples.data(fields, 50, Samples.Values.PLAIN);
                Drawing first = widget.draw(data, samples.defaults(), CHINESE);
                assertThat(widget.draw(data, samples.defaults(), CHINESE)).isEqualTo(first);
                assertThat(widget().draw(data, samples.defaults(), CHINESE)).isEqualTo(first);
            }
        }

        @Test
        @DisplayName("that many threads may call at once")
        void parallel() throws InterruptedException {
            Samples samples = samples();
            Widget widget = widget();
            List<List<Field>> bindings = samples.bindings();
            List<WidgetData> data = bindings.stream()
                    .map(fields -> samples.data(fields, 200, Samples.Values.PLAIN))
                    .toList();
            List<Drawing> expected = data.stream()
                    .map(one -> widget().draw(one, samples.defaults(), ENGLISH))
                    .toList();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Drawing>> drawings = new ArrayList<>();
                for (int index = 0; index < 64; index++) {
                    WidgetData one = data.get(index % data.size());
                    drawings.add(threads.submit(() -> widget.draw(one, samples.defaults(), ENGLISH)));
                }
                for (int index = 0; index < drawings.size(); index++) {
                    assertThat(drawings.get(index).get()).isEqualTo(expected.get(index % expected.size()));
                }
            } catch (ExecutionException failure) {
                fail("A draw in parallel failed.", failure.getCause());
            }
        }
    }

    @Nested
    @DisplayName("It speaks")
    class Speech {

        @Test
        @DisplayName("English without a Chinese word of its own")
        void english() {
            Samples samples = samples();
            for (List<Field> fields : samples.bindings()) {
                for (Settings settings : samples.settings()) {
                    for (WidgetData data :
                            List.of(samples.none(fields), samples.data(fields, 5, Samples.Values.PLAIN))) {
                        String drawn = json(widget().draw(data, settings, ENGLISH));
                        assertThat(HAN.matcher(drawn).find()).as(drawn).isFalse();
                    }
                }
            }
        }

        @Test
        @DisplayName("Chinese where it says that there is nothing to draw")
        void chinese() {
            Samples samples = samples();
            String drawn = json(widget().draw(samples.none(samples.usualBinding()), samples.defaults(), CHINESE));
            assertThat(HAN.matcher(drawn).find()).as(drawn).isTrue();
        }
    }

    /** A click on a mark becomes a filter, so it must be one that the rows were split by. */
    private static void checkMembers(Rows rows, String dimension, List<String> keys) {
        if (dimension.isEmpty()) {
            return;
        }
        Field field = rows.fields().stream()
                .filter(one -> one.kind() != Field.Kind.METRIC && one.code().equals(dimension))
                .findFirst()
                .orElseGet(() -> fail("The marks name the dimension " + dimension + ", which is not bound."));
        Set<String> members = new HashSet<>();
        for (int row = 0; row < rows.size(); row++) {
            members.add(rows.member(row, field).code());
        }
        assertThat(members).as("Members of %s", dimension).containsAll(keys);
    }

    /** What the host relies on in every drawing. */
    private void checkSound(Drawing drawing) {
        assertThat(json(drawing)).isNotBlank();
        switch (drawing) {
            case Chart chart -> {
                assertThat(chart.points().stream().map(Chart.Point::key)).doesNotHaveDuplicates();
                assertThat(chart.series().stream().map(Chart.Series::key)).doesNotHaveDuplicates();
                assertThat(chart.series())
                        .as("More series than a reader can tell apart.")
                        .hasSizeBetween(1, 12);
            }
            case Table table ->
                assertThat(table.rows().stream().map(Table.Line::key)).doesNotHaveDuplicates();
            case Custom custom -> checkCustom(custom);
            case Notice notice -> {
                assertThat(notice.title()).isNotBlank();
                assertThat(notice.sentence()).isNotBlank();
            }
            case cockpit.spi.widget.Figure figure -> assertThat(figure.title()).isNotNull();
        }
    }

    private final Set<String> found = new HashSet<>();

    private void checkCustom(Custom custom) {
        assertThat(custom.element())
                .as("An element's name begins with ck- and the plugin's id.")
                .matches("ck-" + Pattern.quote(pluginId()) + "(-[a-z0-9]+)*");
        checkPlain(custom.data());
        if (found.add(custom.module())) {
            try (InputStream module =
                    widget().getClass().getClassLoader().getResourceAsStream("web/" + custom.module())) {
                assertThat(module)
                        .as("The module web/%s is in the plugin.", custom.module())
                        .isNotNull();
                String source = new String(module.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(source)
                        .as("The module defines %s.", custom.element())
                        .contains(custom.element());
            } catch (IOException failure) {
                fail("The module web/" + custom.module() + " cannot be read.", failure);
            }
        }
    }

    private static void checkPlain(@Nullable Object value) {
        switch (value) {
            case null -> {}
            case String _, Number _, Boolean _ -> {}
            case List<?> list -> list.forEach(WidgetContract::checkPlain);
            case Map<?, ?> map ->
                map.forEach((key, inner) -> {
                    assertThat(key).isInstanceOf(String.class);
                    checkPlain(inner);
                });
            default ->
                fail("Custom data hold maps, lists, texts, numbers, booleans and nulls; found "
                        + value.getClass().getName() + ".");
        }
    }
}
