import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useClient } from "../../common/api";
import { LockIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { sentence } from "../../common/problem";
import { store, stored } from "../../common/stored";
import { SessionService } from "../../gen/pmm/ui/v1/ui_pb";
import { makeKey, remember, remembered } from "./rememberedBrowser";
import "./words";

const DECLINED = "pmm.remember.declined";
/** That the browser knew its key when it was last asked, which takes a moment. */
const KNOWN = "pmm.remember.known";

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

/** Offers once, on the first visit, to let this browser come back after a restart. It takes its room before that is known: what came later would push the page down. */
export function RememberOffer() {
  const { known, rememberThis, problem } = useRememberBrowser();
  const [open, setOpen] = useState(() => stored(DECLINED) === undefined && stored(KNOWN) === undefined);
  useEffect(() => {
    if (known !== undefined) store(KNOWN, known ? "1" : undefined);
  }, [known]);
  if (known || !open) return null;
  return (
    <section className={known === undefined ? "offer asked" : "offer"} aria-hidden={known === undefined} aria-label={t("remember.offer")}>
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
          setOpen(false);
        }}
      >
        {t("remember.no")}
      </button>
    </section>
  );
}
