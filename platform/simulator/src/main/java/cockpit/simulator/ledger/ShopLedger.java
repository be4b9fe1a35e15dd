package cockpit.simulator.ledger;

import cockpit.simulator.http.Json;
import cockpit.simulator.world.Purchase;
import cockpit.simulator.world.Shop;
import cockpit.simulator.world.Times;
import tools.jackson.databind.node.ObjectNode;

/** The rows that a connector which has read an online shop must have stored. */
public final class ShopLedger {
    private ShopLedger() {}

    /**
     * Rows and sums over days, both included. A purchase has a row whatever became of it, on the day on which it counts; its
     * amount is the deposit while only that is paid.
     */
    public static ObjectNode of(Truth truth, Shop shop, int from, int to, long now) {
        long orders = 0;
        long net = 0;
        long paid = 0;
        long lines = 0;
        long pieces = 0;
        long shares = 0;
        long refunds = 0;
        long returned = 0;
        for (int made = from - Purchase.LIFE_DAYS; made <= Math.min(to, Times.dayOf(now)); made++) {
            for (Purchase purchase : truth.purchases(shop, made, now)) {
                int day = purchase.day(now);
                if (day >= from && day <= to) {
                    orders++;
                    net += purchase.depositBy(now) ? purchase.depositFen() : purchase.netFen();
                    paid += purchase.soldFen(now);
                    for (Purchase.Line line : purchase.lines()) {
                        lines++;
                        pieces += line.quantity();
                        shares += line.netFen();
                    }
                }
                for (Purchase.Return back : purchase.returnedBy(now).toList()) {
                    int given = Times.dayOf(back.settledAt());
                    if (given >= from && given <= to) {
                        refunds++;
                        returned += back.amountFen();
                    }
                }
            }
        }
        ObjectNode ledger = Json.object();
        ledger.set(
                "order", Json.object().put("rows", orders).put("net_fen", net).put("paid_fen", paid));
        ledger.set(
                "order_line",
                Json.object().put("rows", lines).put("quantity", pieces).put("net_fen", shares));
        ledger.set("refund", Json.object().put("rows", refunds).put("amount_fen", returned));
        return ledger;
    }
}
