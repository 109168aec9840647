package pmm.ui.session;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of this run. They are kept nowhere else: once the gateway has stopped, another
 * program could serve at the same origin and read their tokens.
 */
public final class Sessions implements AutoCloseable {
  private static final int MOST = 100;

  private final Clock clock;
  private final List<Session> live = new CopyOnWriteArrayList<>();

  /** Nobody is in. */
  public Sessions(Clock clock) {
    this.clock = clock;
  }

  record Opened(String token, Session session) {}

  synchronized Opened open(String userAgent, @Nullable String browserId) {
    if (live.size() == MOST) {
      live.stream().min(Comparator.comparing(Session::lastSeen)).ifPresent(this::end);
    }
    String token = Secrets.secret();
    Session session = new Session(Secrets.hash(token), userAgent, clock.instant(), browserId);
    live.add(session);
    return new Opened(token, session);
  }

  /** The session of this token, which has now been seen. */
  Optional<Session> find(String token) {
    Secrets.Hash given = Secrets.hash(token);
    Optional<Session> found = live.stream().filter(session -> session.hasToken(given)).findFirst();
    found.ifPresent(session -> session.seen(clock.instant()));
    return found;
  }

  List<Session> all() {
    return List.copyOf(live);
  }

  void end(Session session) {
    live.remove(session);
    session.end();
  }

  /** Ends all sessions, and with them the calls that they have under way. */
  @Override
  public void close() {
    all().forEach(this::end);
  }
}
