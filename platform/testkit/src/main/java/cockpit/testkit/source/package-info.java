/**
 * What a data source's author tests with: the contract to inherit, and doubles of the host's services. Nothing here uses
 * the network, the system's clock or files.
 */
@NullMarked
package cockpit.testkit.source;

import org.jspecify.annotations.NullMarked;
