package pmm.mind.contract;

import java.util.Map;
import java.util.Set;
import pmm.rpc.Access;
import pmm.rpc.Role;

/**
 * Who may call what of the mind: every program of the person may talk, only the person switches
 * models and decides what is true and promised.
 */
public final class MindAccess {
  private static final String TALK = "pmm.mind.v1.ConversationService/*";
  private static final String MEMORY = "pmm.mind.v1.MemoryService/";
  private static final String MIND = "pmm.mind.v1.MindService/";
  private static final String PROMISES = "pmm.mind.v1.CommitmentService/";
  private static final String GROWTH = "pmm.mind.v1.GrowthService/*";
  private static final String CONTEXT = "pmm.mind.v1.ContextService/";
  private static final String REFLECTION = "pmm.mind.v1.ReflectionService/*";
  private static final String TEMPLATES = "pmm.mind.v1.TemplateService/*";
  private static final String IMPORTS = "pmm.mind.v1.ImportService/*";
  private static final String COMPARING = "pmm.mind.v1.CompareService/*";
  private static final String ATTACHMENTS = "pmm.mind.v1.AttachmentService/*";
  private static final String SEARCH = "pmm.mind.v1.SearchService/*";
  private static final String IDENTITY = "pmm.mind.v1.IdentityService/*";

  /** What only the person does, by the page or the command. */
  private static final Set<String> PERSON =
      Set.of(
          TALK,
          MIND + "*",
          MEMORY + "*",
          PROMISES + "*",
          CONTEXT + "*",
          GROWTH,
          COMPARING,
          IDENTITY,
          REFLECTION,
          TEMPLATES,
          IMPORTS,
          ATTACHMENTS,
          SEARCH);

  /** The table. */
  public static final Access TABLE =
      new Access(
          Map.of(
              Role.UI,
              PERSON,
              Role.CLI,
              PERSON,
              Role.OTHER,
              Set.of(
                  TALK,
                  SEARCH,
                  CONTEXT + "GetGauge",
                  MIND + "GetMind",
                  MIND + "ListCommitments",
                  MIND + "ListMemories",
                  MEMORY + "GetMemory",
                  MEMORY + "SearchMemories",
                  PROMISES + "GetCommitment",
                  PROMISES + "GetCommitmentFigures")));

  private MindAccess() {}
}
