package pmm.provider.service;

import java.time.LocalDate;
import pmm.provider.generate.Budgets;
import pmm.provider.generate.Guards;
import pmm.provider.network.NetworkBook;
import pmm.provider.v1.GetNetworkResponse;
import pmm.provider.v1.NetworkMode;
import pmm.provider.v1.ProviderState;
import pmm.provider.v1.TokenBudget;
import pmm.provider.v1.Total;

/** The account and the limits in the contract's words. */
final class NetworkProto {

  private NetworkProto() {}

  static GetNetworkResponse network(NetworkBook network, LocalDate today) {
    GetNetworkResponse.Builder response =
        GetNetworkResponse.newBuilder()
            .setMode(
                switch (network.mode()) {
                  case OFFLINE -> NetworkMode.NETWORK_MODE_OFFLINE;
                  case ASK -> NetworkMode.NETWORK_MODE_ASK;
                })
            .setNameQuestionsToday(network.nameQuestions(today))
            .setRemoteCallsToday(network.calls(today, NetworkBook.REMOTE))
            .setDeclaredCallsToday(network.calls(today, NetworkBook.DECLARED))
            .addAllHostsToday(network.hosts(today, NetworkBook.REMOTE).stream().sorted().toList());
    network
        .last(NetworkBook.REMOTE)
        .ifPresent(last -> response.setLastRemoteTime(ProviderProto.timestamp(last)));
    network
        .last(NetworkBook.DECLARED)
        .ifPresent(last -> response.setLastDeclaredTime(ProviderProto.timestamp(last)));
    network.quietDays(today, NetworkBook.REMOTE).ifPresent(response::setQuietDays);
    network.quietDays(today, NetworkBook.DECLARED).ifPresent(response::setDeclaredQuietDays);
    return response.build();
  }

  static Total total(NetworkBook.Total total) {
    return Total.newBuilder()
        .setDay(total.day().toString())
        .setHost(authority(total.host(), total.port()))
        .setLocality(ProviderProto.locality(total.locality()))
        .setCalls(total.calls())
        .setRefused(total.refused())
        .setUnsent(total.unsent())
        .setSentBytes(total.sentBytes())
        .setReceivedBytes(total.receivedBytes())
        .build();
  }

  static ProviderState provider(Guards.State state) {
    ProviderState.Builder provider =
        ProviderState.newBuilder()
            .setName(state.name())
            .setBreaker(
                switch (state.breaker()) {
                  case CLOSED -> ProviderState.Breaker.BREAKER_CLOSED;
                  case OPEN -> ProviderState.Breaker.BREAKER_OPEN;
                  case HALF_OPEN -> ProviderState.Breaker.BREAKER_HALF_OPEN;
                })
            .setCalls(state.calls())
            .setMostCalls(state.mostCalls())
            .setAnswered(state.answered());
    state.failedPercent().ifPresent(provider::setFailedPercent);
    state.slowPercent().ifPresent(provider::setSlowPercent);
    return provider.build();
  }

  static TokenBudget budget(Budgets.Budget budget) {
    return TokenBudget.newBuilder()
        .setModelId(budget.modelId())
        .setTokensPerDay(budget.tokensPerDay())
        .setSpent(budget.spent())
        .setFreeTime(ProviderProto.timestamp(budget.free()))
        .build();
  }

  /** A host, with its port where one is known. */
  static String authority(String host, long port) {
    return port == 0 ? host : host + ":" + port;
  }
}
