import { useEffect, useRef, useState } from "react";
import { t } from "../../common/i18n";
import { LanguageChoice } from "../../common/LanguageChoice";
import { useMind } from "../../common/mesh";
import { WaitingCards } from "../../common/Skeleton";
import "../../common/talkWords";
import { go } from "../../common/route";
import { Begin } from "./Begin";
import { Character } from "./Character";
import { Voice } from "./Voice";
import "./welcome.css";
import "./words";

const STEPS = 3;

/** The first steps with a new mind: how to begin, who it is, what it speaks through; and then the sheet to find it again. */
export default function WelcomePage() {
  const mind = useMind();
  const [step, setStep] = useState(1);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t("welcome.page");
  }, []);
  useEffect(() => {
    if (step > 1) heading.current?.focus();
  }, [step]);
  const back = () => setStep(step - 1);
  const next = () => (step < STEPS ? setStep(step + 1) : go({ screen: "recovery" }));
  return (
    <main className="page" tabIndex={-1}>
      <div className="page-column welcome">
        {mind ? (
          <>
            <header>
              <p className="small quiet">{t("welcome.step", { step, steps: STEPS })}</p>
              <div className="welcome-steps" aria-hidden="true">
                {Array.from({ length: STEPS }, (_, at) => (
                  <i key={at} className={at < step ? "done" : ""} />
                ))}
              </div>
              <h1 ref={heading} tabIndex={-1}>
                {t(step === 1 ? "welcome.begin.title" : step === 2 ? "welcome.character.title" : "welcome.model.title")}
              </h1>
              <p className="quiet">{t(step === 1 ? "welcome.begin.lead" : step === 2 ? "welcome.character.lead" : "welcome.model.lead")}</p>
            </header>
            {step === 1 && <Begin next={next} />}
            {step === 2 && <Character mind={mind} back={back} next={next} />}
            {step === 3 && <Voice mind={mind} back={back} next={next} />}
            <div className="row">
              <button className="button plain small" onClick={() => go({ screen: "chat", conversationId: "" })}>
                {t("welcome.skip")}
              </button>
              <span className="grow" />
              {step === 1 && <LanguageChoice />}
            </div>
          </>
        ) : (
          <WaitingCards />
        )}
      </div>
    </main>
  );
}
