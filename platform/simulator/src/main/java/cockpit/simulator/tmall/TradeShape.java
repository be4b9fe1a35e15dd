package cockpit.simulator.tmall;

import static cockpit.simulator.world.Purchase.passed;

import cockpit.simulator.http.Json;
import cockpit.simulator.world.Purchase;
import cockpit.simulator.world.Purchase.Return;
import cockpit.simulator.world.Times;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Trades and refunds as the platform writes them: yuan as text, numbers beyond 2^53, only the fields that were asked for. */
final class TradeShape {
    static final String SELLER = "颜究所旗舰店";

    private TradeShape() {}

    static String status(Purchase purchase, long now) {
        if (passed(purchase.closedAt(), now)) {
            return purchase.paidBy(now) ? "TRADE_CLOSED" : "TRADE_CLOSED_BY_TAOBAO";
        }
        if (!purchase.paidBy(now)) {
            return "WAIT_BUYER_PAY";
        }
        if (passed(purchase.finishedAt(), now)) {
            return "TRADE_FINISHED";
        }
        return passed(purchase.shippedAt(), now) ? "WAIT_BUYER_CONFIRM_GOODS" : "WAIT_SELLER_SEND_GOODS";
    }

    static ObjectNode trade(Purchase purchase, long modifiedAt, Set<String> fields, boolean simplified, long now) {
        ObjectNode trade = Json.object()
                .put("tid", Long.parseLong(purchase.number()))
                .put("status", status(purchase, now))
                .put(
                        "type",
                        purchase.depositFen() > 0 ? "step" : purchase.voucher() ? "auto_delivery" : "guarantee_trade")
                .put("created", Times.plain(purchase.createdAt()))
                .put("modified", Times.plain(modifiedAt))
                .put(
                        "num",
                        purchase.lines().stream()
                                .mapToInt(Purchase.Line::quantity)
                                .sum())
                .put("title", SELLER)
                .put("total_fee", yuan(purchase.grossFen()))
                .put("discount_fee", yuan(purchase.grossFen() - purchase.netFen()))
                .put("adjust_fee", "0.00")
                .put("post_fee", "0.00")
                .put("payment", yuan(purchase.netFen()))
                .put("received_payment", yuan(passed(purchase.finishedAt(), now) ? purchase.netFen() : 0))
                .put("seller_nick", SELLER)
                .put("buyer_nick", "t**")
                .put("buyer_open_uid", purchase.buyer())
                .put("receiver_mobile", "1**********")
                .put("trade_from", "WAP,WAP");
        if (purchase.paidBy(now)) {
            trade.put("pay_time", Times.plain(purchase.paidAt()));
        }
        if (purchase.paidBy(now) && passed(purchase.shippedAt(), now)) {
            trade.put("consign_time", Times.plain(purchase.shippedAt()));
        }
        if (passed(purchase.closedAt(), now) || passed(purchase.finishedAt(), now)) {
            trade.put(
                    "end_time",
                    Times.plain(passed(purchase.closedAt(), now) ? purchase.closedAt() : purchase.finishedAt()));
        }
        if (purchase.depositFen() > 0) {
            trade.put(
                            "step_trade_status",
                            purchase.paidBy(now)
                                    ? "FRONT_PAID_FINAL_PAID"
                                    : passed(purchase.depositAt(), now)
                                            ? "FRONT_PAID_FINAL_NOPAID"
                                            : "FRONT_NOPAID_FINAL_NOPAID")
                    .put(
                            "step_paid_fee",
                            yuan(
                                    purchase.paidBy(now)
                                            ? purchase.netFen()
                                            : passed(purchase.depositAt(), now) ? purchase.depositFen() : 0));
        }
        ArrayNode lines = lines(purchase, now);
        if (simplified) {
            trade.set("orders", lines);
        } else {
            trade.set("orders", Json.object().set("order", lines));
        }
        trade.retain(fields);
        return trade;
    }

    private static ArrayNode lines(Purchase purchase, long now) {
        ArrayNode lines = Json.array();
        List<Purchase.Line> all = purchase.lines();
        for (int index = 0; index < all.size(); index++) {
            Purchase.Line line = all.get(index);
            lines.add(Json.object()
                    .put("oid", all.size() == 1 ? Long.parseLong(purchase.number()) : lineNumber(purchase, index))
                    .put(
                            "num_iid",
                            680_000_000_000L + Math.floorMod(line.itemCode().hashCode(), 1_000_000))
                    .put(
                            "sku_id",
                            5_100_000_000_000L + Math.floorMod(line.itemCode().hashCode(), 1_000_000))
                    .put("outer_sku_id", line.itemCode())
                    .put("title", line.itemName())
                    .put("price", yuan(line.listPriceFen()))
                    .put("num", line.quantity())
                    .put("total_fee", yuan(line.listPriceFen() * line.quantity()))
                    // a line keeps its amount whatever is given back
                    .put("payment", yuan(line.netFen()))
                    .put("part_mjz_discount", "0.00")
                    .put("divide_order_fee", yuan(line.netFen()))
                    .put("status", status(purchase, now))
                    .put("refund_status", index == 0 ? refundStatus(purchase, now) : "NO_REFUND"));
        }
        return lines;
    }

    private static long lineNumber(Purchase purchase, int index) {
        return Long.parseLong(purchase.number()) + 1_000_000L * (index + 1);
    }

    private static String refundStatus(Purchase purchase, long now) {
        return purchase.returns().stream()
                .filter(one -> one.askedAt() <= now)
                .reduce((older, newer) -> newer)
                .map(one -> refundStatus(one, now))
                .orElse("NO_REFUND");
    }

    private static String refundStatus(Return one, long now) {
        return one.settledAt() > now ? "WAIT_SELLER_AGREE" : one.granted() ? "SUCCESS" : "CLOSED";
    }

    static ObjectNode refund(Purchase purchase, Return one, long modifiedAt, Set<String> fields, long now) {
        ObjectNode refund = Json.object()
                .put("refund_id", one.number())
                .put("tid", Long.parseLong(purchase.number()))
                .put("oid", purchase.lines().size() == 1 ? Long.parseLong(purchase.number()) : lineNumber(purchase, 0))
                .put("refund_fee", yuan(one.amountFen()))
                .put("total_fee", yuan(purchase.netFen()))
                .put("payment", yuan(purchase.netFen() - one.amountFen()))
                .put("status", refundStatus(one, now))
                .put("order_status", status(purchase, now))
                .put("has_good_return", !purchase.voucher())
                .put("reason", one.reason())
                .put("created", Times.plain(one.askedAt()))
                .put("modified", Times.plain(modifiedAt))
                .put("seller_nick", SELLER);
        refund.retain(fields);
        return refund;
    }

    private static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }
}
