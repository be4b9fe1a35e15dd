package cockpit.spi.source;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a small XML message of a stranger without risk: no document type, no entities but the five of XML itself, nothing
 * from outside, and no more of it than a message needs.
 */
public final class XmlMessage {

    private static final int LONGEST = 256 * 1024;
    private static final int DEEPEST = 8;
    private static final int MOST_ELEMENTS = 2_000;

    private XmlMessage() {}

    /**
     * The children of the root by name: texts, or nested values of the same kind; elements of one name become a list.
     * Attributes are left out.
     *
     * @param xml in UTF-8
     * @throws WebhookRejection 400 if it is no XML, has a document type, or is larger or deeper than a message is
     */
    public static Json read(byte[] xml) throws WebhookRejection {
        if (xml.length > LONGEST) {
            throw WebhookRejection.unreadable("The XML message is larger than " + LONGEST / 1024 + " kB.");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(xml))
                    .toString();
        } catch (CharacterCodingException _) {
            throw WebhookRejection.unreadable("The XML message is not in UTF-8.");
        }
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.contains("<!DOCTYPE") || upper.contains("<!ENTITY")) {
            throw WebhookRejection.unreadable("An XML message has no document type.");
        }
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text));
            try {
                return Json.of(read(reader));
            } finally {
                reader.close();
            }
        } catch (XMLStreamException _) {
            throw WebhookRejection.unreadable("The body is no XML message.");
        }
    }

    /** What has been seen of an element that is still open. */
    private static final class Open {

        private final String name;
        private final Map<String, @Nullable Object> children = new LinkedHashMap<>();
        private final StringBuilder text = new StringBuilder();

        private Open(String name) {
            this.name = name;
        }

        private Object value() {
            return children.isEmpty() ? text.toString() : children;
        }

        private void add(String child, Object value) {
            Object known = children.get(child);
            if (known == null) {
                children.put(child, value);
            } else if (known instanceof Siblings siblings) {
                siblings.add(value);
            } else {
                children.put(child, new Siblings(known, value));
            }
        }
    }

    /** Values of one name, told from a value that is a list itself. */
    private static final class Siblings extends ArrayList<Object> {

        private static final long serialVersionUID = 1L;

        private Siblings(Object first, Object second) {
            super(List.of(first, second));
        }
    }

    private static Object read(XMLStreamReader reader) throws XMLStreamException, WebhookRejection {
        Deque<Open> open = new ArrayDeque<>();
        Object root = Map.of();
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    elements++;
                    if (open.size() == DEEPEST || elements > MOST_ELEMENTS) {
                        throw WebhookRejection.unreadable("The XML message is deeper or longer than a message is.");
                    }
                    open.push(new Open(reader.getLocalName()));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!open.isEmpty()) {
                        open.peek().text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Open ended = open.pop();
                    if (open.isEmpty()) {
                        root = ended.children;
                    } else {
                        open.peek().add(ended.name, ended.value());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw WebhookRejection.unreadable("An XML message has no document type and no entities.");
                default -> {
                    // comments and processing instructions say nothing
                }
            }
        }
        return root;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("Nothing is fetched.");
        });
        return factory;
    }
}
