package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.GetTraceResponse.Confirmation;
import pmm.mind.v1.Outcome;

class BuiltInVoiceTest {
  @TempDir Path folder;

  @Test
  void quotesWhatItWasToldInAnotherConversationAfterARestart() {
    try (MindFixture mind = new MindFixture(folder)) {
      mind.gateway.close();
      mind.start();
      var told = mind.say("", "Remember that my sister Ana lives in Porto");
      assertEquals(Outcome.OUTCOME_ANSWERED, told.finished().getOutcome());
      assertEquals(
          List.of(
              "mind_created",
              "conversation_started",
              "user_message",
              "generation_started",
              "assistant_message",
              "memory_kept"),
          mind.kinds());
      mind.stopMind();
      mind.start();

      var asked = mind.say("", "Where does Ana live?");
      String day =
          pmm.mind.context.Dates.day(mind.events().getFirst().getCreateTime().getSeconds() * 1000);
      assertTrue(
          asked
              .text()
              .startsWith("You told me on " + day + ": “my sister Ana lives in Porto” (event 3)."),
          asked.text());
      assertTrue(asked.text().contains("pmm model add"), asked.text());
      assertTrue(asked.responses().size() > 5, "streams in pieces");

      GetTraceResponse trace =
          mind.talks()
              .getTrace(
                  GetTraceRequest.newBuilder()
                      .setEventId(asked.finished().getOutcomeEventId())
                      .setPrompt(true)
                      .build());
      assertEquals(Confirmation.CONFIRMATION_CONFIRMED, trace.getConfirmation());
      assertEquals("builtin", trace.getLocality());
      assertEquals("memory", trace.getSources(0).getSection());
      assertTrue(trace.getPrompt(0).getText().contains("my sister Ana lives in Porto"));
    }
  }

  /** Imported talk begins with questions: what was answered is told as the other's word. */
  @Test
  void answersWithWhatAnotherAssistantAnswered() {
    String archive =
        """
        [{"id": "c1", "title": "Bread", "create_time": 1740830400, "current_node": "a",
          "mapping": {
            "q": {"id": "q", "parent": null, "children": ["a"], "message": {"id": "q",
              "author": {"role": "user"}, "create_time": 1740830400,
              "content": {"content_type": "text",
                "parts": ["How long should my sourdough starter ferment?"]}}},
            "a": {"id": "a", "parent": "q", "children": [], "message": {"id": "a",
              "author": {"role": "assistant"}, "create_time": 1740830401,
              "content": {"content_type": "text", "parts": ["First try: 12 hours."]}}}}}]
        """;
    try (MindFixture mind = new MindFixture(folder).start()) {
      ImportCalls.run(
          ImportCalls.imports(mind), ImportCalls.upload(ImportCalls.imports(mind), archive));
      long question = mind.events("user_message").getFirst().getEventId();
      long answer = mind.events("assistant_message").getFirst().getEventId();
      String expected =
          "You asked another assistant on 1 March 2025: “How long should my sourdough starter ferment?” (event "
              + question
              + "); it answered: “First try: 12 hours.” (event "
              + answer
              + ").";

      String text = mind.say("", "How long should my sourdough starter ferment?").text();

      assertTrue(text.startsWith(expected), text);
      assertEquals(1, text.split("First try", -1).length - 1, text);
      assertFalse(text.contains("I find nothing"), text);
      assertTrue(
          mind.say("", "What is the capital of Peru?")
              .text()
              .startsWith("I find nothing about that"));
    }
  }

