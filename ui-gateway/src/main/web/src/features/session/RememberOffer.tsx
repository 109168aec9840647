import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../../common/api";
import { LockIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { sentence } from "../../common/problem";
import { store, stored } from "../../common/stored";
import { SessionService } from "../../gen/pmm/ui/v1/ui_pb";
import { makeKey, remember, remembered } from "./rememberedBrowser";
import "./words";

const DECLINED = "pmm.remember.declined";

/** Whether this browser can come back by itself, and how to let it. */
export function useRememberBrowser() {
  const sessions = useClient(SessionService);
  const queries = useQueryClient();
  const [problem, setProblem] = useState("");
  const { data } = useQuery({ queryKey: ["remembered"], queryFn: async () => (await remembered()) !== undefined });

  async function rememberThis() {
    setProblem("");
    try {
      const { publicKey, privateKey } = await makeKey();
      const { browserId } = await sessions.rememberBrowser({ publicKey });
      await remember({ browserId, privateKey });
      await queries.invalidateQueries({ queryKey: ["remembered"] });
      await queries.invalidateQueries({ queryKey: ["sessions"] });
    } catch (error) {
      setProblem(sentence(error));
    }
  }
  return { known: data, rememberThis, problem };
}

/** Offers once, on the first visit, to let this browser come back after a restart. */
export function RememberOffer() {
  const { known, rememberThis, problem } = useRememberBrowser();
  const [declined, setDeclined] = useState(() => stored(DECLINED) !== undefined);
  if (known !== false || declined) return null;
  return (
    <section className="offer" aria-label={t("remember.offer")}>
      <LockIcon />
      <p>
        <b>{t("remember.offer")}</b> <span className="quiet">{problem || t("remember.why")}</span>
      </p>
      <button className="button small" onClick={() => void rememberThis()}>
        {t("remember.yes")}
      </button>
      <button
        className="button plain small"
        onClick={() => {
          store(DECLINED, "1");
          setDeclined(true);
        }}
      >
        {t("remember.no")}
      </button>
    </section>
  );
}
