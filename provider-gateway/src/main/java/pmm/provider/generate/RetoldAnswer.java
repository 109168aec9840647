package pmm.provider.generate;

import java.util.function.UnaryOperator;
import pmm.provider.codec.AnswerEvent;

/** Has an answer say more of who answers than the one that does can know. */
record RetoldAnswer(Answer answer, UnaryOperator<Answer.Opened> retold) implements Answer {

  @Override
  public void phase(Phase phase) {
    answer.phase(phase);
  }

  @Override
  public void opened(Opened opened) {
    answer.opened(retold.apply(opened));
  }

  @Override
  public void content(AnswerEvent piece) {
    answer.content(piece);
  }

  @Override
  public void finished(Finished finished) {
    answer.finished(finished);
  }
}
