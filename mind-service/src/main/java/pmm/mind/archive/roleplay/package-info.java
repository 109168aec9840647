/** Chats of smaller programs, each a file of JSON: text-generation-webui, Agnai, CAI Tools. */
@NullMarked
package pmm.mind.archive.roleplay;

import org.jspecify.annotations.NullMarked;
