// Paints the counts of time and response on the canvas under the mean.

import { greatestCount, paintDensity } from "#charts/mark/density.ts";
import type { Plane } from "#charts/scale/plane.ts";
import { probedColour } from "#charts/theme/probe.ts";
import { rampOf } from "#charts/theme/ramp.ts";
import type { Bins } from "#engine/index.ts";

/** Part of the ramp that the picture uses: the mean is drawn over it, and must be seen. */
const SOFT = 0.6;

export class WindowPainter {
  #key = "";
  #bins: Bins | null = null;

  paint(root: ParentNode, bins: Bins, { frame }: Plane): void {
    const canvas = root.querySelector<HTMLCanvasElement>(".density");
    const [paper, data, ink] = ["paper", "data", "ink"].map((name) => probedColour(root, name));
    if (!canvas || !paper || !data || !ink) return;
    const size = {
      width: frame.right - frame.left,
      height: frame.bottom - frame.top,
      ratio: globalThis.devicePixelRatio || 1,
    };
    const key = JSON.stringify([paper, data, ink, size]);
    if (key === this.#key && bins === this.#bins && canvas.dataset.painted === "") return;
    this.#key = key;
    this.#bins = bins;
    canvas.dataset.painted = "";
    const ramp = rampOf({ paper, data, ink });
    const soft = ramp.map((_, i) => ramp[Math.round(i * SOFT)] ?? paper);
    paintDensity(canvas, bins, { ...size, ramp: soft, most: greatestCount(bins) });
  }
}
