/** The demo: its clock, its accounts and its progress, beside a channel simulator. */
@NullMarked
package cockpit.server.demo;

import org.jspecify.annotations.NullMarked;
