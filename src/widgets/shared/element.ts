// The base of every widget: tokens, the figure's frame, its footer (Table, Link, Embed, Reset), one live region, the locale.

import { msg } from "@lit/localize";
import { type CSSResultGroup, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { type NumberFormats, numberFormats } from "#base/format.ts";
import { tokens } from "#charts/theme/tokens.ts";
import type { Capabilities } from "#engine/index.ts";
import { Announcer } from "./announcer.ts";
import { sharedEngine, VERSION } from "./engine.ts";
import { figureStyles } from "./styles.ts";

/** The parts of a figure, from top to bottom; absent ones take no room. */
export interface FigureParts {
  title: string;
  subtitle?: string | TemplateResult;
  /** Thin line under the rule while something loads. */
  progress?: TemplateResult | typeof nothing;
  plot: TemplateResult;
  aside?: TemplateResult | typeof nothing;
  /** The one sentence that says what just changed. */
  sentence?: string | TemplateResult;
  controls?: TemplateResult | typeof nothing;
  /** The table twin, shown on demand. */
  table?: () => TemplateResult;
  /** Whether Reset has anything to undo. */
  reset?: () => void;
}

type Panel = "table" | "embed" | null;

/** Base class of the `lw-*` elements. A subclass renders with `renderFigure`. */
export abstract class LwElement extends LitElement {
  static readonly version: string = VERSION;
  static override properties: PropertyDeclarations = {
    theme: { type: String, reflect: true },
    linkable: { type: Boolean },
    embedSrc: { type: String, attribute: "embed-src" },
    openPanel: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, figureStyles];

  /** "light" or "dark" overrides the page's colour scheme. */
  declare theme: string | null;
  /** Set by a site whose shell can put the state into its address. */
  declare linkable: boolean;
  /** Address of the module that the embed snippet names. */
  declare embedSrc: string;
  declare openPanel: Panel;

  protected readonly announcer = new Announcer(this);

  constructor() {
    super();
    this.theme = null;
    this.linkable = false;
    this.embedSrc = "leastwise.js";
    this.openPanel = null;
  }

  /** What the page's engine can do, which backend it chose and why. */
  get capabilities(): Promise<Capabilities> {
    return sharedEngine().then((engine) => engine.capabilities);
  }

  /** The language of the page around the element. */
  protected get locale(): string {
    return this.closest("[lang]")?.getAttribute("lang") || this.ownerDocument.documentElement.lang || "en-US";
  }

  protected get formats(): NumberFormats {
    return numberFormats(this.locale);
  }

  /** The tag as a teacher would paste it, with the whole state in its attributes. */
  snippet(): string {
    const tag = this.ownerDocument.createElement(this.localName);
    for (const { name, value } of this.stateAttributes()) tag.setAttribute(name, value);
    return `<script type="module" src="${this.embedSrc}"></script>\n${tag.outerHTML}`;
  }

  /** The attributes that hold the element's state now. */
  protected abstract stateAttributes(): { name: string; value: string }[];

  protected renderFigure(parts: FigureParts): TemplateResult {
    return html`<figure part="figure" aria-label=${parts.title}>
      ${parts.progress ?? nothing}
      <div class="head">
        <div class="title" part="title">${parts.title}</div>
        ${parts.subtitle ? html`<p>${parts.subtitle}</p>` : nothing}
      </div>
      <div class=${parts.aside && parts.aside !== nothing ? "body" : "body single"}>
        <div class="plot">${parts.plot}</div>
        ${parts.aside && parts.aside !== nothing ? html`<div class="aside">${parts.aside}</div>` : nothing}
      </div>
      ${parts.sentence === undefined ? nothing : html`<p class="live">${parts.sentence}</p>`}
      <p class="hidden-visually" role="status" aria-live="polite">${this.announcer.text}</p>
      ${parts.controls && parts.controls !== nothing ? html`<div class="controls" part="controls">${parts.controls}</div>` : nothing}
      ${this.#renderFoot(parts)}
      ${this.#renderNotes()}
    </figure>`;
  }

  /** What the author put between the tags stands in for the element where it cannot run, and is kept where it can. */
  #renderNotes(): TemplateResult | typeof nothing {
    if (this.childElementCount === 0 && (this.textContent ?? "").trim() === "") return nothing;
    return html`<details class="notes"><summary>${msg("About this figure")}</summary><slot></slot></details>`;
  }

  #renderFoot(parts: FigureParts): TemplateResult {
    const panel = (name: Exclude<Panel, null>, label: string) => html`<button
      type="button"
      aria-expanded=${this.openPanel === name}
      @click=${() => this.#toggle(name)}
    >
      ${label}
    </button>`;
    return html`<div class="foot" part="footer">
        ${parts.table ? panel("table", msg("Table")) : nothing}
        ${this.linkable ? html`<button type="button" @click=${this.#link}>${msg("Link to this state")}</button>` : nothing}
        ${panel("embed", msg("Embed"))}
        ${parts.reset ? html`<button type="button" @click=${parts.reset}>${msg("Reset")}</button>` : nothing}
      </div>
      ${this.openPanel === "table" && parts.table ? html`<div class="panel scroll" tabindex="0" role="group" aria-label=${msg("Table")}>${parts.table()}</div>` : nothing}
      ${this.openPanel === "embed" ? this.#renderEmbed() : nothing}`;
  }

  #renderEmbed(): TemplateResult {
    const text = this.snippet();
    const copy = async () => {
      await navigator.clipboard.writeText(text);
      this.announcer.say(msg("The tag is on the clipboard."));
    };
    return html`<div class="panel">
      <pre tabindex="0" role="group" aria-label=${msg("Embed")}>${text}</pre>
      ${navigator.clipboard ? html`<button class="control" type="button" @click=${copy}>${msg("Copy")}</button>` : nothing}
    </div>`;
  }

  #toggle(panel: Exclude<Panel, null>): void {
    this.openPanel = this.openPanel === panel ? null : panel;
  }

  #link(): void {
    const detail = { id: this.id, attributes: this.stateAttributes() };
    this.dispatchEvent(new CustomEvent("lw-link", { detail, bubbles: true, composed: true }));
  }
}
