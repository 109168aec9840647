import { render, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import Markdown from "./Markdown";

const LONG = { timeout: 10_000 };

it("lets no raw HTML, picture or script address through", () => {
  const { container } = render(
    <Markdown text={'Hi <img src=x onerror="alert(1)"> <script>alert(2)</script>\n\n![pixel](https://evil.example/p.png?q=secret) [x](javascript:alert(3))'} />,
  );
  expect(container.querySelector("img, script, iframe, a[href]")).toBeNull();
  expect(container.textContent).toContain("https://evil.example/p.png?q=secret");
  expect(container.innerHTML).not.toContain("javascript:");
});

it("renders what a model writes", () => {
  render(<Markdown text={"**bold** and `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"} />);
  expect(screen.getByText("bold").tagName).toBe("STRONG");
  expect(screen.getByRole("table")).toBeDefined();
});

it("draws formulas as MathML, and what cannot be read as it was written", async () => {
  const { container } = render(<Markdown text={"Is \\(\\frac{a}{b}\\) or\n\n$$\\sqrt{x}$$\n\nor \\(\\frac{\\) or \\(\\def\\a{\\a\\a}\\a\\)?"} />);
  await waitFor(() => expect(container.querySelectorAll("math")).toHaveLength(2), LONG);
  expect(container.querySelector("mfrac")?.textContent).toBe("ab");
  expect(container.querySelector("math[display=block] msqrt")).not.toBeNull();
  expect([...container.querySelectorAll("code")].map((code) => code.textContent)).toEqual(["\\frac{", "\\def\\a{\\a\\a}\\a"]);
});

it("lets a formula load, colour or move nothing, and survives one of endless depth", async () => {
  const evil = ["\\href{javascript:alert(1)}{x}", "\\includegraphics{https://evil.example/p.png}", "\\style{position:fixed}{x}", "\\color{red}{x}", "\\rule{9999em}{9999em}", "{".repeat(1500) + "}".repeat(1500)];
  const { container } = render(<Markdown text={`\\(y\\)\n\n${evil.map((tex) => `$$${tex}$$`).join("\n\n")}`} />);
  await waitFor(() => expect(container.querySelector("math")).not.toBeNull(), LONG);
  expect(container.querySelector("img, a, [href], [src], [class*=fixed]")).toBeNull();
  expect(container.innerHTML).not.toMatch(/style="[^"]*(color|position|url)/);
  expect(container.innerHTML).not.toMatch(/\d{4,}em"/);
});

it("colours code that is written, by its language, and copies it as it is", async () => {
  const code = "const a = 'b'; // c\n".repeat(130);
  const { container, rerender } = render(<Markdown text={`\`\`\`js\n${code}`} growing />);
  await new Promise((done) => setTimeout(done, 200));
  expect(container.querySelector("[class^=hljs]")).toBeNull();
  rerender(<Markdown text={`\`\`\`js\n${code}\`\`\`\n`} />);
  await waitFor(() => expect(container.querySelectorAll(".hljs-keyword")).toHaveLength(130), LONG);
  expect(container.querySelector("pre")!.textContent).toBe(code.trimEnd());
  rerender(<Markdown text={"```nolanguage\n<b onclick=x>\n```"} />);
  expect(container.querySelector("pre")!.textContent).toBe("<b onclick=x>");
  expect(container.querySelector("b, [class^=hljs]")).toBeNull();
});
