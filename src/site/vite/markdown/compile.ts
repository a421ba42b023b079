// A lesson's Markdown to HTML, at build time: front matter, the lessons' own syntax, typographic quotes, no script.

import Markdown, { type MarkdownIt, type RendererRule } from "markdown-it";
import type { LessonText } from "../../../lessons/types.ts";
import { lessonRules } from "./rules.ts";
import { checkTags } from "./tags.ts";

/** A lesson's text with its content as HTML. */
export interface CompiledLesson extends Omit<LessonText, "content"> {
  html: string;
}

function markdown(): MarkdownIt {
  const md = new Markdown({ html: true, typographer: true });
  md.use(lessonRules);
  const pass: RendererRule = (tokens, i) => {
    const html = tokens[i]?.content ?? "";
    checkTags(html);
    return html;
  };
  md.renderer.rules.html_block = pass;
  md.renderer.rules.html_inline = pass;
  return md;
}

/** `key: value` lines between two `---`. */
function frontMatter(source: string): { fields: Map<string, string>; body: string } {
  const found = /^---\n([\s\S]*?)\n---\n/.exec(source);
  if (!found) throw new Error("a lesson starts with --- and the fields title, kicker, description, lang");
  const pairs = (found[1] ?? "").split("\n").map((text): [string, string] => {
    const colon = text.indexOf(":");
    return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  });
  // Empty lines in its place, so that errors name the lines of the file.
  const lines = found[0].split("\n").length - 1;
  return { fields: new Map(pairs), body: "\n".repeat(lines) + source.slice(found[0].length) };
}

/** Compile one lesson. Throws an Error that says what is wrong. */
export function compileLesson(source: string): CompiledLesson {
  const { fields, body } = frontMatter(source.replaceAll("\r\n", "\n"));
  const field = (name: string) => {
    const text = fields.get(name);
    if (!text) throw new Error(`front matter: needs ${name}`);
    return text;
  };
  const md = markdown();
  const tokens = md.parse(body, {});
  const html = md.renderer.render(tokens, md.options, {});
  const steps = tokens.flatMap((token, i) =>
    token.type === "heading_open" && token.tag === "h2"
      ? [{ id: String(token.attrGet("id")), title: tokens[i + 1]?.content ?? "" }]
      : [],
  );
  const values = new Set([...html.matchAll(/data-value="([\w-]+)"/g)].map(([, name = ""]) => name));
  return {
    title: field("title"),
    kicker: field("kicker"),
    description: field("description"),
    lang: field("lang"),
    steps,
    values: [...values].sort(),
    html,
  };
}

/** The module that `*.md?lesson` stands for: its HTML as a literal lit template, so that nothing is parsed from a string. */
export function lessonModule({ html, ...rest }: CompiledLesson): string {
  const literal = html.replace(/[`\\]|\$\{/g, "\\$&");
  return `import { html } from "lit";\nexport default { ...${JSON.stringify(rest)}, content: html\`${literal}\` };\n`;
}
