package cockpit.core.plugin;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Channel;
import cockpit.spi.data.Column;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.DatasetColumn;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.Stream;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.WidgetDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a description must keep to, beyond what its types enforce. Each problem is one sentence. */
final class Contract {

    private static final Pattern ICON = Pattern.compile("<path\\b[^>]*\\bd=\"[MmLlHhVvCcSsQqTtAaZz0-9eE ,.+\\s-]+\"");

    private final List<Text> problems = new ArrayList<>();

    private Contract() {}

    static List<Text> problems(WidgetDescription widget) {
        Contract contract = new Contract();
        String name = "组件 " + widget.id();
        String english = "Widget " + widget.id();
        contract.id(widget.id());
        contract.unless(
                ICON.matcher(widget.icon()).find(),
                name + "：图标至少要有一个 <path d=\"…\"/>。",
                english + ": the icon needs at least one <path d=\"…\"/>.");
        Set<String> slots = new HashSet<>();
        for (Slot slot : widget.slots()) {
            contract.unless(
                    slots.add(slot.name()),
                    name + "：插槽 " + slot.name() + " 出现两次。",
                    english + ": the slot " + slot.name() + " stands twice.");
            contract.unless(
                    slot.name().matches(JarInspection.ID),
                    name + "：插槽名应为小写单词，现为“" + slot.name() + "”。",
                    english + ": a slot's name is lower-case words with hyphens; found \"" + slot.name() + "\".");
        }
        contract.unless(
                widget.slots().stream().anyMatch(slot -> slot.kind() == Slot.Kind.METRIC),
                name + "：至少要有一个 METRIC 插槽。",
                english + ": it needs a METRIC slot.");
        contract.form(name, english, widget.options());
        for (Setting option : widget.options()) {
            contract.unless(
                    option.kind() != Setting.Kind.SECRET && option.kind() != Setting.Kind.URL,
                    name + "：选项 " + option.key() + " 不能是 " + option.kind() + " 类型，组件不接触密钥与网络。",
                    english + ": the option " + option.key() + " must not be of kind " + option.kind()
                            + ": a widget has no secrets and no network.");
        }
        return List.copyOf(contract.problems);
    }

    static List<Text> problems(SourceDescription source) {
        Contract contract = new Contract();
        String name = "数据源 " + source.id();
        String english = "Source " + source.id();
        contract.id(source.id());
        contract.form(name, english, source.settings());
        contract.unless(!source.streams().isEmpty(), name + "：至少要有一个数据流。", english + ": it needs a stream.");
        Set<String> names = new HashSet<>();
        for (Stream stream : source.streams()) {
            contract.unless(
                    names.add(stream.name()),
                    name + "：数据流 " + stream.name() + " 出现两次。",
                    english + ": the stream " + stream.name() + " stands twice.");
            contract.stream(name + " 的数据流 " + stream.name(), english + ", stream " + stream.name(), stream);
        }
        return List.copyOf(contract.problems);
    }

