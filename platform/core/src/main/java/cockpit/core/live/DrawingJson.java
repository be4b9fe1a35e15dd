package cockpit.core.live;

import cockpit.spi.widget.Chart;
import cockpit.spi.widget.Custom;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Figure;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Table;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes drawings as JSON. Written by hand, so that no serialiser ever looks into a plugin's classes or keeps them. */
final class DrawingJson {

    static final int LARGEST = 1024 * 1024;

    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 100;

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private DrawingJson() {}

    /** A drawing is larger than a frame may be, or holds what JSON cannot. */
    static final class Unfit extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }

    /**
     * @param pluginId where a {@link Custom} drawing's module is
     * @param version of that plugin
     * @throws Unfit with the reason
     */
    static String write(Drawing drawing, String pluginId, String version) {
        Bounded out = new Bounded();
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            switch (drawing) {
                case Chart chart -> chart(json, chart);
                case Figure figure -> figure(json, figure);
                case Table table -> table(json, table);
                case Notice notice -> notice(json, notice);
                case Custom custom -> custom(json, custom, pluginId, version);
            }
        }
        return out.text();
    }

    private static void chart(JsonGenerator json, Chart chart) {
        start(json, "chart");
        text(json, "chart", chart.kind().name());
        text(json, "dimension", chart.dimension());
        json.writeName("points");
        json.writeStartArray();
        for (Chart.Point point : chart.points()) {
            json.writeStartObject();
            text(json, "key", point.key());
            text(json, "label", point.label());
            json.writeName("time");
            json.writeBoolean(point.time());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeName("series");
        json.writeStartArray();
        for (Chart.Series series : chart.series()) {
            json.writeStartObject();
            text(json, "key", series.key());
            text(json, "name", series.name());
            text(json, "unit", series.unit().name());
            numbers(json, "values", series.values());
            text(json, "role", series.role().name());
            text(json, "dimension", series.dimension());
            text(json, "member", series.member());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void figure(JsonGenerator json, Figure figure) {
        start(json, "figure");
        text(json, "title", figure.title());
        json.writeName("value");
        number(json, figure.value());
        text(json, "unit", figure.unit().name());
        text(json, "direction", figure.direction().name());
        json.writeName("compared");
        number(json, figure.compared());
        text(json, "comparedWith", figure.comparedWith());
        numbers(json, "sparkline", figure.sparkline());
        json.writeEndObject();
    }

    private static void table(JsonGenerator json, Table table) {
        start(json, "table");
        text(json, "dimension", table.dimension());
        json.writeName("columns");
        json.writeStartArray();
        for (Table.Column column : table.columns()) {
            json.writeStartObject();
            text(json, "title", column.title());
            text(json, "kind", column.kind().name());
            text(json, "unit", column.unit().name());
            text(json, "direction", column.direction().name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeName("rows");
        json.writeStartArray();
        for (Table.Line row : table.rows()) {
            json.writeStartObject();
            text(json, "key", row.key());
            json.writeName("cells");
            plain(json, row.cells(), 0);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void notice(JsonGenerator json, Notice notice) {
        start(json, "notice");
        text(json, "notice", notice.kind().name());
        text(json, "title", notice.title());
        text(json, "sentence", notice.sentence());
        json.writeEndObject();
    }

    private static void custom(JsonGenerator json, Custom custom, String pluginId, String version) {
        String prefix = "ck-" + pluginId;
        if (!custom.element().equals(prefix) && !custom.element().startsWith(prefix + "-")) {
            throw new Unfit("its element " + custom.element() + " must begin with " + prefix);
        }
        start(json, "custom");
        text(json, "module", custom.module());
        text(json, "element", custom.element());
        text(json, "base", "/plugin-assets/" + segment(pluginId) + "/" + segment(version) + "/");
        json.writeName("data");
        plain(json, custom.data(), 0);
        json.writeEndObject();
    }

    private static void plain(JsonGenerator json, @Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new Unfit("its data is nested deeper than " + DEEPEST + " levels");
        }
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case BigDecimal number -> number(json, number);
            case BigInteger number -> number(json, new BigDecimal(number));
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number when Double.isFinite(number) -> number(json, BigDecimal.valueOf(number));
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((key, member) -> {
                    if (!(key instanceof String name)) {
                        throw new Unfit("its data has a key that is no text");
                    }
                    json.writeName(name);
                    plain(json, member, depth + 1);
                });
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(item -> plain(json, item, depth + 1));
                json.writeEndArray();
            }
            default ->
                throw new Unfit("its data holds a " + value.getClass().getSimpleName()
                        + ", where only maps, lists, texts, finite numbers, booleans and nulls may stand");
        }
    }

    private static void start(JsonGenerator json, String kind) {
        json.writeStartObject();
        text(json, "kind", kind);
    }

    static void text(JsonGenerator json, String name, @Nullable String value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value);
        }
    }

    private static void numbers(JsonGenerator json, String name, List<@Nullable BigDecimal> values) {
        json.writeName(name);
        json.writeStartArray();
        values.forEach(value -> number(json, value));
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, @Nullable BigDecimal value) {
        if (value == null) {
            json.writeNull();
        } else if (value.precision() > LONGEST_NUMBER || Math.abs((long) value.scale()) > LONGEST_NUMBER) {
            throw new Unfit("it holds a number of more than " + LONGEST_NUMBER + " digits");
        } else {
            json.writeNumber(value);
        }
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static final class Bounded extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);

        @Override
        public void write(int b) {
            room(1);
            bytes.write(b);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            room(length);
            bytes.write(buffer, offset, length);
        }

        private void room(int more) {
            if (bytes.size() + more > LARGEST) {
                throw new Unfit("it is larger than 1 MB");
            }
        }

        private String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
