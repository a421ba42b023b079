// A figure's state in the address: `#1:line?slope=0.5&committed=`. Written when a person asks for a link, read on arrival.

/** What `lw-link` carries: a figure and its state as attributes. */
interface LinkDetail {
  id: string;
  attributes: { name: string; value: string }[];
}

const VERSION = "1";
/** A link may say how a figure stands, not where it fetches from nor what it follows. */
const REFUSED = new Set(["src", "embed-src", "data-base", "for", "id", "linkable"]);

/** The fragment that holds the state of one figure. */
export function stateFragment({ id, attributes }: LinkDetail): string {
  const query = new URLSearchParams();
  for (const { name, value } of attributes) if (!REFUSED.has(name)) query.append(name, value);
  return `#${VERSION}:${encodeURIComponent(id)}?${query}`;
}

/** The state in a fragment, or null where it holds none that this version reads. */
export function parseFragment(fragment: string): LinkDetail | null {
  const found = /^#(\d+):([^?]+)\?(.*)$/.exec(fragment);
  if (found?.[1] !== VERSION) return null;
  try {
    const attributes = [...new URLSearchParams(found[3])].map(([name, value]) => ({ name, value }));
    return { id: decodeURIComponent(found[2] ?? ""), attributes };
  } catch {
    return null;
  }
}

/** Put a linked state into its figure. Only attributes that the element itself declares are taken. Returns the figure. */
function restoreState(document: Document, { id, attributes }: LinkDetail): Element | null {
  const figure = document.getElementById(id);
  if (!figure?.localName.startsWith("lw-")) return null;
  const Class = customElements.get(figure.localName) as { observedAttributes?: readonly string[] } | undefined;
  const known = new Set(Class?.observedAttributes);
  const taken = attributes.filter(({ name }) => known.has(name) && !REFUSED.has(name));
  for (const { name, value } of taken) figure.setAttribute(name, value);
  return taken.length > 0 ? figure : null;
}

/** Answer `lw-link`: the state goes into the address, the address to the clipboard, and `say` tells what happened. */
export function startLinks(window: Window, say: (sentence: string) => void): void {
  const { document, history, location, navigator } = window;
  const restore = () => {
    const state = parseFragment(location.hash);
    if (state) restoreState(document, state)?.scrollIntoView({ block: "start" });
  };
  restore();
  window.addEventListener("hashchange", restore);
  document.addEventListener("lw-link", async (event) => {
    history.replaceState(null, "", stateFragment((event as CustomEvent<LinkDetail>).detail));
    try {
      await navigator.clipboard.writeText(location.href);
      say("The link to this state is on the clipboard.");
    } catch {
      say("The link to this state is in the address bar.");
    }
  });
}
