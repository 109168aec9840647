import { type ComponentProps, type ComponentType, createElement, lazy as lazily, useState } from "react";
import { spoken } from "./i18n";

/** A part of the page that comes when it is first shown, with its words in the language of whoever reads it; at once if it came before. */
export function lazy<C extends ComponentType<any>>(load: () => Promise<{ default: C }>) {
  let here: C | undefined;
  const prepare = async () => {
    const part = await load();
    await spoken();
    here = part.default;
    return part;
  };
  const Coming = lazily(prepare);
  function Part(props: ComponentProps<C>) {
    const [Shown] = useState<ComponentType<any>>(() => here ?? Coming);
    return createElement(Shown, props);
  }
  return Object.assign(Part, { prepare });
}
