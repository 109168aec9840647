package pmm.mind.archive.model;

import java.util.Locale;

/** Who wrote an archive. */
public enum Format {
  /** Conversations of ChatGPT, legacy or in shards. */
  CHATGPT("ChatGPT"),
  /** Conversations, memories and projects of Claude. */
  CLAUDE("Claude"),
  /** Chats of SillyTavern, and of Chub in its shape: a line each message. */
  SILLYTAVERN("SillyTavern"),
  /** Chats of oobabooga's text-generation-webui. */
  OOBABOOGA("text-generation-webui"),
  /** Chats of Agnai. */
  AGNAI("Agnai"),
  /** Chats of Character.AI, as CAI Tools saves them. */
  CAI_TOOLS("CAI Tools"),
  /** An agent of Letta. */
  LETTA("Letta"),
  /** A character card. */
  CHARACTER_CARD("character card"),
  /** Activity of Gemini, by Google Takeout. */
  GEMINI("Gemini Takeout"),
  /** A prompt of Google AI Studio. */
  AI_STUDIO("AI Studio"),
  /** The exported ledger of one of PMM's Python predecessors. */
  PREDECESSOR("ledger of a PMM predecessor");

  private final String title;

  Format(String title) {
    this.title = title;
  }

  /** As people say it. */
  public String title() {
    return title;
  }

  /** As it stands in {@code meta.source.format}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
