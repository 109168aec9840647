package pmm.ui.pass;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pmm.rpc.Access;
import pmm.rpc.Role;

/** Who may call what through this port: the one explicit list. What is not in it does not pass. */
public final class Rights {
  private static final Set<String> READING =
      methods(
          "pmm.ledger.v1.LedgerService",
          "GetEvent",
          "GetEvents",
          "ListEvents",
          "SearchEvents",
          "WatchEvents",
          "GetLedgerInfo");

  private static final Set<String> WHOLE_LEDGER =
      methods("pmm.ledger.v1.LedgerService", "VerifyLedger", "ExportLedger");

  private static final Set<String> KEEPING_COPIES =
      methods(
          "pmm.ledger.v1.LedgerService",
          "CreateSnapshot",
          "ListSnapshots",
          "RestoreSnapshot",
          "CopyLedger",
          "NoteCopy");

  private static final Set<String> FORGETTING =
      union(
          methods("pmm.ledger.v1.LedgerService", "RedactEvents"),
          methods("pmm.mind.v1.MindService", "FindMentions"));

  private static final Set<String> UPKEEP = methods("pmm.mind.v1.MindService", "Rebuild");

  private static final Set<String> NOTING = methods("pmm.ledger.v1.LedgerService", "AppendEvents");

  private static final Set<String> TALKING =
      union(
          methods(
              "pmm.mind.v1.ConversationService",
              "Converse",
              "StopAnswer",
              "ListConversations",
              "GetConversation",
              "SelectBranch",
              "RenameConversation",
              "ArchiveConversation",
              "GetTrace"),
          methods("pmm.mind.v1.ContextService", "GetGauge"));

  private static final Set<String> KNOWING_THE_MIND =
      union(
          methods("pmm.mind.v1.MindService", "GetMind", "ListCommitments", "ListMemories"),
          methods("pmm.mind.v1.MemoryService", "GetMemory", "SearchMemories"),
          methods("pmm.mind.v1.SearchService", "Search"),
          methods("pmm.mind.v1.CommitmentService", "GetCommitment", "GetCommitmentFigures"));

  private static final Set<String> DECIDING_WHAT_IS_TRUE =
      methods(
          "pmm.mind.v1.MemoryService",
          "AddMemory",
          "KeepMemory",
          "CorrectMemory",
          "RejectMemory",
          "FindForgettable");

  private static final Set<String> DECIDING_ABOUT_PROMISES =
      methods(
          "pmm.mind.v1.CommitmentService",
          "ConfirmCommitment",
          "RejectCommitment",
          "CloseCommitment",
          "SnoozeCommitment");

  private static final Set<String> SUMMING_UP =
      methods("pmm.mind.v1.ContextService", "SummarizeConversation");

  private static final Set<String> GROWING =
      union(
          methods("pmm.mind.v1.GrowthService", "GiveFeedback", "ListSteps"),
          methods("pmm.mind.v1.ReflectionService", "Reflect", "GetAutonomy", "SetAutonomy"));

  private static final Set<String> MOVING_IN =
      methods(
          "pmm.mind.v1.ImportService",
          "CreateUpload",
          "UploadPart",
          "FinishUpload",
          "DropUpload",
          "BringMind",
          "DryRun",
          "Run",
          "WatchImport",
          "CancelImport",
          "GetImport",
          "ListImports",
          "ListImportedEvents");

  private static final Set<String> SEEING_FILES =
      methods("pmm.mind.v1.AttachmentService", "ReadAttachment");

  private static final Set<String> SEEING_MODELS =
      methods("pmm.provider.v1.ModelService", "ListModels", "GetModel");

  private static final Set<String> CHOOSING_MODELS =
      union(
          SEEING_MODELS,
          methods("pmm.mind.v1.MindService", "SelectModel"),
          methods("pmm.mind.v1.IdentityService", "CheckIdentity"),
          methods("pmm.mind.v1.CompareService", "Compare"),
          methods("pmm.mind.v1.TemplateService", "ListTemplates", "ApplyTemplate"),
          methods(
              "pmm.provider.v1.ModelService",
              "AddModel",
              "AddRemoteModel",
              "RemoveModel",
              "SetFallback",
              "TestModel",
              "CheckModels"),
          methods(
              "pmm.provider.v1.OllamaService", "FindModels", "PullModel", "ListSuggestedModels"));

  private static final Set<String> ALLOWING =
      union(
          methods(
              "pmm.provider.v1.ConsentService",
              "GrantConsent",
              "GrantStandingConsent",
              "DenyConsent",
              "RevokeConsent",
              "ListConsents"),
          methods(
              "pmm.provider.v1.NetworkService",
              "GetNetwork",
              "GoOffline",
              "LeaveOffline",
              "ListAttempts",
              "GetTotals",
              "GetLimits"));

  private static final Set<String> OWNER =
      union(
          READING,
          WHOLE_LEDGER,
          KEEPING_COPIES,
          FORGETTING,
          UPKEEP,
          TALKING,
          KNOWING_THE_MIND,
          DECIDING_WHAT_IS_TRUE,
          DECIDING_ABOUT_PROMISES,
          SUMMING_UP,
          GROWING,
          MOVING_IN,
          SEEING_FILES,
          CHOOSING_MODELS,
          ALLOWING);

  private static final Set<String> OTHERS =
      union(READING, NOTING, TALKING, KNOWING_THE_MIND, SEEING_MODELS);

  private static final Set<String> SESSION =
      methods(
          "pmm.ui.v1.SessionService",
          "GetMesh",
          "ListSessions",
          "RevokeSession",
          "RememberBrowser",
          "BeginStepUp",
          "ConfirmStepUp");

  private static final Set<String> COMMAND =
      union(
          methods("pmm.ui.v1.DoorService", "CreateLoginCode"),
          methods(
              "pmm.ui.v1.SessionService",
              "GetMesh",
              "ListSessions",
              "RevokeSession",
              "ListPending",
              "ConfirmPending"));

  private Rights() {}

  /** What the session of a browser may call. */
  public static Set<String> ofBrowsers() {
    return union(OWNER, SESSION);
  }

  /** What programs may call, by the role of their token. */
  public static Access ofPrograms() {
    return new Access(Map.of(Role.CLI, union(OWNER, COMMAND), Role.OTHER, OTHERS));
  }

  /** What passes through for anyone. */
  static Set<String> passed() {
    return union(OWNER, OTHERS);
  }

  private static Set<String> methods(String service, String... names) {
    return Arrays.stream(names)
        .map(name -> service + "/" + name)
        .collect(Collectors.toUnmodifiableSet());
  }

  @SafeVarargs
  private static Set<String> union(Set<String>... sets) {
    return Stream.of(sets).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
  }
}
