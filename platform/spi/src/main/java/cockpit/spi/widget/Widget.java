package cockpit.spi.widget;

import cockpit.spi.Settings;
import org.pf4j.ExtensionPoint;

/**
 * A way to draw rows. Implementations are stateless, have a public constructor without parameters and carry
 * {@link org.pf4j.Extension}; the host makes one a plugin and may call it from any thread.
 */
public interface Widget extends ExtensionPoint {

    /** What this widget is. Cheap and the same at every call. */
    WidgetDescription describe();

    /**
     * Draws. A pure function: the same arguments give an equal drawing; no network, no files, milliseconds. The host
     * calls it once for everyone who may see the same rows.
     *
     * @param data rows in the order of the query; may be empty
     * @param options checked against {@link WidgetDescription#options()}
     */
    Drawing draw(WidgetData data, Settings options, DrawContext context);
}
