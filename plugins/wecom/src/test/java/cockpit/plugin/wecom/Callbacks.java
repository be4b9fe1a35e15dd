package cockpit.plugin.wecom;

import cockpit.spi.Secret;
import cockpit.spi.source.EncryptedCallbacks;
import cockpit.spi.source.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Callbacks as the channel sends them. */
final class Callbacks {

    static final String CORP = "wwDemo0123456789";
    static final Secret TOKEN = Secret.of("inventedCallbackToken");
    static final Secret KEY = Secret.of("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C");

    private Callbacks() {}

    static WebhookRequest post(Secret token, Instant at, String message) {
        String encrypted = new EncryptedCallbacks(token, KEY, CORP).seal(message.getBytes(StandardCharsets.UTF_8));
        String body = "<xml><ToUserName><![CDATA[" + CORP
                + "]]></ToUserName><AgentID><![CDATA[]]></AgentID><Encrypt><![CDATA[" + encrypted
                + "]]></Encrypt></xml>";
        return new WebhookRequest(
                "POST",
                parameters(token, at, encrypted),
                Map.of("content-type", List.of("text/xml")),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static Map<String, List<String>> parameters(Secret token, Instant at, String encrypted) {
        String timestamp = Long.toString(at.getEpochSecond());
        return Map.of(
                "msg_signature",
                List.of(EncryptedCallbacks.signature(token, timestamp, "nonce-1", encrypted)),
                "timestamp",
                List.of(timestamp),
                "nonce",
                List.of("nonce-1"));
    }

    /** An event of a contact; {@code more} are elements. */
    static String contact(String change, String more) {
        return "<xml><ToUserName><![CDATA[" + CORP + "]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>"
                + "<CreateTime>1772416800</CreateTime><MsgType><![CDATA[event]]></MsgType>"
                + "<Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[" + change
                + "]]></ChangeType><UserID><![CDATA[zhangmin]]></UserID>"
                + "<ExternalUserID><![CDATA[wmDemoAAA09]]></ExternalUserID>" + more + "</xml>";
    }
}
