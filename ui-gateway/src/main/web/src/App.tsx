import type { Transport } from "@connectrpc/connect";
import { I18nProvider } from "@lingui/react";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Suspense, lazy, useEffect, useMemo } from "react";
import { TransportProvider } from "./common/api";
import { i18n } from "./common/i18n";
import { isAway, isSignedOut } from "./common/problem";
import { useRoute } from "./common/route";
import { AnswerProvider } from "./features/chat/AnswerProvider";
import ChatPage from "./features/chat/ChatPage";
import { PullProvider } from "./features/models/PullProvider";
import { SessionGate, useSession } from "./features/session/SessionGate";
import { Shell } from "./features/shell/Shell";
import { Shortcuts } from "./features/shell/Shortcuts";

const MindPage = lazy(() => import("./features/mind/MindPage"));
const PrivacyPage = lazy(() => import("./features/privacy/PrivacyPage"));

/** The whole page, over whatever carries its calls. */
export function App({ transport }: { transport: Transport }) {
  return (
    <I18nProvider i18n={i18n}>
      <TransportProvider value={transport}>
        <SessionGate>
          <Inside />
        </SessionGate>
      </TransportProvider>
    </I18nProvider>
  );
}

function Inside() {
  const { lost } = useSession();
  const queries = useMemo(() => {
    const onError = (error: unknown) => {
      if (isSignedOut(error)) void lost();
    };
    return new QueryClient({
      queryCache: new QueryCache({ onError }),
      mutationCache: new MutationCache({ onError }),
      defaultOptions: {
        queries: { retry: (failures, error) => isAway(error) && failures < 20, retryDelay: 2000, staleTime: 2000 },
      },
    });
  }, [lost]);
  const { ready } = useSession();
  useEffect(() => {
    if (ready) void queries.refetchQueries({ type: "active" });
  }, [ready, queries]);
  return (
    <QueryClientProvider client={queries}>
      <AnswerProvider>
        <PullProvider>
          <Screens />
          <Shortcuts />
        </PullProvider>
      </AnswerProvider>
    </QueryClientProvider>
  );
}

function Screens() {
  const route = useRoute();
  return (
    <Shell route={route}>
      <Suspense fallback={<main className="grow" />}>
        {route.screen === "chat" && <ChatPage conversationId={route.conversationId} />}
        {route.screen === "mind" && <MindPage />}
        {route.screen === "privacy" && <PrivacyPage />}
      </Suspense>
    </Shell>
  );
}
