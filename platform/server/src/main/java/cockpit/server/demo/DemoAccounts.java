package cockpit.server.demo;

import cockpit.core.tenant.Account;
import cockpit.core.tenant.AccountProblem;
import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.TenantConfigs;
import cockpit.core.yaml.YamlNode;
import cockpit.core.yaml.YamlProblem;
import cockpit.server.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the accounts of a demo at its first start and keeps their table in {@code accounts.txt}, for its owner alone. */
final class DemoAccounts {

    private static final String FILE = "accounts.txt";

    private final TenantConfigs tenants;
    private final Accounts accounts;
    private final Path file;

    private record Line(String tenant, String user, String password, String role, String name) {}

    DemoAccounts(TenantConfigs tenants, Accounts accounts, Path data) {
        this.tenants = tenants;
        this.accounts = accounts;
        this.file = data.resolve(FILE);
    }

    /** The table, a line an account. */
    List<String> make() {
        Map<String, Line> kept = read();
        List<Line> lines = new ArrayList<>();
        for (Tenant tenant : tenants.all()) {
            for (Account.New stated : stated(tenant)) {
                String key = tenant.code() + "/" + stated.user();
                Line known = kept.get(key);
                if (accounts.find(tenant.code(), stated.user()).isEmpty()) {
                    try {
                        String password =
                                accounts.createBySystem(tenant.code(), stated).reveal();
                        known = new Line(tenant.code(), stated.user(), password, stated.role(), stated.name());
                    } catch (AccountProblem e) {
                        Console.say("account " + key + " left out: " + e.getMessage());
                        continue;
                    }
                }
                lines.add(
                        known == null
                                ? new Line(tenant.code(), stated.user(), "(unchanged)", stated.role(), stated.name())
                                : known);
            }
        }
        List<String> table = table(lines);
        write(table);
        return table;
    }

    private List<Account.New> stated(Tenant tenant) {
        Path demo = tenants.folder(tenant.code()).resolve("demo-accounts.yaml");
        if (!Files.exists(demo)) {
            return List.of();
        }
        try {
            List<Account.New> stated = new ArrayList<>();
            for (YamlNode item :
                    YamlNode.read(demo).only("accounts").get("accounts").items()) {
                item.only("user", "name", "role", "org-unit", "locale");
                stated.add(new Account.New(
                        Accounts.normalised(item.get("user").text()),
                        item.get("name").text(),
                        item.get("role").text(),
                        item.get("org-unit").text(),
                        item.find("locale")
                                .map(locale -> Locale.forLanguageTag(locale.text()))
                                .orElse(Locale.SIMPLIFIED_CHINESE)));
            }
            return stated;
        } catch (YamlProblem e) {
            Console.say("demo accounts of " + tenant.code() + " left out: " + e.getMessage());
            return List.of();
        }
    }

    private static List<String> table(List<Line> lines) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("tenant", "user", "password", "role", "name"));
        lines.forEach(line -> rows.add(List.of(line.tenant, line.user, line.password, line.role, line.name)));
        int[] widths = new int[5];
        rows.forEach(row -> {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        });
        return rows.stream()
                .map(row -> {
                    StringBuilder text = new StringBuilder();
                    for (int column = 0; column < widths.length; column++) {
                        text.append(row.get(column));
                        if (column < widths.length - 1) {
                            text.repeat(' ', widths[column] - row.get(column).length() + 2);
                        }
                    }
                    return text.toString();
                })
                .toList();
    }

    private Map<String, Line> read() {
        Map<String, Line> lines = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return lines;
        }
        try {
            for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                List<String> cells = List.of(text.strip().split("\\s{2,}", -1));
                if (cells.size() == 5 && !cells.getFirst().equals("tenant")) {
                    Line line = new Line(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
                    lines.put(line.tenant + "/" + line.user, line);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("The table of accounts " + file + " cannot be read.", e);
        }
    }

    private void write(List<String> table) {
        try {
            Path fresh = file.resolveSibling(FILE + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, table, StandardCharsets.UTF_8);
            Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The table of accounts " + file + " cannot be written.", e);
        }
    }
}
