/** Who: tenants, their org trees, users, rights and secrets, and the metadata database. */
@NullMarked
package cockpit.core.tenant;

import org.jspecify.annotations.NullMarked;
