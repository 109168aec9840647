package pmm.provider.isolated;

import pmm.provider.codec.AnthropicCodec;
import pmm.provider.codec.Codec;
import pmm.provider.codec.OllamaCodec;
import pmm.provider.codec.OpenAiCodec;
import pmm.provider.model.Api;

/** The codecs of this program. */
final class OwnCodecs {

  private OwnCodecs() {}

  static Codec of(Api api, boolean official) {
    return switch (api) {
      case OPENAI -> new OpenAiCodec(official);
      case ANTHROPIC -> new AnthropicCodec();
      case OLLAMA -> new OllamaCodec();
    };
  }
}
