package pmm.provider.isolated;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import pmm.provider.codec.Codec;
import pmm.provider.model.CodecBook.Choice;
import pmm.provider.model.Model;
import pmm.rpc.SocketChannel;

/**
 * A codec that runs under a name. What is behind its socket is looked at whenever a connection to
 * it begins. Once replaced it is let go, as soon as the last call on it is over. Its calls are
 * counted by its keeper.
 */
final class Container {

  private final Choice choice;
  private final SocketFolder folder;
  private final Duration patience;
  private final ReentrantLock connecting = new ReentrantLock();
  private @Nullable SocketChannel channel;
  private int calls;
  private boolean replaced;

  Container(Choice choice, SocketFolder folder, Duration patience) {
    this.choice = choice;
    this.folder = folder;
    this.patience = patience;
  }

  Choice choice() {
    return choice;
  }

  int calls() {
    return calls;
  }

  /** The codec for a call, after a look at what is there if it is not connected any more. */
  Codec codec(Model model) throws CodecBreach {
    return new IsolatedCodec(
        choice.name(), choice.api(), model.isOfficial(), connected(), patience);
  }

  void acquire() {
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
    connecting.lock();
    try {
      if (channel != null) {
        channel.close();
        channel = null;
      }
    } finally {
      connecting.unlock();
    }
  }

  private SocketChannel connected() throws CodecBreach {
    connecting.lock();
    try {
      if (channel != null && channel.isConnected()) {
        return channel;
      }
      close();
      channel = recognized();
      return channel;
    } finally {
      connecting.unlock();
    }
  }

  private SocketChannel recognized() throws CodecBreach {
    SocketChannel opened = folder.connect(choice.socket());
    boolean known = false;
    try {
      Probe.recognize(choice, opened, patience);
      known = true;
      return opened;
    } finally {
      if (!known) {
        opened.close();
      }
    }
  }

  private boolean closeIfUnused() {
    if (replaced && calls == 0) {
      close();
      return true;
    }
    return false;
  }
}
