import type { Transport } from "@connectrpc/connect";
import { I18nProvider, useLingui } from "@lingui/react";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Fragment, Suspense, useEffect, useMemo } from "react";
import { I18nProvider as WidgetLanguage } from "react-aria-components/I18nProvider";
import { TransportProvider } from "./common/api";
import { i18n } from "./common/i18n";
import { lazy } from "./common/lazy";
import { isAway, isSignedOut } from "./common/problem";
import { Waiting } from "./common/Skeleton";
import { type Route, parseRoute, useRoute } from "./common/route";
import { AnswerProvider } from "./features/chat/AnswerProvider";
import { SessionGate, useSession } from "./features/session/SessionGate";
import { FindAnything } from "./features/shell/FindAnything";
import { Shell } from "./features/shell/Shell";
import { Shortcuts } from "./features/shell/Shortcuts";

/** Each screen comes by itself, with its words and its looks; the first load of the page is the frame around them. */
const load = {
  chat: () => import("./features/chat/ChatPage"),
  mind: () => import("./features/mind/MindPage"),
  events: () => import("./features/events/EventsPage"),
  privacy: () => import("./features/privacy/PrivacyPage"),
  models: () => import("./features/models/ModelsPage"),
  welcome: () => import("./features/welcome/WelcomePage"),
  unrecorded: () => import("./features/unrecorded/UnrecordedPage"),
  recovery: () => import("./features/welcome/RecoveryPage"),
} satisfies Record<Route["screen"], () => Promise<unknown>>;
const ChatPage = lazy(load.chat);
const MindPage = lazy(load.mind);
const EventsPage = lazy(load.events);
const PrivacyPage = lazy(load.privacy);
const ModelsPage = lazy(load.models);
const WelcomePage = lazy(load.welcome);
const UnrecordedPage = lazy(load.unrecorded);
const RecoveryPage = lazy(load.recovery);

// The screen that was asked for is fetched while the door is still being opened.
void load[parseRoute(location.pathname).screen]();

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
        // The mesh is on this device: it is there when the network is not.
        mutations: { networkMode: "always" },
        queries: { networkMode: "always", retry: (failures, error) => isAway(error) && failures < 20, retryDelay: 2000, staleTime: 2000 },
      },
    });
  }, [lost]);
  const { ready } = useSession();
  const locale = useLingui().i18n.locale;
  useEffect(() => {
    if (ready) void queries.refetchQueries({ type: "active" });
  }, [ready, queries]);
  return (
    <QueryClientProvider client={queries}>
      <AnswerProvider>
        <WidgetLanguage locale={locale}>
          <Fragment key={locale}>
            <Screens />
            <Shortcuts />
            <FindAnything />
          </Fragment>
        </WidgetLanguage>
      </AnswerProvider>
    </QueryClientProvider>
  );
}

function Screens() {
  const route = useRoute();
  return (
    <Shell route={route}>
      <Suspense fallback={<Waiting talk={route.screen === "chat"} />}>
        {route.screen === "chat" && <ChatPage conversationId={route.conversationId} eventId={route.eventId ?? 0n} />}
        {route.screen === "mind" && <MindPage />}
        {route.screen === "events" && <EventsPage />}
        {route.screen === "privacy" && <PrivacyPage />}
        {route.screen === "models" && <ModelsPage />}
        {route.screen === "welcome" && <WelcomePage />}
        {route.screen === "unrecorded" && <UnrecordedPage />}
        {route.screen === "recovery" && <RecoveryPage />}
      </Suspense>
    </Shell>
  );
}
