// Light, dark or as the system says. The choice is kept where storage allows; the head's first script applies it unseen.

const KEY = "leastwise.theme";

/** Wire the select in the bar. */
export function startTheme(document: Document, storage: () => Storage): void {
  const select = document.querySelector<HTMLSelectElement>("#theme");
  if (!select) return;
  const root = document.documentElement;
  select.value = root.dataset.theme ?? "auto";
  select.addEventListener("change", () => {
    const theme = select.value;
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (theme === "auto") storage().removeItem(KEY);
      else storage().setItem(KEY, theme);
    } catch {
      // Refused: the choice lasts as long as the page.
    }
  });
}
