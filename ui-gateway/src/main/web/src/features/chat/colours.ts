import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import shell from "highlight.js/lib/languages/shell";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";
import type { Coloured } from "./lines";

const reader = createLowlight({
  ...{ bash, c, cpp, csharp, css, diff, go, ini, java, javascript, json, kotlin, php, python, ruby, rust, shell, sql, swift },
  ...{ typescript, xml, yaml },
});

interface Part {
  value?: string;
  children?: Part[];
  properties?: { className?: string[] };
}

/** Some code in pieces of one meaning; nothing if its language is not known here. */
export function coloured(code: string, language: string): Coloured[] | undefined {
  if (!reader.registered(language)) return undefined;
  const result: Coloured[] = [];
  const visit = ({ value, children, properties }: Part, meaning: string): void => {
    if (value !== undefined) result.push({ text: value, meaning });
    const own = properties?.className?.find((name) => name.startsWith("hljs-")) ?? meaning;
    children?.forEach((each) => visit(each, own));
  };
  visit(reader.highlight(language, code) as Part, "");
  return result;
}
