package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static pmm.provider.GatewayExtension.ask;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.provider.v1.Api;

/**
 * The makers' own clients, and one that many use for Ollama, as witnesses: they read the scripted
 * server as our codecs do, so that it is an honest stand-in.
 */
class WitnessTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUESTION = "Where does Ana live? Grüße 😀";

  @RegisterExtension final GatewayExtension mesh = new GatewayExtension();

  /** What a client made of one answer. */
  private record Seen(
      String text,
      String reasoning,
      List<String> tools,
      List<JsonNode> arguments,
      long promptTokens,
      long answerTokens,
      String finish) {}

  @ParameterizedTest
  @ValueSource(
      strings = {"scripted", "scripted+think+split=3", "scripted+length", "scripted+think+tool"})
  void theMakerOfOpenAiSeesTheSame(String model) {
    assertEquals(openai(model), ours(model, Api.API_OPENAI));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"scripted", "scripted+think+split=3", "scripted+length", "scripted+think+tool"})
  void theMakerOfAnthropicSeesTheSame(String model) {
    assertEquals(anthropic(model), ours(model, Api.API_ANTHROPIC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"scripted", "scripted+think+split=3", "scripted+length", "scripted+think+tool"})
  void aClientOfOllamaSeesTheSame(String model) throws Exception {
    assertEquals(ollama(model), ours(model, Api.API_OLLAMA));
  }

  private Seen ours(String model, Api api) {
    Heard heard = mesh.hear(ask(mesh.declared(model, api), QUESTION));
    return new Seen(
        heard.text(),
        heard.reasoning.toString(),
        heard.calls.stream().map(call -> call.substring(0, call.indexOf(" "))).toList(),
        heard.calls.stream().map(call -> json(call.substring(call.indexOf(" ")))).toList(),
        heard.finish.getUsage().getPromptTokens(),
        heard.finish.getUsage().getAnswerTokens(),
        heard.finish.getReason().name().replace("REASON_", ""));
  }

  private Seen openai(String model) {
    ChatCompletionCreateParams question =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addUserMessage(QUESTION)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    List<ChatCompletionChunk> chunks = new ArrayList<>();
    OpenAIClient client =
        OpenAIOkHttpClient.builder().baseUrl(mesh.model().url() + "/v1").apiKey("none").build();
    try (var stream = client.chat().completions().createStreaming(question)) {
      stream.stream().forEach(chunks::add);
    } finally {
      client.close();
    }
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    StringBuilder reasoning = new StringBuilder();
    for (ChatCompletionChunk chunk : chunks) {
      whole.accumulate(chunk);
      for (ChatCompletionChunk.Choice choice : chunk.choices()) {
        var thought = choice.delta()._additionalProperties().get("reasoning_content");
        reasoning.append(thought == null ? "" : thought.asStringOrThrow());
      }
    }
    ChatCompletion answer = whole.chatCompletion();
    ChatCompletion.Choice choice = answer.choices().getFirst();
    var calls = choice.message().toolCalls().orElse(List.of());
    return new Seen(
        choice.message().content().orElse(""),
        reasoning.toString(),
        calls.stream().map(call -> call.asFunction().function().name()).toList(),
        calls.stream().map(call -> json(call.asFunction().function().arguments())).toList(),
        answer.usage().orElseThrow().promptTokens(),
        answer.usage().orElseThrow().completionTokens(),
        choice.finishReason().asString().toUpperCase(Locale.ROOT));
  }

  private Seen anthropic(String model) {
    MessageCreateParams question =
        MessageCreateParams.builder().model(model).maxTokens(4096).addUserMessage(QUESTION).build();
    MessageAccumulator whole = MessageAccumulator.create();
    AnthropicClient client =
        AnthropicOkHttpClient.builder().baseUrl(mesh.model().url()).apiKey("none").build();
    try (var stream = client.messages().createStreaming(question)) {
      stream.stream().forEach(whole::accumulate);
    } finally {
      client.close();
    }
    Message answer = whole.message();
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    List<String> tools = new ArrayList<>();
    List<JsonNode> arguments = new ArrayList<>();
    for (ContentBlock block : answer.content()) {
      block.text().ifPresent(said -> text.append(said.text()));
      block.thinking().ifPresent(thought -> reasoning.append(thought.thinking()));
      block.toolUse().ifPresent(call -> tools.add(call.name()));
      block
          .toolUse()
          .ifPresent(
              call -> arguments.add(Objects.requireNonNull(call._input().convert(JsonNode.class))));
    }
    return new Seen(
        text.toString(),
        reasoning.toString(),
        tools,
        arguments,
        answer.usage().inputTokens(),
        answer.usage().outputTokens(),
        switch (answer.stopReason().orElseThrow().asString()) {
          case "end_turn" -> "STOP";
          case "max_tokens" -> "LENGTH";
          case "tool_use" -> "TOOL_CALLS";
          default -> "another";
        });
  }

  private Seen ollama(String model) throws Exception {
    CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
    OllamaStreamingChatModel.builder()
        .baseUrl(mesh.model().url())
        .modelName(model)
        .returnThinking(true)
        .build()
        .chat(
            QUESTION,
            new StreamingChatResponseHandler() {
              @Override
              public void onCompleteResponse(ChatResponse response) {
                boolean _ = whole.complete(response);
              }

              @Override
              public void onError(Throwable error) {
                boolean _ = whole.completeExceptionally(error);
              }
            });
    ChatResponse answer = whole.get(30, TimeUnit.SECONDS);
    AiMessage message = answer.aiMessage();
    List<ToolExecutionRequest> calls = message.toolExecutionRequests();
    return new Seen(
        message.text(),
        Objects.requireNonNullElse(message.thinking(), ""),
        calls.stream().map(ToolExecutionRequest::name).toList(),
        calls.stream().map(call -> json(call.arguments())).toList(),
        answer.tokenUsage().inputTokenCount(),
        answer.tokenUsage().outputTokenCount(),
        switch (answer.finishReason()) {
          case STOP -> "STOP";
          case LENGTH -> "LENGTH";
          case TOOL_EXECUTION -> "TOOL_CALLS";
          default -> "another";
        });
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + text, e);
    }
  }
}
