package cockpit.core.tenant;

import cockpit.spi.Text;
import java.time.ZoneId;

/**
 * One customer company.
 *
 * @param code folder name below {@code tenant-configs}, part of every address: {@code yanjiusuo}
 * @param name what people call it
 * @param zone in which its days begin and end
 * @param org its tree of org units
 */
public record Tenant(String code, Text name, ZoneId zone, OrgTree org) {}
