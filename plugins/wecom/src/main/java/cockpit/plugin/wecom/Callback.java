package cockpit.plugin.wecom;

import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.EncryptedCallbacks;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.Stream;
import cockpit.spi.source.WebhookDelivery;
import cockpit.spi.source.WebhookRejection;
import cockpit.spi.source.WebhookRequest;
import cockpit.spi.source.XmlMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted callback. An event only says that something changed: what happened is stored as a touch, and the streams
 * whose state it changed are read again soon, since only they bring whole rows.
 */
final class Callback {

    static final Stream TOUCH = Stream.named("touch", Text.of("客户变更事件", "Contact events"), Dataset.TOUCH)
            .columns(
                    Column.text("touch_id").asRequired(),
                    Column.instant("create_time").as("at").asRequired(),
                    Column.oneOf("kind", "ADDED", "HALF_ADDED", "REMOVED", "LEFT")
                            .asRequired(),
                    Column.text("user_id").as("staff_id").asRequired(),
                    Column.text("external_user_id").asRequired(),
                    Column.text("org_unit"),
                    Column.text("corp_id").as("account_id"),
                    Column.text("state"))
            .key("touch_id")
            .always("channel", "WECOM")
            .asPushed();

    private static final String CONTACT_CHANGE = "change_external_contact";
    private static final String TAG_CHANGE = "change_external_tag";

    /** What somebody did, by {@code ChangeType}. */
    private static final Map<String, String> KINDS = Map.of(
            "add_external_contact", "ADDED",
            "add_half_external_contact", "HALF_ADDED",
            "del_external_contact", "REMOVED",
            "del_follow_user", "LEFT");

    private final String corpId;
    private final Optional<EncryptedCallbacks> cipher;
    private final Staff staff;

    Callback(Settings settings, String corpId, Staff staff) {
        this.corpId = corpId;
        this.staff = staff;
        this.cipher = isSetUp(settings)
                ? Optional.of(new EncryptedCallbacks(
                        settings.secret(WecomSource.CALLBACK_TOKEN), settings.secret(WecomSource.CALLBACK_KEY), corpId))
                : Optional.empty();
    }

    /** Whether token and key are there and the key can be one. */
    static boolean isSetUp(Settings settings) {
        return settings.find(WecomSource.CALLBACK_TOKEN).isPresent()
                && settings.find(WecomSource.CALLBACK_KEY).isPresent()
                && EncryptedCallbacks.isKey(settings.secret(WecomSource.CALLBACK_KEY));
    }

    WebhookDelivery receive(WebhookRequest request, Instant now) throws WebhookRejection {
        EncryptedCallbacks callbacks =
                cipher.orElseThrow(() -> WebhookRejection.notGenuine("This connection takes no callbacks."));
        if (request.method().equals("GET")) {
            // A plus that was not encoded arrives as a blank.
            String echo = request.parameter("echostr").orElse("").replace(' ', '+');
            return new WebhookDelivery("", Map.of())
                    .answeredWith(new String(callbacks.open(request, echo, now), StandardCharsets.UTF_8));
        }
        Optional<String> encrypted =
                XmlMessage.read(request.body()).at("Encrypt").text();
        if (encrypted.isEmpty()) {
            throw WebhookRejection.notGenuine("The body carries no encrypted message.");
        }
        byte[] message = callbacks.open(request, encrypted.get(), now);
        return delivery(XmlMessage.read(message), fingerprint(message)).answeredWith("");
    }

    private WebhookDelivery delivery(Json message, String id) throws WebhookRejection {
        if (message.at("MsgType").text().isEmpty()) {
            throw WebhookRejection.unreadable("The message has no MsgType.");
        }
        String event = message.at("Event").text().orElse("");
        String change = message.at("ChangeType").text().orElse("");
        if (event.equals(TAG_CHANGE)) {
            return new WebhookDelivery(id, Map.of()).outdating(Contacts.TAG.name());
        }
        if (!event.equals(CONTACT_CHANGE)) {
            return new WebhookDelivery(id, Map.of());
        }
        String kind = KINDS.get(change);
        return kind == null
                ? new WebhookDelivery(id, Map.of()).outdating(Contacts.CONTACT.name(), Contacts.TAG.name())
                : new WebhookDelivery(id, Map.of(TOUCH.name(), List.of(touch(message, id, kind))))
                        .outdating(Contacts.CONTACT.name());
    }

    private Row touch(Json message, String id, String kind) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        String member = message.at("UserID").text().orElse("");
        values.put("touch_id", id);
        values.put("create_time", message.at("CreateTime").text().orElse(null));
        values.put("kind", kind);
        values.put("user_id", member.isEmpty() ? null : member);
        values.put("external_user_id", message.at("ExternalUserID").text().orElse(null));
        values.put("org_unit", staff.knownUnit(member));
        values.put("corp_id", corpId);
        values.put("state", message.at("State").text().orElse(null));
        return Row.of(values);
    }

    /** The same for the same message, however often it is encrypted anew. */
    private static String fingerprint(byte[] message) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message), 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }
}
