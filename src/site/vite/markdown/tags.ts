// Which raw HTML a lesson may hold: our own elements with plain attributes, and a few harmless ones. All else is refused.

const ALLOWED = /^(?:lw-[a-z-]+|br|p|strong|em|sub|sup)$/;
const TAG = /<(\/?)([a-z][\w-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*\/?>/giy;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?/g;

/** Throws where `html` holds anything but allowed tags, comments and text. */
export function checkTags(html: string): void {
  let at = 0;
  while (at < html.length) {
    const next = html.indexOf("<", at);
    if (next < 0) return;
    if (html.startsWith("<!--", next)) {
      at = html.indexOf("-->", next) + 3;
      if (at < 3) throw new Error("a comment must be closed");
      continue;
    }
    TAG.lastIndex = next;
    const found = TAG.exec(html);
    if (!found) throw new Error(`not a tag: ${html.slice(next, next + 40)}`);
    checkTag(found[2] ?? "", found[3] ?? "");
    at = TAG.lastIndex;
  }
}

function checkTag(tag: string, attributes: string): void {
  if (!ALLOWED.test(tag)) throw new Error(`<${tag}>: lessons may hold lw-* elements, br, p, strong, em, sub, sup`);
  for (const [, name = "", text = ""] of attributes.matchAll(ATTRIBUTE)) {
    if (/^on|^style$/i.test(name) || /javascript:/i.test(text)) {
      throw new Error(`<${tag} ${name}>: handlers, styles and javascript: are refused`);
    }
  }
}
