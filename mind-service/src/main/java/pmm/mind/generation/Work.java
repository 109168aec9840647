package pmm.mind.generation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a model did besides its answer: how long it reasoned, and what it asked to be called. */
public final class Work {
  private final List<Call> calls = new ArrayList<>();
  private long reasoningBytes;
  private boolean promptCut;

  /** One call, which grows piece by piece. */
  public static final class Call {
    private final StringBuilder id = new StringBuilder();
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();

    /** The provider's id; empty if it gave none. */
    public String id() {
      return id.toString();
    }

    /** The tool's name. */
    public String name() {
      return name.toString();
    }

    /** The arguments as the model wrote them. */
    public String arguments() {
      return arguments.toString();
    }

    /** How long the arguments are, in bytes of UTF-8. */
    public long argumentBytes() {
      return bytes(arguments());
    }
  }

  /** Takes a piece of reasoning. */
  public void reasoning(String text) {
    reasoningBytes += bytes(text);
  }

  /** Takes a piece of a call; the index after the last one begins the next. */
  public void call(int index, String id, String name, String arguments) {
    if (index == calls.size()) {
      calls.add(new Call());
    }
    Call call = calls.get(index);
    call.id.append(id);
    call.name.append(name);
    call.arguments.append(arguments);
  }

  /** Notes that the model read less than the whole prompt. */
  public void promptCut() {
    promptCut = true;
  }

  /** Whether the model read less than the whole prompt. */
  public boolean isPromptCut() {
    return promptCut;
  }

  /** How long the reasoning was, in bytes of UTF-8. */
  public long reasoningBytes() {
    return reasoningBytes;
  }

  /** What was called, in order. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