  @Test
  void inventsNothing() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      String text = mind.say("", "What is the capital of Peru?").text();
      assertTrue(text.startsWith("I find nothing about that in this mind yet."), text);
      assertEquals(Outcome.OUTCOME_ANSWERED, mind.say("", "???").finished().getOutcome());
    }
  }

  @Test
  void keepsThePersonsNameAndItsOwnApart() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      assertEquals(
          "I do not know your name. You can tell me: My name is NAME.",
          mind.say("", "What is my name?").text().lines().findFirst().orElseThrow());
      mind.say("", "My name is Marta Quillfeather.");
      mind.say("", "Your name is Orla.");
      String mine = mind.say("", "What is my name?").text();
      assertTrue(mine.startsWith("Your name is Marta Quillfeather (event "), mine);
      assertFalse(mine.contains("Orla"), mine);
      String its = mind.say("", "What is your name?").text();
      assertTrue(its.startsWith("My name is Orla (event "), its);
      assertFalse(its.contains("Marta"), its);
    }
  }

  @Test
  void quotesNoNameThatWasReplaced() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      mind.say("", "Your name is Echo. My sister Ana has a good name too.");
      mind.say("", "My name is Scott.");
      mind.say("", "Your name is Nova.");
      mind.say("", "My name is Robin.");
      String text = mind.say("", "Which name have I given?").text();
      assertTrue(text.contains("“Your name is Nova.”"), text);
      assertTrue(text.contains("“My name is Robin”"), text);
      assertTrue(text.contains("“… My sister Ana has a good name too.”"), text);
      assertFalse(text.contains("Echo") || text.contains("Scott"), text);
      text = mind.say("", "Your name is Vega. So what is your name?").text();
      assertTrue(text.startsWith("My name is Vega"), text);
      assertFalse(text.contains("Nova"), text);
    }
  }

  @Test
  void takesOnceANameThatIsGivenTwiceInAMessage() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      mind.say("", "Your name is Echo. Really. Your name is Echo.");
      assertEquals(1, mind.events("name_adopted").size());
    }
  }

  @Test
  void goesBackToANameThatWasGivenBefore() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      for (String name : List.of("Scott", "Robin", "Scott")) {
        mind.say("", "My name is " + name + ".");
        assertEquals(
            name,
            mind.mind()
                .getMind(pmm.mind.v1.GetMindRequest.getDefaultInstance())
                .getMind()
                .getPersonName());
      }
    }
  }

  @Test
  void asksBackBeforeAnythingIsForgotten() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      mind.say("", "Remember that the key is under the mat.");
      var asked = mind.say("", "Forget what I said about the key.");
      assertTrue(
          asked.text().startsWith("Shall I forget what I hold about “the key”?"), asked.text());
      assertEquals(0, mind.events("redaction").size());
      var shown =
          mind.talks()
              .getConversation(
                  pmm.mind.v1.GetConversationRequest.newBuilder()
                      .setConversationId(asked.started().getConversationId())
                      .build());
      assertEquals("forget_asked", shown.getMessages(0).getNotes(0).getKind());
      assertEquals("the key", shown.getMessages(0).getNotes(0).getText());
    }
  }

  @Test
  void saysOnceATalkHowToHaveAModelAnswer() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      var first = mind.say("", "Hello");
      String talk = first.started().getConversationId();
      assertTrue(first.text().contains("No model is connected"), first.text());
      assertEquals(
          "I find nothing about that in this mind yet.", mind.say(talk, "And what is new?").text());

      mind.withModel().select("builtin:voice");
      String text = mind.say(talk, "What else?").text();
      assertTrue(text.contains("To choose one: `pmm model list` names them"), text);
      assertFalse(text.contains(MindFixture.MODEL), "none that the person may not wish for");
      assertFalse(text.contains("pmm model add"), text);
      assertFalse(mind.say(talk, "Anything?").text().contains("model"), "said before");
      assertTrue(mind.say("", "Hello there").text().contains("pmm model list"), "another talk");
    }
  }

  @Test
  void takesANameAndKeepsIt() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      mind.say("", "My name is Scott. Your name is Echo.");
      assertEquals("Echo", mind.events("name_adopted").getFirst().getContent());
      assertEquals("My name is Scott", mind.events("memory_kept").getFirst().getContent());
      String unsure = mind.say("", "your name is nova").text();
      assertTrue(unsure.startsWith("Shall I take “nova” as my name?"), unsure);
      assertEquals(1, mind.events("name_adopted").size());
      mind.stopMind();
      mind.start();
      String text = mind.say("", "What is your name?").text();
      assertTrue(text.startsWith("My name is Echo (event "), text);
      var now = mind.mind().getMind(pmm.mind.v1.GetMindRequest.getDefaultInstance()).getMind();
      assertEquals("Echo", now.getName());
      assertEquals("Scott", now.getPersonName());
    }
  }
}
