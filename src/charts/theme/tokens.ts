// The look as CSS custom properties: colours that mean one thing everywhere, type and sizes. Nothing is drawn here.

import { css, unsafeCSS } from "lit";

/** A colour in light and in dark. */
export interface ColourPair {
  light: string;
  dark: string;
}

/** Every token by name; tests keep the five meanings apart for every kind of colour vision. */
export const colours = {
  paper: { light: "#fdfcf9", dark: "#15171a" },
  sheet: { light: "#ffffff", dark: "#1b1e22" },
  ink: { light: "#1d2127", dark: "#e8e6e1" },
  soft: { light: "#5d6570", dark: "#a2a8b0" },
  hair: { light: "#e4e0d8", dark: "#2e3238" },
  data: { light: "#2551a8", dark: "#a9c0f1" },
  model: { light: "#b7561f", dark: "#ee7e62" },
  mine: { light: "#337e60", dark: "#6fe6c8" },
  resid: { light: "#5e3916", dark: "#f1e86d" },
  truth: { light: "#895a7e", dark: "#a475cd" },
  focus: { light: "#1d4ed8", dark: "#93b4ff" },
} as const satisfies Record<string, ColourPair>;

const declarations = Object.entries(colours)
  .map(([name, { light, dark }]) => `--lw-${name}: light-dark(${light}, ${dark});`)
  .join("\n");

/** The declarations alone, for a page's `:root`. */
export const tokenDeclarations: string = declarations;

/** Tokens on a host element. A page overrides one with `lw-fit-line { --lw-data: … }`. */
export const tokens = css`
  :host {
    ${unsafeCSS(declarations)}
  }
  :host([theme="light"]) {
    color-scheme: light;
  }
  :host([theme="dark"]) {
    color-scheme: dark;
  }
  @media (forced-colors: active) {
    :host {
      --lw-paper: Canvas;
      --lw-sheet: Canvas;
      --lw-ink: CanvasText;
      --lw-soft: CanvasText;
      --lw-hair: GrayText;
      --lw-data: CanvasText;
      --lw-model: LinkText;
      --lw-mine: Highlight;
      --lw-resid: CanvasText;
      --lw-truth: GrayText;
      --lw-focus: Highlight;
    }
  }
`;
