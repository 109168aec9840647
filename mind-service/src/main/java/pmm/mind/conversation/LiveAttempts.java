package pmm.mind.conversation;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import pmm.mind.contract.MindReason;
import pmm.rpc.Problem;
import pmm.rpc.RpcReason;

/** The answers that are being written: one a conversation at most. */
public final class LiveAttempts {
  private final Map<String, LiveAttempt> byConversation = new HashMap<>();
  private boolean draining;
  private boolean abandoned;

  /** One answer that is being written. */
  final class LiveAttempt implements AutoCloseable {
    private final String conversationId;
    private final String id;
    private final CancellableContext context = Context.current().withCancellation();
    private boolean stopped;
    private boolean ended;

    private LiveAttempt(String conversationId, String id) {
      this.conversationId = conversationId;
      this.id = id;
    }

    String id() {
      return id;
    }

    /** The context to generate in: stopping cancels it. */
    Context context() {
      return context;
    }

    /** Stops the answer; false if it has ended. */
    boolean stop() {
      synchronized (LiveAttempts.this) {
        if (ended) {
          return false;
        }
        stopped = true;
      }
      context.cancel(null);
      return true;
    }

    boolean isStopped() {
      synchronized (LiveAttempts.this) {
        return stopped;
      }
    }

    /** Ends the generation; from now on it cannot be stopped. Returns whether it was. */
    boolean end() {
      synchronized (LiveAttempts.this) {
        ended = true;
        return stopped;
      }
    }

    /** Returns whether there is no more time to write the outcome. */
    boolean isAbandoned() {
      synchronized (LiveAttempts.this) {
        return abandoned;
      }
    }

    @Override
    public void close() {
      context.cancel(null);
      synchronized (LiveAttempts.this) {
        byConversation.remove(conversationId);
        LiveAttempts.this.notifyAll();
      }
    }
  }

  /** Begins an answer, unless the conversation has one under way. */
  synchronized LiveAttempt begin(String conversationId, String attemptId) {
    if (draining) {
      throw new Problem(RpcReason.STOPPING, "The mind is stopping.");
    }
    LiveAttempt other = byConversation.get(conversationId);
    if (other != null) {
      throw new Problem(
          MindReason.ANSWER_UNDER_WAY,
          "An answer in this conversation is still being written; stop it or wait.",
          Map.of("attempt_id", other.id(), "conversation_id", conversationId));
    }
    LiveAttempt attempt = new LiveAttempt(conversationId, attemptId);
    byConversation.put(conversationId, attempt);
    return attempt;
  }

  /** Stops an answer; false if it is not being written. */
  boolean stop(String attemptId) {
    Optional<LiveAttempt> found;
    synchronized (this) {
      found = byConversation.values().stream().filter(a -> a.id().equals(attemptId)).findFirst();
    }
    return found.map(LiveAttempt::stop).orElse(false);
  }

  /** Returns the answer being written in a conversation; empty if there is none. */
  synchronized String in(String conversationId) {
    LiveAttempt attempt = byConversation.get(conversationId);
    return attempt == null ? "" : attempt.id();
  }

  /** Returns whether that answer is being written. */
  synchronized boolean holds(String attemptId) {
    return byConversation.values().stream().anyMatch(a -> a.id().equals(attemptId));
  }

  /** Takes no more answers and stops those under way: what they have so far is kept. */
  public void drain() {
    Map<String, LiveAttempt> all;
    synchronized (this) {
      draining = true;
      all = Map.copyOf(byConversation);
    }
    all.values().forEach(LiveAttempt::stop);
  }

  /** Waits until the outcomes are written; gives up on those that are not in that time. */
  public synchronized void awaitEnd(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (!byConversation.isEmpty()) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          break;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    abandoned = true;
  }
}
