import { type ComponentType, type LazyExoticComponent, lazy as lazily } from "react";
import { spoken } from "./i18n";

/** A part of the page that comes when it is first shown, with its words in the language of whoever reads it. */
export function lazy<C extends ComponentType<any>>(load: () => Promise<{ default: C }>): LazyExoticComponent<C> {
  return lazily(async () => {
    const part = await load();
    await spoken();
    return part;
  }) as LazyExoticComponent<C>;
}
