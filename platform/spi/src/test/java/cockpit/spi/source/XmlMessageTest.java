package cockpit.spi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An XML message")
class XmlMessageTest {

    private static Json read(String xml) throws WebhookRejection {
        return XmlMessage.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static void isUnreadable(byte[] xml) {
        WebhookRejection rejection = catchThrowableOfType(WebhookRejection.class, () -> XmlMessage.read(xml));
        assertThat(rejection).isNotNull();
        assertThat(rejection.status()).isEqualTo(400);
    }

    @Test
    void is_read_by_the_names_of_its_elements() throws Exception {
        Json message = read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <xml><ToUserName><![CDATA[corp]]></ToUserName>
                <CreateTime>1403610513</CreateTime><Name a="1">A &amp; B</Name><Empty/>
                <Item><Id>1</Id></Item><Item><Id>2</Id></Item><Item><Id>3</Id></Item></xml>
                """);

        assertThat(message.at("ToUserName").text()).contains("corp");
        assertThat(message.at("CreateTime").integer()).contains(1_403_610_513L);
        assertThat(message.at("Name").text()).contains("A & B");
        assertThat(message.at("Empty").text()).contains("");
        assertThat(message.at("Item").elements().get(2).at("Id").text()).contains("3");
        assertThat(message.at("Nobody").isMissing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "{}",
                "<xml>",
                "<xml></lmx>",
                "<xml>&nobody;</xml>",
                "<xml/><xml/>",
                "<!DOCTYPE xml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml><A>&a;</A></xml>",
                "<!doctype xml SYSTEM \"http://127.0.0.1:1/evil.dtd\"><xml/>",
                "<xml><A><![CDATA[<!DOCTYPE]]></A></xml>",
                "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><xml>&b;</xml>"
            })
    void is_unreadable_where_it_is_malformed_or_declares_anything(String xml) {
        isUnreadable(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void is_bounded() {
        isUnreadable("<a>".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        isUnreadable(("<a>".repeat(9) + "</a>".repeat(9)).getBytes(StandardCharsets.UTF_8));
        isUnreadable(("<a>" + "<b/>".repeat(3_000) + "</a>").getBytes(StandardCharsets.UTF_8));
        isUnreadable(("<a>" + "x".repeat(300_000) + "</a>").getBytes(StandardCharsets.UTF_8));
        isUnreadable("<a>é</a>".getBytes(StandardCharsets.UTF_16));
        isUnreadable(new byte[] {'<', 'a', '>', (byte) 0xff, '<', '/', 'a', '>'});
    }

    @Test
    void with_thousands_of_attributes_is_read_or_refused_quickly() {
        StringBuilder xml = new StringBuilder("<a");
        for (int count = 0; count < 20_000; count++) {
            xml.append(" a").append(count).append("=''");
        }
        byte[] bytes = xml.append("/>").toString().getBytes(StandardCharsets.UTF_8);
        long begun = System.nanoTime();
        WebhookRejection rejection = catchThrowableOfType(WebhookRejection.class, () -> XmlMessage.read(bytes));
        assertThat(rejection == null || rejection.status() == 400).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
}
