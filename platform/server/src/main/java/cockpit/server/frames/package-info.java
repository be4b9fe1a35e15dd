/** The frame channel: one WebSocket a page, beside Vaadin's own traffic, over which the frames of its board travel. */
@NullMarked
package cockpit.server.frames;

import org.jspecify.annotations.NullMarked;
