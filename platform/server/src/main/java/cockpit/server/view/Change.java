package cockpit.server.view;

import cockpit.core.dashboard.Cockpit;
import cockpit.spi.Text;
import java.util.function.UnaryOperator;

/** What a builder does to a draft, with the name that undo shows. */
record Change(Text name, UnaryOperator<Cockpit> to) {}
