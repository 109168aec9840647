package pmm.provider.model;

import java.util.Locale;

/** The wire format a model is spoken to in. */
public enum Api {
  /** OpenAI chat completions and whatever is compatible. */
  OPENAI("https://api.openai.com/v1", 128_000),
  /** Anthropic messages. */
  ANTHROPIC("https://api.anthropic.com", 200_000),
  /** Ollama's own /api/chat. */
  OLLAMA("http://127.0.0.1:11434", 8192);

  private final String defaultUrl;
  private final int usualContextTokens;

  Api(String defaultUrl, int usualContextTokens) {
    this.defaultUrl = defaultUrl;
    this.usualContextTokens = usualContextTokens;
  }

  /** The name in events, also that of its first provider. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where its first provider is reached. */
  public String defaultUrl() {
    return defaultUrl;
  }

  /** What the models of its first provider usually hold. */
  public int usualContextTokens() {
    return usualContextTokens;
  }
}
