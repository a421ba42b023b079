// Lessons' Markdown: what it becomes and what it refuses.

import { expect, test } from "vitest";
import { compileLesson, lessonModule } from "../../../src/site/vite/markdown/compile.ts";

const FRONT = "---\ntitle: T\nkicker: K\ndescription: D\nlang: en-GB\n---\n";
const html = (body: string) => compileLesson(FRONT + body).html;

test("compileLesson(front matter) reads the fields and asks for missing ones", () => {
  expect(compileLesson(`${FRONT}Hello.`)).toMatchObject({ title: "T", kicker: "K", description: "D", lang: "en-GB" });
  expect(() => compileLesson("---\ntitle: T\n---\nHello.")).toThrow(/front matter: needs kicker/);
  expect(() => compileLesson("Hello.")).toThrow(/starts with ---/);
});

test("compileLesson([squares]{.resid}) gives the word its colour", () => {
  expect(html("The [squares]{.resid} shrink.")).toBe('<p>The <span class="resid">squares</span> shrink.</p>\n');
  expect(() => html("A [word]{.red}.")).toThrow(/\{\.red\}: must be one of data, model, mine, resid, truth/);
});

test("compileLesson($…$) writes MathML, and leaves money alone", () => {
  expect(html("Let $x^2$ be.")).toMatch(/<p>Let <math>.*<msup>.*<\/math> be\.<\/p>/s);
  expect(html("It is $0.82 per $1, of $10k.")).toBe("<p>It is $0.82 per $1, of $10k.</p>\n");
});

test("compileLesson($$…$$) writes a block of MathML with coloured parts and open numbers", () => {
  const block = html("$$\n\\class{mine}{b} = \\frac{ {{sxy}} }{ {{sxx}} }\n$$");
  expect(block).toContain('<math display="block"');
  expect(block).toMatch(/class="mine[^"]*"/);
  expect(block).toMatch(/<mtext[^>]* data-value="sxy"><\/mtext>/);
  expect(() => html("$$\nx")).toThrow(/line 7: \$\$ must be closed/);
  expect(() => html("$\\nosuchmacro{x}$")).toThrow(/nosuchmacro/);
});

test("compileLesson({{slope}}) leaves a place for a number and lists its name", () => {
  const lesson = compileLesson(`${FRONT}Slope {{slope}}, again {{slope}}, {{sd-x}}.`);
  expect(lesson.html).toContain('Slope <span data-value="slope"></span>, again');
  expect(lesson.values).toEqual(["sd-x", "slope"]);
});

test("compileLesson(## heading) gives ids, lists the steps and refuses two of a name", () => {
  const lesson = compileLesson(`${FRONT}## What is *it* worth?\n\n### Not a step\n`);
  expect(lesson.html).toContain('<h2 id="what-is-it-worth">');
  expect(lesson.steps).toEqual([{ id: "what-is-it-worth", title: "What is *it* worth?" }]);
  expect(() => html("## One\n\n## One\n")).toThrow(/must be unique/);
});

test("compileLesson(quotes and dashes) sets them as a printer would", () => {
  expect(html('It\'s "so" -- yes')).toBe("<p>It’s “so” – yes</p>\n");
});

test("compileLesson(::: exercise) nests choices, hints and the explanation", () => {
  const exercise = html(
    ":::: exercise loss\n### Q\n\n- (same) Both, by $x$\n- (other) No\n\n::: hint same\nThink of {{slope}}.\n:::\n::: explanation\nSo.\n:::\n::::\n",
  );
  expect(exercise).toMatch(/^<lw-exercise id="loss">/);
  expect(exercise).toMatch(/<li data-choice="same">Both, by <math>/);
  expect(exercise).toContain('<li data-choice="other">No</li>');
  expect(exercise).toMatch(/<template data-hint="same">\s*<p>Think of <span data-value="slope"/);
  expect(exercise).toMatch(/<template data-explanation="">\s*<p>So\.<\/p>/);
  expect(exercise.trim()).toMatch(/<\/lw-exercise>$/);
});

test("compileLesson(unclosed or unknown container) names the line and what is allowed", () => {
  expect(() => html("Hi\n\n::: hint one\nx")).toThrow(/line 9: ::: hint must be closed/);
  expect(() => html("::: box\nx\n:::")).toThrow(/containers are .*; got box/);
  expect(() => html("::: hint\nx\n:::")).toThrow(/line 7: hint needs an id/);
});

test("compileLesson(lw-* elements) passes them through, attributes over several lines", () => {
  const tag = '<lw-fit-line id="line" data="sales"\n  x="a > b" committed></lw-fit-line>';
  expect(html(`Before.\n\n${tag}\n\nAfter.`)).toBe(`<p>Before.</p>\n${tag}\n<p>After.</p>\n`);
  expect(() => html("<lw-fit-line data='sales'>\n\nText.")).toThrow(/line 7: <lw-fit-line> must be closed/);
});

test.each([
  ["<script>alert(1)</script>", /<script>/],
  ["text <script src=x></script>", /<script>/],
  ["<iframe src='x'></iframe>", /<iframe>/],
  ["<lw-data onclick=alert(1)></lw-data>", /handlers/],
  ["<lw-data style='x'></lw-data>", /handlers/],
  ["<lw-data src='javascript:alert(1)'></lw-data>", /handlers/],
  ["<img src=x onerror=alert(1)>", /<img>/],
  ["<lw-data <script>></lw-data>", /not a tag|<script>/],
])("compileLesson(%s) refuses", (body, message) => {
  expect(() => html(body)).toThrow(message);
});

test("compileLesson([text](javascript:…)) makes no link", () => {
  expect(html("[x](javascript:alert(1))")).not.toContain("<a");
});

test("lessonModule(lesson) is a literal template that no text can leave", () => {
  const code = lessonModule(compileLesson(`${FRONT}A \`tick\` \\\\ and \${globalThis} \`\`two\`\`.`));
  const literal = /content: html(`[\s\S]*`) };\n$/.exec(code)?.[1] ?? "";
  const text: unknown = new Function(`return ${literal}`)();
  expect(text).toBe(compileLesson(`${FRONT}A \`tick\` \\\\ and \${globalThis} \`\`two\`\`.`).html);
});

test("compileLesson(a \\qquad b) makes two formulas that may stand on two lines", () => {
  expect(html("$$\na = 1, \\qquad b = 2\n$$").match(/<math display="block"/g)).toHaveLength(2);
});
