/** The CRM of a clinic chain: appointments, visits and consultations, pushed as events or dropped as files. */
@NullMarked
package cockpit.plugin.cliniccrm;

import org.jspecify.annotations.NullMarked;
