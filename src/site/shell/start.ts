// What every page does once its elements are known: theme, links to a state, short messages.

import { startLinks } from "./state-link.ts";
import { startTheme } from "./theme.ts";

/** Milliseconds a message stays. */
const STAY = 4000;

function toast(document: Document): (sentence: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (sentence) => {
    const place = document.querySelector("#toast");
    if (!place) return;
    place.textContent = sentence;
    clearTimeout(timer);
    timer = setTimeout(() => {
      place.textContent = "";
    }, STAY);
  };
}

/** Start the shell of this page. */
export function startShell(): void {
  startTheme(document, () => localStorage);
  startLinks(window, toast(document));
}
