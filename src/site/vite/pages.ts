// Build plugin: gives every page its head, header, footer and colours, and writes lessons' words into the HTML, so that
// a page can be read before (and without) any script.

import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { Plugin } from "vite";
import { tokenDeclarations } from "../../charts/theme/tokens.ts";
import { type CompiledLesson, compileLesson } from "./markdown/compile.ts";

/** What the header leads to: only what works. */
const NAVIGATION = [
  { path: "lessons/fundamentals/", label: "Lesson" },
  { path: "data/", label: "Your data" },
  { path: "nist/", label: "NIST wall" },
  { path: "performance/", label: "Speed" },
  { path: "gallery/", label: "Gallery" },
];

/** Before anything is painted: the reader's choice of light or dark. A refused storage means the system's choice. */
const THEME_SCRIPT = `try{const t=localStorage.getItem("leastwise.theme");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch{}`;

/** Points, a line, one error: the drawing of the whole project at 32 pixels. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#fdfcf9"/><path d="M4 25 28 8" stroke="#337e60" stroke-width="3" stroke-linecap="round"/><path d="M20 14v10" stroke="#5e3916" stroke-width="2"/><g fill="#2551a8"><circle cx="9" cy="16" r="3"/><circle cx="20" cy="25" r="3"/><circle cx="25" cy="5.500" r="3"/></g></svg>`;

/** Faces that the first lines need: asked for at once, so that they are there when the words are. */
const FACES = [
  "source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
  "inter/files/inter-latin-wght-normal.woff2",
];

function head(up: string, packages: string): string {
  const faces = FACES.map(
    (face) =>
      `<link rel="preload" as="font" type="font/woff2" crossorigin href="${packages}/@fontsource-variable/${face}">`,
  );
  return `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">
<script>${THEME_SCRIPT}</script>
${faces.join("\n")}
<style>:root {
${tokenDeclarations}
}</style>
<link rel="stylesheet" href="${up}styles/site.css">`;
}

function header(up: string, here: string): string {
  const links = NAVIGATION.map(({ path, label }) => {
    const current = here === path ? ' aria-current="page"' : "";
    return `<li><a href="${up}${path}index.html"${current}>${label}</a></li>`;
  });
  const home = here === "" ? ' aria-current="page"' : "";
  return `<a class="skip" href="#main">Skip to the text</a>
<header class="bar">
<a class="brand" href="${up}index.html"${home}>Leastwise</a>
<nav aria-label="Pages"><ul>${links.join("")}</ul></nav>
<div class="theme"><label for="theme">Theme</label><select id="theme"><option value="auto">Auto</option><option value="light">Light</option><option value="dark">Dark</option></select></div>
</header>`;
}

const FOOTER = `<footer class="colophon"><p>Everything on this page is computed in this tab. Nothing you type or drop leaves it: no account, no cookie, no request. MIT licence.</p></footer>
<p class="toast" id="toast" role="status"></p>`;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c);
}

/** `Which line is|the least wrong?`: the bar is where the title breaks when there is room. */
function titleHtml(title: string): string {
  return escapeHtml(title).replace("|", "<br>");
}

function lessonHtml(lesson: CompiledLesson): string {
  return `<header class="opening"><p class="kicker">${escapeHtml(lesson.kicker)}</p>
<h1>${titleHtml(lesson.title)}</h1></header>
${lesson.html}`;
}

/** Fill `<lw-lesson text="FILE">` and what the page's head owes to the lesson. */
function inlineLesson(html: string, folder: string): { html: string; files: string[] } {
  const found = /<lw-lesson ([^>]*?)\btext="([^"]+)"([^>]*)>/.exec(html);
  if (!found) return { html, files: [] };
  const file = resolve(folder, found[2] ?? "");
  const lesson = compileLesson(readFileSync(file, "utf8"));
  const filled = html
    .replace(found[0], () => `<lw-lesson ${found[1]}${found[3]}>${lessonHtml(lesson)}`)
    .replace(
      "<title></title>",
      () => `<title>${escapeHtml(lesson.title.replace("|", " "))} · Leastwise</title>
<meta name="description" content="${escapeHtml(lesson.description)}">`,
    );
  return { html: filled, files: [file] };
}

/** Give every page its shell. */
export function sitePages(): Plugin {
  let root = "";
  return {
    name: "leastwise:site-pages",
    // The first engines with light-dark(), which the widgets use as well; its replacement ignores nested schemes.
    config: () => ({ build: { cssTarget: ["chrome123", "firefox120", "safari17.5"] } }),
    configResolved(config) {
      root = config.root;
    },
    transformIndexHtml: {
      order: "pre",
      handler(source, { filename, server }) {
        const folder = dirname(filename);
        const here = relative(root, folder).replaceAll("\\", "/");
        const up = here === "" ? "./" : "../".repeat(here.split("/").length);
        // Dev serves what lies outside the site's root under /@fs; the build follows the relative path.
        const modules = resolve(root, "../../node_modules");
        const packages = server ? `/@fs${modules}` : relative(folder, modules).replaceAll("\\", "/");
        const { html, files } = inlineLesson(source, folder);
        for (const file of files) server?.watcher.add(file);
        return html
          .replace("<head>", () => `<head>\n${head(up, packages)}`)
          .replace("<body>", () => `<body>\n${header(up, here === "" ? "" : `${here}/`)}`)
          .replace("</body>", () => `${FOOTER}\n</body>`);
      },
    },
  };
}
