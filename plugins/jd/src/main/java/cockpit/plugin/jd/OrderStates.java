package cockpit.plugin.jd;

import cockpit.spi.source.Json;
import java.util.Optional;

/** How far an order is, and what of it counts as sold. */
record OrderStates(String status, Optional<String> at) {

    /** The platform's states; one call names all that it wants. */
    static final String ALL = "WAIT_SELLER_STOCK_OUT,WAIT_GOODS_RECEIVE_CONFIRM,WAIT_SELLER_DELIVERY,FINISHED_L,"
            + "TRADE_CANCELED,LOCKED,PAUSE,POP_ORDER_PAUSE";

    static final String CANCELLED = "TRADE_CANCELED";
    static final String[] STATUSES = {"OPEN", "PAID", "REFUNDED", "VOIDED"};

    private static final String FINISHED = "FINISHED_L";

    /** Paid at the door: there is no time of payment before the order is finished. */
    private static final String ON_DELIVERY = "1";

    static OrderStates of(Json order) {
        String state = Jos.text(order, "orderState").orElse("");
        Optional<String> started = Jos.instant(order, "orderStartTime");
        Optional<String> paid = paidAt(order, state);
        if (state.startsWith(CANCELLED)) {
            return paid.isPresent() ? new OrderStates("REFUNDED", paid) : new OrderStates("VOIDED", started);
        }
        return paid.isPresent() ? new OrderStates("PAID", paid) : new OrderStates("OPEN", started);
    }

    private static Optional<String> paidAt(Json order, String state) {
        Optional<String> confirmed = Jos.instant(order, "paymentConfirmTime");
        if (confirmed.isPresent()) {
            return confirmed;
        }
        boolean onDelivery = Jos.text(order, "payType")
                .filter(type -> type.equals(ON_DELIVERY) || type.startsWith(ON_DELIVERY + "-"))
                .isPresent();
        return onDelivery && state.startsWith(FINISHED) ? Jos.instant(order, "orderEndTime") : Optional.empty();
    }
}
