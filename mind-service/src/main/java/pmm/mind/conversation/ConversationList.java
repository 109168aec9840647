package pmm.mind.conversation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import pmm.mind.contract.Requests;
import pmm.mind.v1.ListConversationsRequest;
import pmm.mind.v1.ListConversationsResponse;
import pmm.mindstate.Conversation;
import pmm.mindstate.Conversations;

/** The list of conversations, the latest used first. */
final class ConversationList {
  private static final Comparator<Conversation> LATEST_FIRST =
      Comparator.comparingLong(Conversation::updateMs).thenComparing(Conversation::id).reversed();

  private ConversationList() {}

  static ListConversationsResponse page(
      Conversations conversations, ListConversationsRequest request) {
    List<Conversation> listed = new ArrayList<>();
    for (Map.Entry<String, Conversation> entry : conversations.all()) {
      if (entry.getValue().archived() == request.getArchived()) {
        listed.add(entry.getValue());
      }
    }
    listed.sort(LATEST_FIRST);
    int from = (int) Math.clamp(Requests.pageToken(request.getPageToken(), 0), 0L, listed.size());
    int to = Math.min(listed.size(), from + Requests.pageSize(request.getPageSize()));
    ListConversationsResponse.Builder page = ListConversationsResponse.newBuilder();
    listed
        .subList(from, to)
        .forEach(talk -> page.addConversations(ConversationViews.summary(talk)));
    return page.setNextPageToken(to < listed.size() ? Integer.toString(to) : "").build();
  }
}
