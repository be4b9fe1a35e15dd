package cockpit.spi.source;

/** Why a channel could not be read, by who must act. */
public enum Fault {
    /** The admin must correct a setting: wrong key, secret, address, caller address not on the list. */
    SETTINGS,
    /** The admin must ask the channel for consent or permission. */
    ACCESS,
    /** Nobody: a quota or frequency limit; the host waits as long as the channel says. */
    LIMIT,
    /** The channel: busy, broken or unreachable; the host tries again with growing pauses. */
    UPSTREAM,
    /** The channel or the mapping: an answer that does not have the promised shape. */
    DATA,
    /** The plugin's author. Whatever else a plugin throws counts as this. */
    BUG
}
