// <lw-break-even>: how steep the slope must be for a further dollar of marketing to pay, by the margin the reader sets.

import { html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { type NumberFormats, numberFormats } from "#base/format.ts";

/** Dollars of revenue a dollar of spend, with its interval. */
export interface Slope {
  estimate: number;
  low: number;
  high: number;
}

/** Drawing width and height in CSS pixels; the element redraws at its own width. */
const HEIGHT = 132;
const LINE_Y = 84;
const PAD = 14;

/** Revenue that a dollar must come with so that `margin` (a share of one) of it is a dollar. */
export function breakEvenSlope(margin: number): number {
  return 1 / margin;
}

/** What is left of one dollar spent: `slope` of revenue, of which `margin` is kept, less the dollar. */
export function leftOver(slope: number, margin: number): number {
  return slope * margin - 1;
}

/** Set `slope`; the reader sets the margin. */
export class BreakEvenElement extends LitElement {
  static override properties = {
    slope: { attribute: false },
    margin: { type: Number },
    width: { state: true },
  };

  declare slope: Slope | null;
  /** Per cent of revenue that is kept after the goods are paid for, 1 to 100. */
  declare margin: number;
  declare protected width: number;
  #observer: ResizeObserver | null = null;

  constructor() {
    super();
    this.slope = null;
    this.margin = 40;
    this.width = 640;
  }

  /** In the page's own tree: it is part of the lesson, not a figure to embed. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new ResizeObserver(([entry]) => {
      if (entry) this.width = Math.max(240, Math.round(entry.contentRect.width));
    });
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { slope } = this;
    if (!slope) return nothing;
    const formats = numberFormats(this.closest("[lang]")?.getAttribute("lang") || "en-GB");
    return html`<figure aria-labelledby="break-even-title">
      <figcaption>
        <strong id="break-even-title">What a further dollar must come with</strong>
        <span>revenue, $ for $1 more of marketing</span>
      </figcaption>
      ${this.#renderPlot(slope, formats)}
      <div class="controls">
        <label for="break-even-range">Margin</label>
        <input
          id="break-even-range"
          type="range"
          min="5"
          max="100"
          step="1"
          aria-valuetext=${`${this.margin} %`}
          .value=${String(this.margin)}
          @input=${this.#set}
        />
        <span class="field"><input
          type="number"
          inputmode="numeric"
          aria-label="Margin in per cent"
          min="1"
          max="100"
          .value=${String(this.margin)}
          @change=${this.#set}
        /> %</span>
      </div>
      <p class="live" aria-live="polite">${this.#sentence(slope, formats)}</p>
    </figure>`;
  }

  #renderPlot({ estimate, low, high }: Slope, { money }: NumberFormats): TemplateResult {
    const even = breakEvenSlope(this.margin / 100);
    const most = Math.max(1.5, even * 1.12);
    const x = (value: number) => PAD + ((this.width - 2 * PAD) * value) / most;
    const ticks = [0, 1, ...[2, 5, 10, 20].filter((tick) => tick < most)];
    // A label stays inside the drawing, and reads away from the other one.
    const anchor = (value: number) => (x(value) > this.width - 130 ? "end" : "start");
    return html`<svg
      viewBox="0 0 ${this.width} ${HEIGHT}"
      width=${this.width}
      height=${HEIGHT}
      role="img"
      aria-label=${`Least squares ${money(estimate)}, interval ${money(low)} to ${money(high)}; break-even ${money(even)}`}
    >
      <line class="axis" x1=${PAD} x2=${this.width - PAD} y1=${LINE_Y} y2=${LINE_Y} />
      ${ticks.map(
        (tick) => svg`<line class="tick" x1=${x(tick)} x2=${x(tick)} y1=${LINE_Y} y2=${LINE_Y + 6} />
          <text class="soft" x=${x(tick)} y=${LINE_Y + 22} text-anchor="middle">${tick}</text>`,
      )}
      <line class="even" x1=${x(even)} x2=${x(even)} y1=${16} y2=${LINE_Y} />
      <text class="even" x=${x(even) + (anchor(even) === "end" ? -8 : 8)} y="26" text-anchor=${anchor(even)}>
        break-even ${money(even)}
      </text>
      <line class="interval" x1=${x(low)} x2=${x(high)} y1=${LINE_Y} y2=${LINE_Y} />
      <line class="estimate" x1=${x(estimate)} x2=${x(estimate)} y1=${LINE_Y - 10} y2=${LINE_Y + 10} />
      <text class="model" x=${Math.max(x(estimate), 60)} y=${LINE_Y - 16} text-anchor="middle">these days ${money(estimate)}</text>
    </svg>`;
  }

  #sentence({ estimate }: Slope, { money }: NumberFormats): TemplateResult {
    const margin = this.margin / 100;
    const left = leftOver(estimate, margin);
    const outcome =
      left < 0
        ? html`<strong>${money(-left)}</strong> of the dollar is lost`
        : html`<strong>${money(left)}</strong> is gained on it`;
    return html`At a margin of ${this.margin} %, a further dollar pays from ${money(breakEvenSlope(margin))} of revenue. At
    ${money(estimate)}, ${outcome}.`;
  }

  #set = (event: Event): void => {
    const value = Math.round(Number((event.target as HTMLInputElement).value));
    this.margin = Number.isFinite(value) ? Math.min(100, Math.max(1, value)) : this.margin;
    this.requestUpdate();
  };
}
