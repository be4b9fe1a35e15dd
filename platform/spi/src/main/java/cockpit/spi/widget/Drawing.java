package cockpit.spi.widget;

/**
 * What the browser paints. It names no chart library, no colour and no font: the host decides these by theme, so that
 * every widget looks of one kind. Numbers are plain; the host formats them by unit and language.
 */
public sealed interface Drawing permits Chart, Figure, Table, Notice, Custom {}
