/** What is reached over plain HTTP: webhooks, plugins' browser code, health and status, and every answer's headers. */
@NullMarked
package cockpit.server.web;

import org.jspecify.annotations.NullMarked;
