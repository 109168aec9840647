package pmm.mind.archive.model;

/**
 * What the old assistant had remembered about the person: a proposal for the memory inbox, never
 * more.
 *
 * @param topic the heading it stood under, or the project; empty if none
 * @param source the archive's own name of where it stood, such as {@code model_editable_context}
 * @param raw what it was read from, as JSON
 */
public record ArchivedMemory(
    Place place, String text, String topic, String source, ArchivedTime noted, String raw)
    implements ArchivedItem {}
