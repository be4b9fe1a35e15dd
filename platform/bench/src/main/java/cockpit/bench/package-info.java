/** Benchmarks: each prints a table and writes {@code target/bench/NAME.json}. */
@NullMarked
package cockpit.bench;

import org.jspecify.annotations.NullMarked;
