package cockpit.plugin.tmall;

import cockpit.spi.source.Json;
import java.util.Optional;

/**
 * How far a trade is, and what of it counts as sold. It goes by what has been paid rather than by the list of states, which
 * grows now and then.
 *
 * @param status the dataset's word
 * @param at when it counts: the payment, or the order while none is complete; empty where the platform names neither
 * @param amount what counts, in yuan: the payment, or of a deposit sale what is paid so far until the rest is; empty where
 *     the platform does not say
 * @param paid what the buyer has paid, in yuan
 */
record TradeState(String status, Optional<String> at, Optional<String> amount, Optional<String> paid) {

    static final String[] STATUSES = {"OPEN", "PARTLY_PAID", "PAID", "REFUNDED", "VOIDED"};

    private static final String FINISHED = "TRADE_FINISHED";
    private static final String CLOSED = "TRADE_CLOSED";
    private static final String CLOSED_UNPAID = "TRADE_CLOSED_BY_TAOBAO";
    private static final String DEPOSIT_PAID = "FRONT_PAID_FINAL_NOPAID";
    private static final String NOTHING = "0.00";

    static TradeState of(Json trade) {
        String status = trade.at("status").text().orElse("");
        Optional<String> created = Top.instant(trade.at("created"));
        Optional<String> payment = amount(trade.at("payment"));
        // Goods paid at the door have no time of payment; they are paid when the trade is finished.
        Optional<String> paidAt = Top.instant(trade.at("pay_time"))
                .or(() -> status.equals(FINISHED) ? Top.instant(trade.at("end_time")) : Optional.empty());
        boolean deposit = trade.at("step_trade_status")
                .text()
                .filter(DEPOSIT_PAID::equals)
                .isPresent();
        if (status.equals(CLOSED_UNPAID)) {
            return new TradeState("VOIDED", paidAt.or(() -> created), payment, Optional.of(NOTHING));
        }
        if (deposit) {
            Optional<String> soFar = amount(trade.at("step_paid_fee"));
            return new TradeState(
                    status.equals(CLOSED) ? "REFUNDED" : "PARTLY_PAID", paidAt.or(() -> created), soFar, soFar);
        }
        if (paidAt.isPresent()) {
            return new TradeState(status.equals(CLOSED) ? "REFUNDED" : "PAID", paidAt, payment, payment);
        }
        return new TradeState(status.equals(CLOSED) ? "VOIDED" : "OPEN", created, payment, Optional.of(NOTHING));
    }

    private static Optional<String> amount(Json value) {
        return value.text().map(String::strip).filter(text -> !text.isEmpty());
    }
}