    private void stream(String name, String english, Stream stream) {
        Set<String> columns = new HashSet<>();
        Set<String> targets = new HashSet<>(stream.constants().keySet());
        for (Column column : stream.columns()) {
            unless(
                    columns.add(column.name()),
                    name + "：列 " + column.name() + " 出现两次。",
                    english + ": the column " + column.name() + " stands twice.");
            stream.dataset().column(column.target()).ifPresent(target -> {
                unless(
                        targets.add(target.name()),
                        name + "：数据集列 " + target.name() + " 被填充两次。",
                        english + ": the dataset column " + target.name() + " is filled twice.");
                unless(
                        fits(column.type(), target),
                        name + "：" + column.type() + " 列 " + column.name() + " 不能填充 " + target.type() + " 列 "
                                + target.name() + "。",
                        english + ": the " + column.type() + " column " + column.name() + " cannot fill the "
                                + target.type() + " column " + target.name() + ".");
            });
            unless(
                    column.type() != ColumnType.PHONE || column.target().equals("phone_hash"),
                    name + "：手机号列 " + column.name() + " 只能填充 phone_hash。",
                    english + ": the phone column " + column.name() + " may fill phone_hash only.");
        }
        unless(!stream.primaryKey().isEmpty(), name + "：缺少主键。", english + ": it has no primary key.");
        for (String key : stream.primaryKey()) {
            unless(
                    stream.column(key).map(Column::required).orElse(false),
                    name + "：主键 " + key + " 必须是一个必填列。",
                    english + ": the key " + key + " must be a required column.");
        }
        stream.version()
                .ifPresent(version -> unless(
                        stream.column(version)
                                .map(column -> column.type() == ColumnType.COUNT || column.type() == ColumnType.INSTANT)
                                .orElse(false),
                        name + "：版本列 " + version + " 必须是 COUNT 或 INSTANT 列。",
                        english + ": the version " + version + " must be a COUNT or INSTANT column."));
        stream.constants().forEach((target, value) -> {
            DatasetColumn column = stream.dataset().column(target).orElse(null);
            unless(
                    column != null && column.type() == ColumnType.TEXT,
                    name + "：常量 " + target + " 不是数据集的文本列。",
                    english + ": the constant " + target + " is no text column of the dataset.");
            unless(
                    !target.equals("channel") || isChannel(value),
                    name + "：渠道“" + value + "”不在词表中。",
                    english + ": the channel \"" + value + "\" is not in the vocabulary.");
        });
        unless(
                targets.contains("at") || targets.contains("day"),
                name + "：必须有一列填充 at 或 day，否则不知道事实发生在何时。",
                english + ": a column must fill at or day, or nobody knows when a fact happened.");
        unless(
                stream.every().isPresent() || stream.pushed() || stream.dropped(),
                name + "：既不拉取、也不推送、也不投递文件。",
                english + ": it is neither pulled nor pushed nor dropped.");
        stream.every()
                .ifPresent(every -> unless(
                        every.compareTo(Duration.ofSeconds(1)) >= 0,
                        name + "：拉取间隔不得短于 1 秒。",
                        english + ": it cannot be pulled more often than every second."));
    }

    private static boolean fits(ColumnType type, DatasetColumn target) {
        return switch (target.type()) {
            case TEXT -> type == ColumnType.TEXT || type == ColumnType.HASHED;
            case COUNT -> type == ColumnType.COUNT;
            case FEN, YUAN -> type == ColumnType.FEN || type == ColumnType.YUAN;
            case DECIMAL -> type == ColumnType.DECIMAL || type == ColumnType.COUNT;
            case BOOLEAN -> type == ColumnType.BOOLEAN;
            case DATE -> type == ColumnType.DATE || type == ColumnType.INSTANT;
            case INSTANT -> type == ColumnType.INSTANT;
            case PHONE -> type == ColumnType.PHONE || type == ColumnType.TEXT;
            case HASHED -> type == ColumnType.HASHED;
            case ENCRYPTED -> type == ColumnType.ENCRYPTED;
            case DROPPED -> false;
        };
    }

    private static boolean isChannel(String value) {
        return Arrays.stream(Channel.values())
                .anyMatch(channel -> channel.name().equals(value));
    }

    private void id(String id) {
        unless(
                id.matches(JarInspection.ID) && id.length() <= 40,
                "标识应为小写单词、以连字符相连，现为“" + id + "”。",
                "An id is lower-case words with hyphens; found \"" + id + "\".");
    }

    private void form(String name, String english, List<Setting> form) {
        Set<String> keys = new HashSet<>();
        for (Setting setting : form) {
            unless(
                    keys.add(setting.key()),
                    name + "：设置 " + setting.key() + " 出现两次。",
                    english + ": the setting " + setting.key() + " stands twice.");
            if (setting.defaultValue() != null) {
                unless(
                        Settings.check(Text.of(name, english), List.of(setting), Map.of())
                                .problems()
                                .isEmpty(),
                        name + "：设置 " + setting.key() + " 的默认值不合其类型。",
                        english + ": the default of the setting " + setting.key() + " does not fit its kind.");
            }
        }
    }

    private void unless(boolean kept, String zh, String en) {
        if (!kept) {
            problems.add(Text.of(zh, en));
        }
    }
}
