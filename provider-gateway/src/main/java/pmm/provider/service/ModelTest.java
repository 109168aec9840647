package pmm.provider.service;

import java.util.List;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.codec.Prompt;
import pmm.provider.consent.Occasion;
import pmm.provider.generate.Answer;
import pmm.provider.generate.Generator;
import pmm.provider.generate.Question;
import pmm.provider.network.Cancellation;
import pmm.provider.v1.TestModelResponse;

/** One short prompt that holds no word of the person. */
final class ModelTest {

  private static final String PROMPT = "Say hello in one short sentence.";
  private static final int MOST_TOKENS = 64;
  private static final int MOST_CHARACTERS = 200;

  private final Generator generator;

  ModelTest(Generator generator) {
    this.generator = generator;
  }

  TestModelResponse run(String modelId, String attemptId, Cancellation cancellation)
      throws InterruptedException {
    Question question =
        new Question(
            modelId,
            List.of(new Prompt.Turn(Prompt.Speaker.USER, PROMPT)),
            List.of(),
            MOST_TOKENS,
            null,
            null,
            Occasion.wordless("test", attemptId));
    Collected answer = new Collected();
    generator.run(question, answer, cancellation);
    return answer.response();
  }

  private static final class Collected implements Answer {
    private final StringBuilder text = new StringBuilder();
    private final TestModelResponse.Builder response = TestModelResponse.newBuilder();

    @Override
    public void phase(Phase phase) {}

    @Override
    public void opened(Opened opened) {
      response.setOpened(ProviderProto.opened(opened));
    }

    @Override
    public void content(AnswerEvent piece) {
      if (piece instanceof AnswerEvent.Text(String more)) {
        text.append(more);
      }
    }

    @Override
    public void finished(Finished finished) {
      response.setFinish(ProviderProto.finish(finished));
    }

    TestModelResponse response() {
      int end =
          text.offsetByCodePoints(
              0, Math.min(MOST_CHARACTERS, text.codePointCount(0, text.length())));
      return response.setText(text.substring(0, end)).build();
    }
  }
}
