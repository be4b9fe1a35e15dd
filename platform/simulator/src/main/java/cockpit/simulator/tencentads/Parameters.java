package cockpit.simulator.tencentads;

import cockpit.simulator.http.Json;
import cockpit.simulator.http.Request;
import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads query parameters as Tencent Ads does: structured ones are JSON text. */
final class Parameters {
    private final Request request;

    Parameters(Request request) {
        this.request = request;
    }

    @Nullable
    String optional(String name) {
        return request.parameter(name);
    }

    String required(String name) {
        String value = request.parameter(name);
        if (value == null || value.isEmpty()) {
            throw Refusal.parameter(name + " is required");
        }
        return value;
    }

    JsonNode json(String name) {
        try {
            return Json.parse(required(name));
        } catch (JacksonException malformed) {
            throw Refusal.parameter(name + " must be JSON");
        }
    }

    List<String> texts(String name) {
        JsonNode array = json(name);
        if (!array.isArray() || array.isEmpty()) {
            throw Refusal.parameter(name + " must be a list");
        }
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asString()));
        return texts;
    }

    int number(String name, int otherwise, int most) {
        String text = request.parameter(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[1-9]\\d{0,8}") || Integer.parseInt(text) > most) {
            throw Refusal.parameter(name + " must be from 1 to " + most);
        }
        return Integer.parseInt(text);
    }

    Region account() {
        String id = required("account_id");
        if (!id.matches("\\d{1,18}")) {
            throw Refusal.parameter("account_id must be a number");
        }
        return AdPlatform.TENCENT_ADS.regionOf(Long.parseLong(id)).orElseThrow(() -> new Refusal(Code.ACCOUNT));
    }

    static int day(JsonNode range, String field) {
        try {
            return Times.day(LocalDate.parse(String.valueOf(Json.text(range, field))));
        } catch (DateTimeException malformed) {
            throw Refusal.parameter("date_range." + field + " must be yyyy-MM-dd");
        }
    }
}
