package cockpit.testkit.source;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Json;
import cockpit.spi.source.Page;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** The smallest source that pulls: a list of orders in pages. */
@Extension
public final class ExampleSource implements DataSource {

    static final Setting HOST = Setting.url("host", Text.of("地址", "Host")).defaultTo("https://api.example.com");
    static final Setting API_TOKEN =
            Setting.secret("api-token", Text.of("令牌", "API token")).asRequired();

    static final Stream ORDERS = Stream.named("order", Text.of("订单", "Orders"), Dataset.ORDER)
            .columns(
                    Column.text("id").as("order_no").asRequired(),
                    Column.instant("paid_at").as("at").asRequired(),
                    Column.yuan("paid").as("paid_fen").asRequired())
            .key("id")
            .always("channel", "OWN")
            .pulledEvery(Duration.ofMinutes(1));

    static final SourceDescription DESCRIPTION = new SourceDescription(
            "example",
            Text.of("示例", "Example"),
            Text.of("读取示例订单。", "Reads example orders."),
            List.of(HOST, API_TOKEN),
            List.of(ORDERS));

    @Override
    public SourceDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        return new ExampleFeed(settings, context);
    }

    private record ExampleFeed(Settings settings, SourceContext context) implements Feed {

        @Override
        public Text check() throws SourceFault, InterruptedException {
            ask("1");
            return Text.of("已连接示例。", "Connected to the example.");
        }

        @Override
        public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
            Json answer = ask(cursor == null ? "1" : cursor);
            List<Row> rows = new ArrayList<>();
            for (Json order : answer.at("orders").elements()) {
                Map<String, @Nullable Object> values = new LinkedHashMap<>(order.members());
                rows.add(Row.of(values));
            }
            String next = answer.at("next")
                    .text()
                    .orElseThrow(() -> new SourceFault(Fault.DATA, Text.of("缺少 next。", "There is no next.")));
            return answer.at("more").text().orElse("").equals("true")
                    ? Page.continued(rows, next)
                    : Page.last(rows, next);
        }

        private Json ask(String page) throws SourceFault, InterruptedException {
            Request request = Request.get(settings.url(HOST), "/orders", Map.of("page", page))
                    .with(
                            "Authorization",
                            "Bearer " + settings.secret(API_TOKEN).reveal());
            Reply reply = context.gateway().send(request);
            return switch (reply.status()) {
                case 200 -> reply.json();
                case 401 ->
                    throw new SourceFault(Fault.SETTINGS, Text.of("请检查设置 api-token。", "Check the setting api-token."));
                case 403 -> throw new SourceFault(Fault.ACCESS, Text.of("没有权限。", "No permission."));
                case 429 ->
                    throw SourceFault.limit(
                            Text.of("请求过于频繁。", "Too many requests."),
                            Duration.ofSeconds(
                                    Long.parseLong(reply.header("Retry-After").orElse("60"))));
                default -> throw new SourceFault(Fault.UPSTREAM, Text.of("暂时不可用。", "Out of service."));
            };
        }

        @Override
        public String toString() {
            return "ExampleFeed";
        }
    }
}
