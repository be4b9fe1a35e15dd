package cockpit.simulator.oceanengine;

import cockpit.simulator.http.Json;
import cockpit.simulator.http.Request;
import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads query parameters as Ocean Engine does: arrays are JSON text. */
final class Parameters {
    private static final DateTimeFormatter WITH_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Request request;

    Parameters(Request request) {
        this.request = request;
    }

    String required(String name) {
        String value = request.parameter(name);
        if (value == null || value.isEmpty()) {
            throw Refusal.parameter(name + ": 必填参数缺失");
        }
        return value;
    }

    @Nullable
    String optional(String name) {
        return request.parameter(name);
    }

    JsonNode array(String name) {
        JsonNode node;
        try {
            node = Json.parse(required(name));
        } catch (JacksonException malformed) {
            throw Refusal.parameter(name + ": 必须是JSON数组");
        }
        if (!node.isArray()) {
            throw Refusal.parameter(name + ": 必须是JSON数组");
        }
        return node;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isString() && !element.isIntegralNumber()) {
                throw Refusal.parameter(name + ": 数组元素类型错误");
            }
            texts.add(element.asString());
        }
        return texts;
    }

    int page() {
        return number("page", 1, 1, 1_000_000);
    }

    int pageSize() {
        return number("page_size", 10, 1, 100);
    }

    private int number(String name, int otherwise, int least, int most) {
        String text = request.parameter(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException noNumber) {
            throw Refusal.parameter(name + ": 必须是整数");
        }
        if (value < least || value > most) {
            throw Refusal.parameter(name + ": 取值范围为" + least + "到" + most);
        }
        return value;
    }

    /** Epoch seconds: a date alone means its first second, or its last one when it is an end. */
    long instant(String name, boolean end) {
        String text = required(name);
        try {
            if (text.length() == 10) {
                int day = Times.day(LocalDate.parse(text));
                return end ? Times.at(day + 1, 0) - 1 : Times.at(day, 0);
            }
            return LocalDateTime.parse(text, WITH_TIME).toEpochSecond(Times.ZONE);
        } catch (DateTimeException malformed) {
            throw Refusal.parameter(name + ": 时间格式应为yyyy-MM-dd或yyyy-MM-dd HH:mm:ss");
        }
    }

    /** One of the advertisers that gave consent. */
    static Region advertiser(String id) {
        long number;
        try {
            number = Long.parseLong(id);
        } catch (NumberFormatException noNumber) {
            throw Refusal.parameter("advertiser_id: 必须是整数");
        }
        return AdPlatform.OCEANENGINE.regionOf(number).orElseThrow(() -> new Refusal(Code.FOREIGN));
    }
}
