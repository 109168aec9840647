package pmm.provider.generate;

import pmm.provider.codec.AnswerEvent;

/** Has an answer say that it comes in place of the model that was asked. */
record InsteadAnswer(Answer answer, String askedModelId) implements Answer {

  @Override
  public void phase(Phase phase) {
    answer.phase(phase);
  }

  @Override
  public void opened(Opened opened) {
    // Which bytes the other model is says nothing about the one that was chosen.
    answer.opened(
        new Opened(opened.model(), opened.proof(), opened.attemptEventId(), false, askedModelId));
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
