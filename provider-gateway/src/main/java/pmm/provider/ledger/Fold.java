package pmm.provider.ledger;

/** State that follows from events alone: no clock, no randomness. */
public interface Fold {

  /** Takes the next event in; kinds that do not concern it change nothing. */
  void apply(Entry entry);
}
