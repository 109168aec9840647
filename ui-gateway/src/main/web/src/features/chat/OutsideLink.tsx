import type { ReactNode } from "react";
import { Button, DialogTrigger, Popover } from "react-aria-components";
import { CopyButton } from "../../common/CopyButton";
import { t } from "../../common/i18n";

/** A link of a model's answer: it shows the whole address before it opens anything. */
export function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
  const safe = /^(https?|mailto):/i.test(href);
  return (
    <DialogTrigger>
      <Button className="outside-link">{children}</Button>
      <Popover className="popover" placement="bottom start" aria-label={t("link.title")}>
        <div className="address">
          <p className="tiny quiet">{t("link.title")}</p>
          <code>{href}</code>
          <div className="row">
            {safe && (
              <a className="button small" href={href} target="_blank" rel="noopener noreferrer">
                {t("link.open")}
              </a>
            )}
            <CopyButton text={href} small />
          </div>
        </div>
      </Popover>
    </DialogTrigger>
  );
}
