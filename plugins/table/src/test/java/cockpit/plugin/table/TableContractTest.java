package cockpit.plugin.table;

import cockpit.spi.source.DataSource;
import cockpit.testkit.source.SourceContract;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A table of files")
class TableContractTest extends SourceContract {

    @Override
    protected DataSource source() {
        return new TableSource();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "dataset", "order",
                "columns", """
                        id -> order_no
                        shop -> org_unit
                        paid -> at
                        amount -> net_fen yuan
                        """,
                "key", "id",
                "constants", "kind = SALE",
                "webhook-secret", "whsec_Y29ja3BpdC10YWJsZS1kZW1vLXNlY3JldC0zMi1ieXQ=");
    }
}
