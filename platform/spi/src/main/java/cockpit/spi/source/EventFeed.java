package cockpit.spi.source;

import cockpit.spi.Secret;
import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Column;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The feed of a source that only waits: a system of the brand's own, such as a till or a CRM, pushes events signed by
 * {@link StandardWebhooks}, or uploads CSV files signed likewise. A source that uses it declares streams and names the
 * events, and needs no code of its own.
 *
 * <p>A push is one event {@code {"type":"order.paid","data":{…}}}, or up to 500 of them in
 * {@code {"type":"batch","data":[…]}}. Of an event's data only the columns that its stream declares are taken; a list of
 * plain values becomes one text with commas. A single event that cannot be read is answered 400. One inside a batch does
 * not keep the others from being stored: it becomes an empty row that says where it stood, so that the host sets it aside
 * and an admin sees it.
 */
public final class EventFeed implements WebhookFeed {

    /** The setting with the secret that pushes are signed with. */
    public static final Setting WEBHOOK_SECRET = Setting.secret("webhook-secret", Text.of("推送密钥", "Webhook secret"))
            .asRequired()
            .explained(Text.of(
                    "以 whsec_ 开头的 Base64 密钥（至少 24 字节），对方用它给推送和上传签名。",
                    "whsec_ and Base64 of at least 24 bytes; the other side signs its pushes and uploads with it."));

    /** The same setting for a source that need not be pushed to, since its rows also come in another way. */
    public static final Setting OPTIONAL_WEBHOOK_SECRET = new Setting(
            WEBHOOK_SECRET.key(),
            WEBHOOK_SECRET.title(),
            Text.of(
                    "以 whsec_ 开头的 Base64 密钥（至少 24 字节）；留空则不接收推送和上传。",
                    "whsec_ and Base64 of at least 24 bytes; empty where nothing is pushed or uploaded."),
            Setting.Kind.SECRET,
            false,
            null,
            List.of());

    /** The setting with the secret that was used before, which stays valid while it is entered. */
    public static final Setting PREVIOUS_WEBHOOK_SECRET = Setting.secret(
                    "previous-webhook-secret", Text.of("旧推送密钥", "Previous webhook secret"))
            .explained(
                    Text.of("更换密钥期间填写，对方切换完成后清空。", "Enter it while the secret is rotated, and clear it afterwards."));

    private static final List<Setting> SECRETS = List.of(WEBHOOK_SECRET, PREVIOUS_WEBHOOK_SECRET);
    private static final String PREFIX = "whsec_";
    private static final int LEAST_KEY_BYTES = 24;
    private static final int MOST_EVENTS = 500;
    private static final int LONGEST_TYPE = 60;

    private final SourceDescription source;
    private final Settings settings;
    private final SourceContext context;
    private final Map<String, String> streamByType;
    private final Set<String> unstoredTypes;

    /**
     * @param source whose settings contain {@link #WEBHOOK_SECRET} and {@link #PREVIOUS_WEBHOOK_SECRET}
     * @param streamByType name of the stream that an event of a type fills
     * @param unstoredTypes types that are accepted and not stored
     * @throws IllegalArgumentException if a stream is not among the source's pushed ones
     */
    public EventFeed(
            SourceDescription source,
            Settings settings,
            SourceContext context,
            Map<String, String> streamByType,
            Set<String> unstoredTypes) {
        this.source = source;
        this.settings = settings;
        this.context = context;
        this.streamByType = Map.copyOf(streamByType);
        this.unstoredTypes = Set.copyOf(unstoredTypes);
        this.streamByType.values().forEach(name -> {
            if (source.stream(name).filter(Stream::pushed).isEmpty()) {
                throw new IllegalArgumentException("Source " + source.id() + " has no pushed stream " + name + ".");
            }
        });
    }

    /** Says whether pushes can be verified; the network is not needed. */
    @Override
    public Text check() throws SourceFault {
        for (Setting setting : SECRETS) {
            if (settings.find(setting).isPresent() && !isStrong(settings.secret(setting))) {
                throw new SourceFault(
                        Fault.SETTINGS,
                        Text.of(
                                source.title().zh() + "：设置 " + setting.key() + " 应为 whsec_ 加上至少 " + LEAST_KEY_BYTES
                                        + " 字节的 Base64。",
                                source.title().en() + ": setting " + setting.key() + " must be whsec_ and Base64 of at"
                                        + " least " + LEAST_KEY_BYTES + " bytes."));
            }
        }
        if (settings.find(WEBHOOK_SECRET).isEmpty()) {
            return Text.of(
                    source.title().zh() + "：没有推送密钥，只接收放入目录的文件。",
                    source.title().en()
                            + ": there is no webhook secret; only files that are put into its folder come in.");
        }
        return Text.of(
                source.title().zh() + "：密钥有效，等待对方推送或上传文件。",
                source.title().en() + ": the secret is valid; waiting for pushes and files.");
    }

    /** Always a BUG fault: nothing is pulled. */
    @Override
    public Page read(String stream, @Nullable String cursor) throws SourceFault {
        throw new SourceFault(
                Fault.BUG,
                Text.of(
                        source.title().zh() + "：数据流 " + stream + " 只接收推送和文件，不能读取。",
                        source.title().en() + ": stream " + stream + " is pushed or dropped and cannot be read."));
    }

