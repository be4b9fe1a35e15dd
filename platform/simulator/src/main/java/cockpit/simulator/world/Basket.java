package cockpit.simulator.world;

import java.util.ArrayList;
import java.util.List;

/**
 * What was bought: lines that add up to the order's net amount to the fen.
 *
 * @param lines at least one
 * @param grossFen list prices
 * @param discountFen taken off
 * @param roundingFen what the till rounded, zero or less
 * @param netFen gross - discount + rounding
 */
record Basket(List<Line> lines, long grossFen, long discountFen, long roundingFen, long netFen) {
    private static final Item[] SKIN = {
        new Item("SK-IPL1", "光子嫩肤单次", 98_000, 24),
        new Item("SK-HA2", "水光体验", 68_000, 24),
        new Item("SK-AQUA", "小气泡清洁", 19_900, 14),
        new Item("SK-CARE5", "皮肤管理疗程5次", 398_000, 14),
        new Item("SK-IPL6", "光子嫩肤年卡6次", 528_000, 7),
        new Item("SK-SER", "医用修复精华", 39_800, 17)
    };
    private static final Item[] INJECTION = {
        new Item("IN-HA1", "玻尿酸1ml", 188_000, 34),
        new Item("IN-BTX", "除皱单部位", 128_000, 34),
        new Item("IN-HAP", "进口玻尿酸1ml", 480_000, 14),
        new Item("IN-FACE", "面部年轻化方案", 1_280_000, 5),
        new Item("IN-SER", "术后修复面膜", 26_800, 9)
    };
    private static final Item[] LASER = {
        new Item("LA-PICO", "皮秒单次", 168_000, 36),
        new Item("LA-PICO3", "皮秒疗程3次", 458_000, 15),
        new Item("LA-HAIR", "冰点脱毛", 59_900, 35),
        new Item("LA-RF", "热玛吉全面部", 1_680_000, 3),
        new Item("LA-SUN", "术后防晒套装", 32_800, 10)
    };
    private static final Item[] BODY = {
        new Item("BO-CRYO", "冷冻塑形单区", 268_000, 40),
        new Item("BO-MASS", "形体管理单次", 58_000, 48),
        new Item("BO-PLAN", "塑形套餐", 880_000, 12)
    };
    private static final Item[] DENTAL = {
        new Item("DE-CLEAN", "超声洁牙", 15_800, 50),
        new Item("DE-WHITE", "冷光美白", 158_000, 38),
        new Item("DE-ALIGN", "隐形正畸", 1_880_000, 12)
    };
    private static final int[] DISCOUNTS = {0, 30, 50, 80, 100, 120, 150, 200};

    private record Item(String code, String name, long priceFen, int weight) {}

    /**
     * A line of an order.
     *
     * @param itemCode catalogue number
     * @param itemName catalogue name
     * @param quantity pieces
     * @param listPriceFen a piece
     * @param saleFen list price × quantity
     * @param discountShareFen the line's share of discount and rounding
     * @param netFen sale - share
     */
    record Line(
            String itemCode,
            String itemName,
            int quantity,
            long listPriceFen,
            long saleFen,
            long discountShareFen,
            long netFen) {}

    /** The basket that a seed stands for; always the same. */
    static Basket of(long seed, Category category) {
        Dice dice = Dice.of(seed);
        Item[] items =
                switch (category) {
                    case SKIN -> SKIN;
                    case INJECTION -> INJECTION;
                    case LASER -> LASER;
                    case BODY -> BODY;
                    case DENTAL -> DENTAL;
                };
        int[] weights = new int[items.length];
        for (int index = 0; index < items.length; index++) {
            weights[index] = items[index].weight();
        }
        int count = 1 + dice.pick(69, 24, 7);
        List<Item> chosen = new ArrayList<>(count);
        List<Integer> quantities = new ArrayList<>(count);
        long gross = 0;
        for (int line = 0; line < count; line++) {
            Item item = items[dice.pick(weights)];
            if (chosen.contains(item)) {
                continue;
            }
            int quantity = item.priceFen() > 400_000 ? 1 : 1 + dice.pick(80, 14, 6);
            chosen.add(item);
            quantities.add(quantity);
            gross += item.priceFen() * quantity;
        }
        long discount = gross * DISCOUNTS[dice.pick(34, 12, 14, 12, 10, 8, 6, 4)] / 1000;
        long rounding = dice.permille(300) ? -((gross - discount) % 100) : 0;
        return build(chosen, quantities, gross, discount, rounding);
    }

    /** A basket of one nameless thing. */
    static Basket single(long amountFen, Category category) {
        Item item = new Item("MANUAL", category.chinese(), amountFen, 1);
        return build(List.of(item), List.of(1), amountFen, 0, 0);
    }

    private static Basket build(List<Item> items, List<Integer> quantities, long gross, long discount, long rounding) {
        long off = discount - rounding;
        long cumulated = 0;
        long before = 0;
        List<Line> lines = new ArrayList<>(items.size());
        for (int index = 0; index < items.size(); index++) {
            Item item = items.get(index);
            long sale = item.priceFen() * quantities.get(index);
            cumulated += sale;
            long after = off * cumulated / gross;
            long share = after - before;
            before = after;
            lines.add(new Line(
                    item.code(), item.name(), quantities.get(index), item.priceFen(), sale, share, sale - share));
        }
        return new Basket(List.copyOf(lines), gross, discount, rounding, gross - off);
    }
}
