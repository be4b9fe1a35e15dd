package cockpit.simulator.jd;

import static cockpit.simulator.world.Purchase.passed;

import cockpit.simulator.http.Json;
import cockpit.simulator.world.Purchase;
import cockpit.simulator.world.Times;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An order as the platform keeps it: a purchase, or, when it was split some time after payment, the whole and each of its parts.
 *
 * @param purchase what was bought
 * @param line position of the only line of a part; -1 for the whole
 */
record Part(Purchase purchase, int line) {
    static final String VENDER = "10000618";
    private static final String NO_TIME = "0001-01-01 00:00:00";

    /** The orders that a purchase has made by an instant. */
    static List<Part> of(Purchase purchase, long now) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(purchase, -1));
        if (split(purchase, now)) {
            for (int line = 0; line < purchase.lines().size(); line++) {
                parts.add(new Part(purchase, line));
            }
        }
        return parts;
    }

    /** Whether a purchase was split by an instant: goods from two warehouses. */
    static boolean split(Purchase purchase, long now) {
        return purchase.orders(now) > 1;
    }

    String number() {
        return line < 0 ? purchase.number() : purchase.number() + (line + 1);
    }

    /** Whether a voucher was given back before anybody used it: the order is cancelled, without a service. */
    static boolean cancelled(Purchase purchase, long now) {
        return passed(purchase.closedAt(), now) && (!purchase.paidBy(now) || purchase.voucher());
    }

    String state(long now) {
        if (cancelled(purchase, now)) {
            return "TRADE_CANCELED";
        }
        if (!purchase.paidBy(now)) {
            return "WAIT_SELLER_DELIVERY";
        }
        if (passed(purchase.finishedAt(), now)) {
            return "FINISHED_L";
        }
        return passed(purchase.shippedAt(), now) ? "WAIT_GOODS_RECEIVE_CONFIRM" : "WAIT_SELLER_STOCK_OUT";
    }

    long modifiedAt(long now) {
        long changed = purchase.modifiedAt(now);
        return split(purchase, now) ? Math.max(changed, purchase.paidAt() + Purchase.SPLIT_AFTER) : changed;
    }

    private List<Purchase.Line> lines() {
        return line < 0 ? purchase.lines() : List.of(purchase.lines().get(line));
    }

    ObjectNode shape(long modifiedAt, Set<String> fields, long now) {
        long net = lines().stream().mapToLong(Purchase.Line::netFen).sum();
        long list = lines().stream()
                .mapToLong(one -> one.listPriceFen() * one.quantity())
                .sum();
        ObjectNode order = Json.object()
                .put("orderId", number())
                .put("parentOrderId", line < 0 ? "0" : purchase.number())
                .put("directParentOrderId", line < 0 ? "0" : purchase.number())
                .put("venderId", VENDER)
                .put("orderType", "22")
                .put("payType", "4-在线支付")
                .put("orderTotalPrice", yuan(list))
                .put("sellerDiscount", yuan(list - net))
                .put("orderSellerPrice", yuan(net))
                .put("orderPayment", yuan(net))
                .put("freightPrice", "0.00")
                .put("orderState", state(now))
                .put("orderStartTime", Times.plain(purchase.createdAt()))
                .put("paymentConfirmTime", purchase.paidBy(now) ? Times.plain(purchase.paidAt()) : NO_TIME)
                .put(
                        "orderEndTime",
                        passed(purchase.finishedAt(), now) ? Times.plain(purchase.finishedAt()) : "1970-01-01 00:00:00")
                .put("modified", Times.plain(modifiedAt))
                .put("openIdBuyer", purchase.buyer());
        ArrayNode items = Json.array();
        for (Purchase.Line one : lines()) {
            items.add(Json.object()
                    .put(
                            "skuId",
                            Integer.toString(
                                    10_000_000 + Math.floorMod(one.itemCode().hashCode(), 9_000_000)))
                    .put("outerSkuId", one.itemCode())
                    .put(
                            "wareId",
                            Integer.toString(
                                    20_000_000 + Math.floorMod(one.itemCode().hashCode(), 9_000_000)))
                    .put("skuName", one.itemName())
                    .put("jdPrice", yuan(one.listPriceFen()))
                    .put("itemTotal", Integer.toString(one.quantity())));
        }
        order.set("itemInfoList", items);
        order.retain(fields);
        return order;
    }

    static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }
}
