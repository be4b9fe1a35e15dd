package cockpit.plugin.wechat;

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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The event callback, in safe mode or plain. What somebody did is stored as a touch; no stream is read again for it, since
 * the channel's figures of a day are only known the next morning.
 */
final class Callback {

    static final Stream TOUCH = Stream.named("touch", Text.of("公众号互动", "Follower events"), Dataset.TOUCH)
            .columns(
                    Column.text("touch_id").asRequired(),
                    Column.instant("create_time").as("at").asRequired(),
                    Column.oneOf("kind", "FOLLOWED", "UNFOLLOWED", "SCANNED", "CLICKED", "VIEWED", "WROTE")
                            .asRequired(),
                    Column.text("open_id").asRequired(),
                    Column.text("app_id").as("account_id"),
                    Column.text("state"))
            .key("touch_id")
            .always("channel", "WECHAT_OA")
            .asPushed();

    private static final String ANSWER = "success";
    private static final String NEW_FOLLOWER_SCENE = "qrscene_";
    private static final int LONGEST_ECHO = 200;

    private static final Map<String, String> EVENTS = Map.of(
            "subscribe", "FOLLOWED",
            "unsubscribe", "UNFOLLOWED",
            "SCAN", "SCANNED",
            "CLICK", "CLICKED",
            "VIEW", "VIEWED");

    private static final Set<String> MESSAGES =
            Set.of("text", "image", "voice", "video", "shortvideo", "location", "link");

    private final Settings settings;
    private final String receiver;
    private final Optional<EncryptedCallbacks> cipher;

    Callback(Settings settings, String receiver) {
        this.settings = settings;
        this.receiver = receiver;
        this.cipher = hasToken(settings) && hasKey(settings)
                ? Optional.of(new EncryptedCallbacks(
                        settings.secret(WechatSource.CALLBACK_TOKEN),
                        settings.secret(WechatSource.CALLBACK_KEY),
                        receiver))
                : Optional.empty();
    }

    static boolean hasToken(Settings settings) {
        return settings.find(WechatSource.CALLBACK_TOKEN).isPresent();
    }

    /** Whether there is a key, and it can be one. */
    static boolean hasKey(Settings settings) {
        return settings.find(WechatSource.CALLBACK_KEY).isPresent()
                && EncryptedCallbacks.isKey(settings.secret(WechatSource.CALLBACK_KEY));
    }

    static boolean isPlain(Settings settings) {
        return settings.text(WechatSource.CALLBACK_MODE).equals(WechatSource.PLAIN);
    }

    WebhookDelivery receive(WebhookRequest request, Instant now) throws WebhookRejection {
        if (!hasToken(settings) || (cipher.isEmpty() && !isPlain(settings))) {
            throw WebhookRejection.notGenuine("This connection takes no callbacks.");
        }
        if (request.method().equals("GET")) {
            EncryptedCallbacks.verify(request, settings.secret(WechatSource.CALLBACK_TOKEN), "signature", now);
            String echo = request.parameter("echostr").orElse("");
            if (echo.length() > LONGEST_ECHO) {
                throw WebhookRejection.unreadable("The parameter echostr is too long.");
            }
            return new WebhookDelivery("", Map.of()).answeredWith(echo);
        }
        byte[] message = isPlain(settings) ? plain(request, now) : decrypted(request, now);
        return delivery(XmlMessage.read(message), fingerprint(message)).answeredWith(ANSWER);
    }

    /** Whoever sees such an address may send anything for five minutes: the signature covers no body. */
    private byte[] plain(WebhookRequest request, Instant now) throws WebhookRejection {
        EncryptedCallbacks.verify(request, settings.secret(WechatSource.CALLBACK_TOKEN), "signature", now);
        return request.body();
    }

    private byte[] decrypted(WebhookRequest request, Instant now) throws WebhookRejection {
        Optional<String> encrypted =
                XmlMessage.read(request.body()).at("Encrypt").text();
        if (encrypted.isEmpty()) {
            throw WebhookRejection.notGenuine("The body carries no encrypted message.");
        }
        return cipher.orElseThrow(() -> WebhookRejection.notGenuine("This connection takes no callbacks."))
                .open(request, encrypted.get(), now);
    }

    private WebhookDelivery delivery(Json message, String id) throws WebhookRejection {
        String type = message.at("MsgType").text().orElse("");
        if (type.isEmpty()) {
            throw WebhookRejection.unreadable("The message has no MsgType.");
        }
        String kind = type.equals("event")
                ? EVENTS.get(message.at("Event").text().orElse(""))
                : MESSAGES.contains(type) ? "WROTE" : null;
        return kind == null
                ? new WebhookDelivery(id, Map.of())
                : new WebhookDelivery(id, Map.of(TOUCH.name(), List.of(touch(message, id, kind))));
    }

    /** What was written is nobody's business here. */
    private Row touch(Json message, String id, String kind) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("touch_id", id);
        values.put("create_time", message.at("CreateTime").text().orElse(null));
        values.put("kind", kind);
        values.put("open_id", message.at("FromUserName").text().orElse(null));
        values.put("app_id", receiver);
        values.put("state", scene(message, kind));
        return Row.of(values);
    }

    /** The campaign code of a parametric QR code. */
    private static @Nullable String scene(Json message, String kind) {
        String key = message.at("EventKey").text().orElse("");
        return switch (kind) {
            case "FOLLOWED" -> key.startsWith(NEW_FOLLOWER_SCENE) ? key.substring(NEW_FOLLOWER_SCENE.length()) : null;
            case "SCANNED" -> key.isEmpty() ? null : key;
            default -> null;
        };
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
