package pmm.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.provider.v1.Locality;
import pmm.provider.v1.Model;
import pmm.provider.v1.ModelDraft;
import pmm.provider.v1.RemoveModelRequest;
import pmm.provider.v1.SetFallbackRequest;
import pmm.provider.v1.TestModelRequest;
import pmm.provider.v1.TestModelResponse;

/** The models that the mind can speak through. The mind stays the same under each. */
@Command(
    footer = {
      "  pmm model list",
      "  pmm model add ollama:llama3.1",
      "  pmm model use ollama:llama3.1"
    })
final class ModelCommand {
  private final Shell shell;

  ModelCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "list",
      description = "List the models, the one in use marked with a star.",
      footer = {
        "  pmm model list",
        "  pmm model list --json",
        "  pmm model list --ollama",
        "  pmm model list --suggested"
      })
  int list(
      @Option(
              names = "--ollama",
              description = "Look for Ollama on this device, and list the models that it has.")
          boolean ollama,
      @Option(
              names = "--url",
              paramLabel = "URL",
              description =
                  "With --ollama: where it is; one elsewhere must be that of a model that you added.")
          String url,
      @Option(
              names = "--suggested",
              description =
                  "List models that suit PMM, with size, memory and licence. Asks nobody.")
          boolean suggested,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    if (ollama && suggested) {
      throw Failure.notDone("--ollama and --suggested list different things: give one of the two");
    }
    if (url != null && !ollama) {
      throw Failure.notDone("--url says where an Ollama is: it needs --ollama");
    }
    if (ollama) {
      return new OllamaModels(shell).find(url == null ? "" : url, json);
    }
    return suggested ? new OllamaModels(shell).suggested(json) : new KnownModels(shell).list(json);
  }

  @Command(
      name = "add",
      description = {
        "Add a model. An Ollama on this device is asked at once which models it has; to any other nothing is sent yet.",
        "ollama:NAME is Ollama on this device; openai:NAME and anthropic:NAME are those services; local:NAME is any address that you give."
      },
      footer = {
        "  pmm model add ollama:llama3.1",
        "  pmm model add openai:gpt-4.1 --key-file ~/openai.key",
        "  pmm model add openai:gpt-4.1 --pin sha256/... --pin-backup sha256/...",
        "  pmm model add local:qwen --api openai --url http://127.0.0.1:8080/v1"
      })
  int add(
      @Parameters(paramLabel = "ID", description = "provider:name.") String id,
      @Option(
              names = "--api",
              paramLabel = "API",
              description = "openai, anthropic or ollama: how it is spoken to.")
          String api,
      @Option(names = "--url", paramLabel = "URL", description = "Its base address.") String url,
      @Option(names = "--key-file", paramLabel = "FILE", description = "A file that holds its key.")
          Path keyFile,
      @Option(names = "--key-stdin", description = "Read its key from standard input.")
          boolean keyStdin,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              description = "What its provider calls it, if not as after the colon.")
          String name,
      @Option(
              names = "--context",
              paramLabel = "TOKENS",
              defaultValue = "0",
              description = "How much it can read and write at once, if PMM does not know.")
          int context,
      @Option(
              names = "--codec",
              paramLabel = "CODEC",
              description = "The isolated codec that speaks to it; see: pmm codec list.")
          String codec,
      @Option(
              names = "--pin",
              paramLabel = "PIN",
              defaultValue = "",
              description = "sha256/BASE64 of the public key that its host must show.")
          String pin,
      @Option(
              names = "--pin-backup",
              paramLabel = "PIN",
              defaultValue = "",
              description = "Another that will do, for the day that the first is replaced.")
          String pinBackup,
      @Option(
              names = "--replace",
              description = "Replace the model of this name, and its key, if there is one.")
          boolean replace)
      throws IOException {
    if (keyFile != null && keyStdin) {
      throw Failure.notDone("--key-file and --key-stdin both name the key: give one of the two");
    }
    if (!id.matches("[a-z]+:.+")) {
      throw Failure.notDone(
          "Not the name of a model: "
              + id
              + " (expected: ollama:NAME, openai:NAME, anthropic:NAME or local:NAME)");
    }
    ModelDraft.Builder draft =
        ModelDraft.newBuilder()
            .setModelId(id)
            .setApi(NewModel.api(api))
            .setContextTokens(context)
            .setPin(pin)
            .setPinBackup(pinBackup);
    if (id.startsWith("local:")) {
      NewModel.checkLocal(id, api, url);
    }
    if (url != null) {
      draft.setUrl(url);
    }
    if (codec != null) {
      draft.setCodecName(codec);
    }
    if (name != null) {
      draft.setProviderModel(name);
    }
    Mesh mesh = shell.runningMesh();
    NewModel adding = new NewModel(shell);
    draft.setKey(adding.key(id, keyFile, keyStdin));
    Model model = adding.add(mesh, draft.build(), replace);
    Screen screen = shell.screen();
    screen.result(
        "Added "
            + Text.oneLine(model.getModelId())
            + ": "
            + KnownModels.where(model.getLocality()));
    if (!draft.getKey().isEmpty()) {
      screen.say("Its key is in a file that only you can read, never in mind.db.");
    }
    if (model.getLocality() == Locality.LOCALITY_REMOTE) {
      screen.say(
          "Nothing goes there until you allow it: "
              + shell.commandLine("consent grant " + NewModel.host(model)));
    }
    screen.say("Speak through it with: " + shell.commandLine("model use " + model.getModelId()));
    return ExitCode.DONE;
  }

  @Command(
      name = "pull",
      description = {
        "Have Ollama download a model, or what is missing of it.",
        "It comes from Ollama's registry: you are asked before. Ctrl-C ends it; pull again to go on."
      },
      footer = {
        "  pmm model pull ollama:granite4:micro",
        "  pmm model pull ollama:qwen3:4b --json"
      })
  int pull(
      @Parameters(paramLabel = "ID", description = "ollama:NAME, or an added model of an Ollama.")
          String id,
      @Option(
              names = "--url",
              paramLabel = "URL",
              description = "Where its Ollama is, if not at the usual address.")
          String url,
      @Option(names = "--json", description = "Print one JSON document a line.") boolean json) {
    if (!id.matches("(ollama|local):.+")) {
      throw Failure.notDone("Not a model of an Ollama: " + id + " (expected: ollama:NAME)");
    }
    return new ModelPull(shell, json).run(id, url == null ? "" : url);
  }

  @Command(
      name = "use",
      description = {
        "Speak through this model from now on.",
        "With --check both models are asked a few questions whose answers the mind knows; where that"
            + " leaves this device, it needs your consent for identity_check."
      },
      footer = {
        "  pmm model use ollama:llama3.1",
        "  pmm model use ollama:llama3.1 --check",
        "  pmm model use builtin:voice"
      })
  int use(
      @Parameters(paramLabel = "ID", description = "A model of the list.") String id,
      @Option(
              names = "--check",
              description = "Ask before and after whether the mind is still itself.")
          boolean check) {
    ModelSwitch models = new ModelSwitch(shell);
    return check ? models.checked(id) : models.to(id);
  }

  @Command(
      name = "check",
      description = {
        "Ask a model for the mind's name, three memories, its open promises and how it sounds.",
        "The answers are kept and scored by plain rules; nothing follows from them."
      },
      footer = {"  pmm model check", "  pmm model check ollama:llama3.1 --json"})
  int check(
      @Parameters(arity = "0..1", paramLabel = "ID", description = "The one in use if not given.")
          String id,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    return new ModelSwitch(shell).check(id == null ? "" : id, json);
  }

  @Command(
      name = "info",
      description = "Show what is known of a model.",
      footer = {"  pmm model info", "  pmm model info ollama:llama3.1 --json"})
  int info(
      @Parameters(arity = "0..1", paramLabel = "ID", description = "The one in use if not given.")
          String id,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    return new KnownModels(shell).tell(id == null ? "" : id, json);
  }

  @Command(
      name = "test",
      description = "Send the model one short prompt without any of your words.",
      footer = {"  pmm model test ollama:llama3.1"})
  int test(@Parameters(paramLabel = "ID", description = "A model of the list.") String id) {
    if (id.equals(KnownModels.VOICE)) {
      shell.screen().result(KnownModels.VOICE + " needs no test: " + KnownModels.VOICE_WORDS + ".");
      return ExitCode.DONE;
    }
    shell.screen().progress("Asking " + id + "…");
    TestModelResponse answer =
        shell
            .runningMesh()
            .models()
            .withDeadlineAfter(5, java.util.concurrent.TimeUnit.MINUTES)
            .testModel(TestModelRequest.newBuilder().setModelId(id).build());
    if (answer.getFinish().hasError()) {
      throw Failure.notSo(
          id + " broke off: " + Text.oneLine(answer.getFinish().getError().getMessage()));
    }
    double seconds =
        answer.getFinish().getElapsed().getSeconds()
            + answer.getFinish().getElapsed().getNanos() / 1e9;
    shell
        .screen()
        .result(
            String.format(
                Locale.ROOT,
                "%s answers after %.1f s: %s",
                id,
                seconds,
                Text.oneLine(answer.getText())));
    return ExitCode.DONE;
  }

  @Command(
      name = "fallback",
      description = {
        "Have another model answer where this one fails before its first word.",
        "Without OTHER, nobody does any more. Words go to its host only if you allow that too."
      },
      footer = {
        "  pmm model fallback openai:gpt-4.1 ollama:llama3.1",
        "  pmm model fallback openai:gpt-4.1"
      })
  int fallback(
      @Parameters(index = "0", paramLabel = "ID", description = "A model of the list.") String id,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "OTHER",
              defaultValue = "",
              description = "What answers in its place.")
          String other) {
    shell
        .runningMesh()
        .models()
        .setFallback(
            SetFallbackRequest.newBuilder()
                .setModelId(id)
                .setFallbackModelId(other)
                .setRequestId(UUID.randomUUID().toString())
                .build());
    shell
        .screen()
        .result(
            other.isEmpty()
                ? "Where " + id + " fails, nobody answers in its place."
                : "Where " + id + " fails before its first word, " + other + " answers.");
    return ExitCode.DONE;
  }

  @Command(
      name = "remove",
      description = "Forget a model and its key. What it said stays.",
      footer = {"  pmm model remove openai:gpt-4.1"})
  int remove(@Parameters(paramLabel = "ID", description = "A model of the list.") String id) {
    Mesh mesh = shell.runningMesh();
    if (id.equals(KnownModels.VOICE)) {
      throw Failure.notDone(KnownModels.VOICE + " is a part of PMM and cannot be removed");
    }
    if (id.equals(KnownModels.current(mesh))) {
      throw Failure.notDone(
          "The mind speaks through "
              + id
              + ". Choose another first, such as: "
              + shell.commandLine("model use " + KnownModels.VOICE));
    }
    mesh.models()
        .removeModel(
            RemoveModelRequest.newBuilder()
                .setModelId(id)
                .setRequestId(UUID.randomUUID().toString())
                .build());
    shell.screen().result("Removed " + id + " and its key; what it said stays.");
    return ExitCode.DONE;
  }
}
