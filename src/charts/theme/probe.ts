// The colours a canvas paints with: a custom property reads back as the text `light-dark(…)`, so an element is given each
// colour and asked what became of it. A change of theme, whoever makes it, is heard as the start of a transition.

import { css, html, type TemplateResult } from "lit";
import type { Rgb } from "./ramp.ts";

/** Elements to be asked, for the template of whoever paints. `changed` is called when one of their colours has changed. */
export function colourProbes(names: readonly string[], changed: () => void): TemplateResult {
  return html`<span class="probes" aria-hidden="true" @transitionstart=${changed}
    >${names.map((name) => html`<i data-colour=${name} .style=${`color: var(--lw-${name})`}></i>`)}</span
  >`;
}

export const probeStyles = css`
  .probes {
    position: absolute;
    width: 0;
    height: 0;
    overflow: hidden;
  }
  .probes i {
    forced-color-adjust: none;
    transition: color 1ms;
  }
`;

/** Colour of the probe `name` under `root`; null where it is not there. */
export function probedColour(root: ParentNode, name: string): Rgb | null {
  const probe = root.querySelector(`[data-colour="${name}"]`);
  return probe === null ? null : rgbOf(getComputedStyle(probe).color);
}

let brush: CanvasRenderingContext2D | null = null;

/** Any colour as CSS writes it; a canvas knows them all. */
function rgbOf(colour: string): Rgb {
  const plain = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour);
  if (plain) return [Number(plain[1]), Number(plain[2]), Number(plain[3])];
  if (!brush) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    brush = canvas.getContext("2d", { willReadFrequently: true });
  }
  if (!brush) return [127, 127, 127];
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = brush.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
