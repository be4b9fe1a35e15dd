package cockpit.core.identity;

import cockpit.spi.Text;
import java.util.Arrays;

/**
 * What a key of a person is, the surest first: where two keys of one fact must be told apart, the fact belongs to whom the
 * earlier kind names. Order numbers and lead ids are bridges: they name a purchase or a lead, and through it its person.
 */
public enum KeyKind {
    /** The brand's own number of the customer, within the systems that share their numbers. */
    CUSTOMER(1, "客户编号", "Customer number"),
    /** The keyed hash of a phone number. */
    PHONE(2, "手机号", "Phone"),
    /** WeChat's open platform. */
    UNION(3, "开放平台编号", "Union id"),
    /** A WeCom contact. */
    EXTERNAL(4, "企业微信客户", "WeCom contact"),
    /** A platform's order or voucher, seen at the platform and at the counter; within its channel. */
    ORDER(5, "平台订单", "Platform order"),
    /** A lead, within its channel or the systems that share their numbers. */
    LEAD(6, "线索", "Lead"),
    /** The channel's own name for the person, within its account. */
    OPEN(7, "渠道用户编号", "Channel's person id");

    private final int rank;
    private final Text title;

    KeyKind(int rank, String zh, String en) {
        this.rank = rank;
        this.title = Text.of(zh, en);
    }

    public Text title() {
        return title;
    }

    /** Its place in the stitching order; stored, so it never changes. */
    int rank() {
        return rank;
    }

    /** Whether several of these beside one other key speak of several persons. */
    boolean tellsPersonsApart() {
        return this == CUSTOMER || this == PHONE || this == UNION || this == EXTERNAL;
    }

    static KeyKind ofRank(int rank) {
        return Arrays.stream(values())
                .filter(kind -> kind.rank == rank)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no kind of key of rank " + rank + "."));
    }
}
