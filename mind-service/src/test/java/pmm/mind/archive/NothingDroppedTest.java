package pmm.mind.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every word and every number of an entry is in what is read of it, also those nobody expects. */
class NothingDroppedTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final List<String> marks = new ArrayList<>();

  /** Entries in which each star is a word of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // ChatGPT
        "[{'id':'*','title':'*','mapping':{'a':{'id':'a','message':{'id':'a','author':{'role':'user','name':'*'},'content':{'content_type':'text','parts':['*']},'metadata':{'model_slug':'*','attachments':[{'id':'*','name':'*'}]}}},"
            + "'b':{'parent':'a','message':{'author':{'role':'assistant'},'content':{'content_type':'thoughts','thoughts':[{'summary':'*','content':'*'}]},'metadata':{'content_references':[{'matched_text':'*','items':[{'title':'*'}]}]}}}}}]",
        // Claude
        "[{'uuid':'*','name':'*','summary':'*','current_leaf_message_uuid':'*','account':{'uuid':'*'},'chat_messages':[{'uuid':'*','sender':'assistant','text':'*','attachments':[{'file_name':'*','extracted_content':'*'}],'files':[{'file_uuid':'*'}],'content':["
            + "{'type':'text','text':'*','citations':[{'title':'*','details':{'url':'*'}}]},{'type':'thinking','thinking':'*','summaries':[{'summary':'*'}]},{'type':'thinking','thinking':'','summaries':[{'summary':'*'}]},"
            + "{'type':'tool_use','name':'*','id':'*','input':{'q':'*'}},{'type':'tool_result','name':'*','content':[{'type':'text','text':'*','uuid':'*'},{'type':'image','at':'*'}]},{'type':'tool_result','content':{'type':'text','text':'*','uuid':'*'}}]}]}]",
        "[{'account_uuid':'*','conversations_memory':'*','project_memories':{'p':'*','q':{'odd':'*'}}}]",
        "[{'account_uuid':'*','conversations_memory':'','updated_at':'*'}]",
        "[{'uuid':'*','name':'*','prompt_template':'*','docs':[{'uuid':'*','content':'*'}]}]",
        // Gemini, AI Studio
        "[{'header':'Gemini Apps','title':'*','time':'*','products':['Gemini Apps'],'safeHtmlItem':[{'html':'*'}],'subtitles':[{'name':'*'}]}]",
        "{'runSettings':{'model':'*'},'systemInstruction':{'text':'*','parts':[{'text':'*'}]},'chunkedPrompt':{'chunks':[{'role':'user','text':'*','parts':[{'text':'*'}]},{'role':'critic','text':'*'},{'role':'model','parts':[{'text':'*','signature':'*'},{'odd':'*'},{'inlineData':{'mimeType':'*','data':'AA=='}}]},{'driveDocument':{'id':'*','name':'*'},'role':'user'}]}}",
        // SillyTavern and others
        """
        {'user_name':'*','character_name':'*','chat_metadata':{'note':'*'}}
        {'name':'*','mes':'*','swipe_id':0,'swipes':['*','*'],'swipe_info':[{'send_date':'*','extra':{'model':'*'}},{'gen':'*'},{'late':'*'}],'extra':{'model':'*','reasoning':'*'}}
        {'name':'*','mes':'same','swipe_id':0,'swipes':['same'],'swipe_info':[{'gen':'*','extra':{'api':'*'}}]}
        {'name':'*','mes':{'message':'*'},'swipes':[{'message':'*'},'*']}
        {'chat_metadata':{'again':'*'}}
        """,
        "{'data_visible':[['*','*']],'visible':[['*','*']]}",
        "{'name':'*','greeting':'*','messages':[{'_id':'*','handle':'*','userId':'*','msg':'*'}]}",
        "{'info':{'character':{'name':'*','author':'*'},'who':'*'},'histories':{'histories':[{'external_id':'*','msgs':[{'uuid':'*','src':{'name':'*','is_human':true},'text':'*'}]}]}}",
        // Letta, a card, a predecessor
        "{'agents':[{'id':'*','name':'*','core_memory':[{'label':'*','value':'*'}],'tools':['*'],'messages':[{'id':'*','role':'user','content':[{'type':'text','text':'*'},{'type':'tool_call','id':'*','name':'*','input':{'q':'*'}}]},{'role':'critic','content':'*'}]}],'blocks':[{'id':'*','label':'*','value':'*'},{'id':'*','label':'*','value':''}],'tools':[{'name':'*','source_code':'*'}],'files':[{'id':'*'}],'metadata':{'x':'*'}}",
        "{'agent_type':'*','name':'*','core_memory':{'memory':{'human':{'value':'*','limit':'*'}},'template':'*'},'messages':[{'role':'user','text':'*'}],'tools':[{'name':'*'}]}",
        "{'spec':'chara_card_v2','data':{'name':'*','description':'*','first_mes':'*','extensions':{'x':'*'}}}",
        "[{'id':1,'ts':'*','kind':'user','content':'*','meta':{'model':'*'},'prev_hash':null,'hash':'*'},{'id':2,'ts':'*','kind':'note','content':'*','meta':'*','prev_hash':'*','hash':'*'}]"
      })
  void everyWordComesBack(String entries) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String line : entries.replace('\'', '"').lines().toList()) {
      JsonNode marked = JSON.readTree(marked(line));
      more(marked);
      lines.append(marked).append('\n');
    }
    Path file = Files.writeString(folder.resolve("entries.json"), lines.toString().strip());
    String read = Given.read(file).toString();
    assertEquals(
        List.of(), marks.stream().filter(mark -> !read.contains(mark)).toList(), lines + read);
  }

  private String marked(String entry) {
    StringBuilder marked = new StringBuilder();
    for (String piece : entry.split("\\*", -1)) {
      marked.append(marked.isEmpty() ? "" : mark()).append(piece);
    }
    return marked.toString();
  }

  /** Letters alone, of one length, so that none is a piece of another one. */
  private String mark() {
    String mark = "word%04dx".formatted(marks.size());
    marks.add(mark);
    return mark;
  }

  /** Puts a field that nobody knows in every object, and a word in every list. */
  private void more(JsonNode node) {
    node.forEach(this::more);
    if (node instanceof ObjectNode object) {
      object.put("unheard_of", mark());
    } else if (node instanceof ArrayNode list) {
      list.add(mark());
    }
  }
}
