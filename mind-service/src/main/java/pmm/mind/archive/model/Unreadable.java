package pmm.mind.archive.model;

/**
 * Something that could not be read. All else in the archive was.
 *
 * @param title what it calls itself, as far as that was read; empty if not
 * @param why in plain English, with what was found and what was expected
 */
public record Unreadable(Place place, String title, String why) implements ArchivedItem {}
