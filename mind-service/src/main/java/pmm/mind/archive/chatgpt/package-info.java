/** Archives of ChatGPT: conversations.json or its shards, with the files that messages refer to. */
@NullMarked
package pmm.mind.archive.chatgpt;

import org.jspecify.annotations.NullMarked;
