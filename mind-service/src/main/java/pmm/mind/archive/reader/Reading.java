package pmm.mind.archive.reader;

import java.util.List;
import pmm.mind.archive.json.JsonFile;
import pmm.mind.archive.source.Limits;
import pmm.mind.archive.source.Member;

/**
 * What a reader has at hand.
 *
 * @param files all files of the archive, attachments too
 * @param json reads JSON files
 * @param limits what is believed
 */
public record Reading(List<Member> files, JsonFile json, Limits limits) {}