    @Override
    public WebhookDelivery receive(WebhookRequest request) throws WebhookRejection {
        String id = verified(request);
        Json push;
        try {
            push = context.json(request.body());
        } catch (SourceFault _) {
            throw WebhookRejection.unreadable("The body is no JSON.");
        }
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        if (isPing(push)) {
            return new WebhookDelivery(id, rows);
        }
        if (push.at("type").text().filter("batch"::equals).isPresent()) {
            receiveBatch(push, id, rows);
        } else {
            try {
                decode(push, "webhook-id " + id).ifPresent(event -> rows.put(event.stream(), List.of(event.row())));
            } catch (UnreadableEvent e) {
                throw WebhookRejection.unreadable(e.sentence());
            }
        }
        return new WebhookDelivery(id, rows);
    }

    @Override
    public void verifyUpload(WebhookRequest request) throws WebhookRejection {
        if (source.streams().stream().noneMatch(Stream::dropped)) {
            throw WebhookRejection.notGenuine("This source takes no uploads.");
        }
        verified(request);
    }

    private void receiveBatch(Json push, String id, Map<String, List<Row>> rows) throws WebhookRejection {
        if (!(push.at("data").raw() instanceof List)) {
            throw WebhookRejection.unreadable("The data of a batch is a list of events.");
        }
        List<Json> events = push.at("data").elements();
        if (events.size() > MOST_EVENTS) {
            throw WebhookRejection.unreadable(
                    "A batch holds at most " + MOST_EVENTS + " events; found " + events.size() + ".");
        }
        for (int index = 0; index < events.size(); index++) {
            String origin = "webhook-id " + id + ", event " + (index + 1);
            Event event;
            try {
                Optional<Event> decoded = decode(events.get(index), origin);
                if (decoded.isEmpty()) {
                    continue;
                }
                event = decoded.get();
            } catch (UnreadableEvent e) {
                event = new Event(e.stream(), new Row(Map.of(), origin + ": " + e.sentence()));
            }
            rows.computeIfAbsent(event.stream(), _ -> new ArrayList<>()).add(event.row());
        }
    }

    private record Event(String stream, Row row) {}

    /** Why an event of a genuine push cannot be read, and the stream whose admin should hear of it. */
    private static final class UnreadableEvent extends Exception {

        private static final long serialVersionUID = 1L;

        private final String stream;
        private final String sentence;

        UnreadableEvent(String stream, String sentence) {
            super(sentence);
            this.stream = stream;
            this.sentence = sentence;
        }

        String stream() {
            return stream;
        }

        String sentence() {
            return sentence;
        }
    }

    /** Empty for an event that is accepted and not stored. */
    private Optional<Event> decode(Json event, String origin) throws UnreadableEvent {
        String someStream = source.streams().getFirst().name();
        Optional<String> type = event.at("type").text();
        if (type.isEmpty()) {
            throw new UnreadableEvent(someStream, "An event is {\"type\":…,\"data\":{…}}; type is missing.");
        }
        String name = type.get();
        if (isPing(event) || unstoredTypes.contains(name)) {
            return Optional.empty();
        }
        Optional<Stream> stream = Optional.ofNullable(streamByType.get(name)).flatMap(source::stream);
        if (stream.isEmpty()) {
            throw new UnreadableEvent(
                    someStream,
                    "There is no event type "
                            + (name.length() > LONGEST_TYPE ? name.substring(0, LONGEST_TYPE) + "…" : name)
                            + "; known are " + String.join(", ", knownTypes()) + ".");
        }
        Json data = event.at("data");
        if (!data.isObject()) {
            throw new UnreadableEvent(stream.get().name(), "The data of " + name + " must be an object.");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Column column : stream.get().columns()) {
            Json value = data.at(column.name());
            if (value.isMissing()) {
                continue;
            }
            if (value.isObject()
                    || value.elements().stream()
                            .anyMatch(element -> element.text().isEmpty())) {
                throw new UnreadableEvent(
                        stream.get().name(), "The value " + column.name() + " of " + name + " must be plain.");
            }
            values.put(column.name(), value.raw() instanceof List ? joined(value) : value.raw());
        }
        return Optional.of(new Event(stream.get().name(), new Row(values, name + ", " + origin)));
    }

    private static String joined(Json list) {
        return list.elements().stream()
                .map(element -> element.text().orElse(""))
                .collect(Collectors.joining(","));
    }

    /** A ping of ours has the type in {@code type}, those of common tools in {@code event_type}. */
    private static boolean isPing(Json event) {
        return event.at("type")
                .text()
                .or(() -> event.at("event_type").text())
                .filter("ping"::equals)
                .isPresent();
    }

    private Set<String> knownTypes() {
        Set<String> types = new TreeSet<>(streamByType.keySet());
        types.addAll(unstoredTypes);
        types.add("batch");
        types.add("ping");
        return types;
    }

    private String verified(WebhookRequest request) throws WebhookRejection {
        List<Secret> secrets = SECRETS.stream()
                .filter(setting -> settings.find(setting).isPresent())
                .map(settings::secret)
                .filter(EventFeed::isStrong)
                .toList();
        return StandardWebhooks.verify(request, secrets, context.now());
    }

    private static boolean isStrong(Secret secret) {
        String text = secret.reveal();
        if (!text.startsWith(PREFIX)) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(text.substring(PREFIX.length())).length >= LEAST_KEY_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
