/** What is counted: the dictionary, and its compilation to SQL with the viewer's row scope inside. */
@NullMarked
package cockpit.core.metric;

import org.jspecify.annotations.NullMarked;
