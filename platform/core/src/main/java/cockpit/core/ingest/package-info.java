/** How facts arrive: connections, schedules, cursors, webhooks, dropped files, quarantine. */
@NullMarked
package cockpit.core.ingest;

import org.jspecify.annotations.NullMarked;
