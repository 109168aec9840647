package pmm.provider.isolated;

import java.time.Duration;
import pmm.provider.codec.Codec;
import pmm.provider.model.CodecBook.Choice;
import pmm.provider.model.Model;
import pmm.rpc.SocketChannel;

/**
 * A codec that runs under a name. Once replaced it is let go, as soon as the last call on it is
 * over. Guarded by its keeper.
 */
final class Container {

  private final Choice choice;
  private final SocketChannel channel;
  private final Duration patience;
  private int calls;
  private boolean replaced;

  Container(Choice choice, SocketChannel channel, Duration patience) {
    this.choice = choice;
    this.channel = channel;
    this.patience = patience;
  }

  Choice choice() {
    return choice;
  }

  int calls() {
    return calls;
  }

  Codec codec(Model model) {
    return new IsolatedCodec(choice.name(), choice.api(), model.isOfficial(), channel, patience);
  }

  void take() {
    calls++;
  }

  /** One call less; whether it is gone by that. */
  boolean release() {
    calls--;
    return closeIfUnused();
  }

  /** Lets it go as soon as it may; whether it is gone already. */
  boolean replace() {
    replaced = true;
    return closeIfUnused();
  }

  void close() {
    channel.close();
  }

  private boolean closeIfUnused() {
    if (replaced && calls == 0) {
      channel.close();
      return true;
    }
    return false;
  }
}
