package cockpit.spi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A JSON value")
class JsonTest {

    private final Json json = Json.of(Map.of(
            "code",
            0L,
            "big",
            new BigInteger("7480000000000000123456"),
            "money",
            new BigDecimal("1E+3"),
            "ok",
            true,
            "text",
            "42",
            "data",
            Map.of("rows", List.of(Map.of("id", "a"), Map.of("id", "b")))));

    @Test
    void walks_without_casts() {
        assertThat(json.at("data").at("rows").elements().get(1).at("id").text()).contains("b");
    }

    @Test
    void says_where_it_stood() {
        assertThat(json.at("data").at("rows").elements().get(1).at("id").path()).isEqualTo("$.data.rows[1].id");
    }

    @Test
    void is_missing_where_a_step_does_not_exist() {
        Json missing = json.at("nothing").at("further");
        assertThat(missing.isMissing()).isTrue();
        assertThat(missing.text()).isEmpty();
        assertThat(missing.elements()).isEmpty();
        assertThat(missing.members()).isEmpty();
        assertThat(missing.path()).isEqualTo("$.nothing.further");
    }

    @Test
    void gives_numbers_exactly_as_text() {
        assertThat(json.at("big").text()).contains("7480000000000000123456");
        assertThat(json.at("money").text()).contains("1000");
        assertThat(json.at("ok").text()).contains("true");
    }

    @Test
    void reads_whole_numbers_also_from_text() {
        assertThat(json.at("text").integer()).contains(42L);
        assertThat(json.at("code").integer()).contains(0L);
        assertThat(json.at("ok").integer()).isEmpty();
        assertThat(json.at("big").integer()).isEmpty();
    }

    @Test
    void is_no_text_where_it_is_nested() {
        assertThat(json.at("data").text()).isEmpty();
        assertThat(json.at("data").isObject()).isTrue();
    }

    @Test
    void keeps_members_that_are_null() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("a", null);
        assertThat(Json.of(map).members()).containsEntry("a", null);
        assertThat(Json.of(map).at("a").isMissing()).isTrue();
        assertThat(Json.of(Arrays.asList("x", null)).elements()).hasSize(2);
    }

    @Test
    void prints_its_path_and_never_its_value() {
        assertThat(json.at("text")).hasToString("Json at $.text");
    }

    @Test
    void writes_a_text_in_quotation_marks() {
        assertThat(Json.quoted("a\"b\\c\n你")).isEqualTo("\"a\\\"b\\\\c\\u000a你\"");
    }

    @Test
    void writes_what_it_would_read() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", "a\"b\\c\n中");
        body.put("id", new BigInteger("7421000000000000001"));
        body.put("amount", new BigDecimal("1E+2"));
        body.put("list", List.of(1, true, "x"));
        body.put("none", Map.of());
        assertThat(Json.of(body).toJson())
                .isEqualTo("{\"text\":\"a\\\"b\\\\c\\u000a中\",\"id\":7421000000000000001,\"amount\":100,"
                        + "\"list\":[1,true,\"x\"],\"none\":{}}");
        assertThat(Json.of(null).toJson()).isEqualTo("null");
    }

    @Test
    void refuses_to_write_what_has_no_exact_form() {
        assertThatThrownBy(() -> Json.of(List.of(1.5)).toJson())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A Double has no exact form in JSON.");
    }
}
