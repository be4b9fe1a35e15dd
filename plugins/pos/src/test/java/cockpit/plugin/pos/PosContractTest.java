package cockpit.plugin.pos;

import cockpit.spi.source.DataSource;
import cockpit.testkit.source.PushExample;
import cockpit.testkit.source.SourceContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The store tills")
class PosContractTest extends SourceContract {

    static final String SECRET = "whsec_Y29ja3BpdC1wb3MtZGVtby1zZWNyZXQtMzItYnl0ZXM=";

    static final String PAID = """
            {"type":"order.paid","data":{"store_id":"S001","order_no":"S001-20260301-0042","revision":3,"business_date":"2026-03-01",
             "opened_at":"2026-03-01T14:02:11+08:00","paid_at":"2026-03-01T15:20:44+08:00","status":"PAID","channel":"DOUYIN","kind":"SALE","source_ref":"8001234567890",
             "gross_fen":136000,"discount_fen":16200,"service_fee_fen":0,"rounding_fen":0,"net_fen":119800,"paid_fen":119800,"refunded_fen":0,"guests":1,
             "member_id":"M10086","phone":"13800138000",
             "lines":[{"line_no":1,"item_code":"HA-1ML","item_name":"水光体验","quantity":"2","list_price_fen":68000,"sale_fen":136000,"discount_share_fen":16200,"net_fen":119800}],
             "payments":[{"payment_no":"P9001","method":"GROUP_BUY","face_fen":99800,"paid_fen":99800,"platform_fee_fen":5988,"received_fen":93812,"at":"2026-03-01T15:20:30+08:00","status":"DONE"}]}}
            """;

    static final String REFUNDED = """
            {"type":"order.refunded","data":{"store_id":"S001","refund_no":"R0007","order_no":"S001-20260301-0042","line_no":1,"amount_fen":59900,
             "at":"2026-03-03T11:05:00+08:00","business_date":"2026-03-03","reason":"customer","method":"WECHAT"}}
            """;

    static final String REDEEMED = """
            {"type":"redemption.done","data":{"redemption_id":"RD77120","org_unit":"HZ-WEST","platform":"DOUYIN","platform_order_id":"1020000000000000001","certificate_id":"7480000000000000999",
             "verify_id":"7480000000000001001","code_hash":"5b1f4d0ac7","category":"skin","face_fen":99800,"paid_fen":49900,"platform_subsidy_fen":0,"platform_fee_fen":2994,
             "received_fen":46906,"customer_id":"C30021","visit_id":"V55010","at":"2026-03-01T14:06:31+08:00","business_date":"2026-03-01","status":"DONE"}}
            """;

    @Override
    protected DataSource source() {
        return new PosSource();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("webhook-secret", SECRET);
    }

    @Override
    protected List<PushExample> pushes() {
        return List.of(
                PushExample.of("a paid order", PAID, "order", 1),
                PushExample.of("a refund", REFUNDED, "refund", 1),
                PushExample.of("a redemption", REDEEMED, "redemption", 1),
                PushExample.of(
                        "a cancelled redemption",
                        REDEEMED.replace("redemption.done", "redemption.cancelled")
                                .replace("DONE", "CANCELLED"),
                        "redemption",
                        1),
                new PushExample(
                        "a batch",
                        "{\"type\":\"batch\",\"data\":[" + PAID + "," + PAID + "," + REFUNDED + "]}",
                        Map.of("order", 2, "refund", 1)),
                new PushExample(
                        "a closed shift", "{\"type\":\"shift.closed\",\"data\":{\"store_id\":\"S001\"}}", Map.of()),
                PushExample.ping("{\"type\":\"ping\",\"data\":{}}"),
                PushExample.ping("{\"event_type\":\"ping\",\"data\":{\"success\":true}}"));
    }
}
