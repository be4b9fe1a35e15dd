package cockpit.plugin.wechat;

import cockpit.spi.Secret;
import cockpit.spi.source.EncryptedCallbacks;
import cockpit.spi.source.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Callbacks as the channel sends them. */
final class Callbacks {

    static final String APP = "wxDemo0123456789";
    static final Secret TOKEN = Secret.of("inventedCallbackToken");
    static final Secret KEY = Secret.of("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C");

    private Callbacks() {}

    /** In safe mode. */
    static WebhookRequest sealed(Secret token, Instant at, String message) {
        String encrypted = new EncryptedCallbacks(token, KEY, APP).seal(message.getBytes(StandardCharsets.UTF_8));
        Map<String, List<String>> query = parameters(token, at);
        query.put("encrypt_type", List.of("aes"));
        query.put(
                "msg_signature",
                List.of(EncryptedCallbacks.signature(token, Long.toString(at.getEpochSecond()), "nonce-1", encrypted)));
        return request(
                "POST",
                query,
                "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>");
    }

    static WebhookRequest plain(Secret token, Instant at, String message) {
        return request("POST", parameters(token, at), message);
    }

    static WebhookRequest verification(Secret token, Instant at, String echo) {
        Map<String, List<String>> query = parameters(token, at);
        query.put("echostr", List.of(echo));
        return request("GET", query, "");
    }

    private static Map<String, List<String>> parameters(Secret token, Instant at) {
        String timestamp = Long.toString(at.getEpochSecond());
        Map<String, List<String>> query = new LinkedHashMap<>();
        query.put("signature", List.of(EncryptedCallbacks.signature(token, timestamp, "nonce-1")));
        query.put("timestamp", List.of(timestamp));
        query.put("nonce", List.of("nonce-1"));
        return query;
    }

    private static WebhookRequest request(String method, Map<String, List<String>> query, String body) {
        return new WebhookRequest(
                method, query, Map.of("content-type", List.of("text/xml")), body.getBytes(StandardCharsets.UTF_8));
    }

    /** A message of a type; {@code more} are elements. */
    static String message(String type, String more) {
        return "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oDemo1]]></FromUserName>"
                + "<CreateTime>1772416800</CreateTime><MsgType><![CDATA[" + type + "]]></MsgType>" + more + "</xml>";
    }

    static String event(String event, String key) {
        return message("event", "<Event><![CDATA[" + event + "]]></Event><EventKey><![CDATA[" + key + "]]></EventKey>");
    }
}
