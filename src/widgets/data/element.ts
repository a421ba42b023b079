// <lw-data>: choose a bundled data set or bring a CSV, look at its columns, and say which model to fit.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { DataSet } from "#engine/index.ts";
import { type FigureParts, LwElement } from "../shared/element.ts";
import { sharedEngine } from "../shared/engine.ts";
import { errorPlace, errorWords } from "../shared/error-words.ts";
import type { FitPublisher } from "../shared/fit-source.ts";
import { FoldController } from "../shared/fold.ts";
import { readNamed } from "../shared/read-named.ts";
import { offered, openDataSet, openTable } from "../shared/table-source.ts";
import { columnsTable } from "./columns-table.ts";
import { DropController } from "./drop.ts";
import { formulaField } from "./formula-field.ts";
import { type Choice, choiceOf, formulaOf } from "./formula-text.ts";
import { modelControls } from "./model-controls.ts";
import { type By, type FailedRead, type Held, Session } from "./session.ts";
import { progressBar, sourceControls } from "./source-controls.ts";
import { styles } from "./styles.ts";
import { dialectWords, fittedWords, keptWords, sizeWords, text } from "./text.ts";

/** Columns shown before the rest is asked for, and added a frame then. */
const FOLD = 12;

function readErrorWords({ name, error }: FailedRead): string {
  return `${text.notRead(name)} ${errorWords(error)}`;
}

/** What the attributes hold of the state. */
interface State {
  data: string | null;
  src: string | null;
  formula: string | null;
}

/**
 * Choose a bundled data set or drop, paste or choose a CSV file; see its columns and first rows; choose response and
 * predictors or type a formula. Publishes the fit to widgets that follow it with `for`.
 *
 * @attr {string} data - id of a bundled data set
 * @attr {string} src - address of a CSV file
 * @attr {string} data-base - address of the folder of bundled files; absent: only generated data sets are offered
 * @attr {string} formula - model to fit, as `revenue ~ spend`
 * @attr {string} theme - "light" or "dark"; absent: the page's
 * @attr {boolean} linkable - offer a link to this state
 * @attr {string} embed-src - address of the module in the embed snippet
 * @fires lw-fit - a person's choice led to a new fit; `detail` has `formula` and `fit`
 * @fires lw-link - a link to this state was asked for; `detail` has `id` and `attributes`
 * @cssprop --lw-font - font of the figure
 * @csspart figure @csspart title @csspart source @csspart columns @csspart model @csspart formula @csspart footer
 */
export class DataPanel extends LwElement {
  static override properties = {
    data: { type: String, reflect: true },
    src: { type: String, reflect: true },
    dataBase: { type: String, attribute: "data-base" },
    formula: { type: String, reflect: true },
    dataSets: { state: true },
    note: { state: true },
    pasting: { state: true },
  };
  static override styles = [LwElement.styles, styles];

  declare data: string | null;
  declare src: string | null;
  declare dataBase: string | null;
  /** The model that was asked for last and could be fitted. */
  declare formula: string | null;
  declare dataSets: DataSet[];
  declare note: string | null;
  declare pasting: boolean;

  readonly #session = new Session(this, {
    onTable: (held, by) => this.#showTable(held, by),
    onFit: (fit, by) => {
      this.formula = this.#session.typed;
      this.announcer.say(fittedWords(fit.n, fit.nDropped, this.formats));
      if (by === "page") return;
      const detail = { formula: this.formula, fit };
      this.dispatchEvent(new CustomEvent("lw-fit", { detail, bubbles: true, composed: true }));
    },
    onReadError: (failed) => this.announcer.say(readErrorWords(failed)),
    onFitError: (error) => this.announcer.say(errorWords(error, this.#session.typed)),
  });
  readonly #drop = new DropController(this, {
    onFiles: (files) => this.#readFiles(files),
    onText: (csv) => this.#readText(csv),
  });
  readonly #fold = new FoldController(this, FOLD, FOLD);
  /** `data` and `src` of the table that is open or being opened. */
  #opened = "";
  #initial: State | null = null;

  constructor() {
    super();
    this.data = null;
    this.src = null;
    this.dataBase = null;
    this.formula = null;
    this.dataSets = [];
    this.note = null;
    this.pasting = false;
  }

  /** The newest fit; followers subscribe. */
  get fits(): FitPublisher {
    return this.#session.fits;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#loadCatalog();
    if (this.hasUpdated && !this.#session.held) this.#restart(this);
  }

  async #loadCatalog(): Promise<void> {
    try {
      const engine = await sharedEngine();
      this.dataSets = offered(await engine.catalog(), this.dataBase);
    } catch (error) {
      this.note = errorWords(error);
    }
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#initial ??= { data: this.data, src: this.src, formula: this.formula };
    const { formula } = this;
    if (changed.has("formula") && formula !== null && formula !== this.#session.typed) {
      this.#session.typed = formula;
      void this.#session.fit("page");
    }
    if (changed.has("data") || changed.has("src")) this.#openAttributes();
    if (changed.has("dataBase") && this.hasUpdated) void this.#loadCatalog();
  }

  protected override updated(): void {
    const select = (id: string) => this.renderRoot.querySelector<HTMLSelectElement>(`select#${id}`);
    const dataSet = select("data-set");
    if (dataSet) dataSet.value = this.#session.held?.dataSet?.id ?? "";
    const response = select("response");
    if (response) response.value = choiceOf(this.#session.typed).response;
  }

  #openAttributes(): void {
    const { data, src, dataBase } = this;
    const key = JSON.stringify([data, src]);
    if (key === this.#opened || (data === null && src === null)) return;
    this.#opened = key;
    this.note = null;
    void this.#session.open("page", data ?? src ?? "", (engine, options) =>
      openTable(engine, { data, src, dataBase }, options),
    );
  }

  /** Start anew from a state. */
  #restart({ data, src, formula }: State): void {
    this.#session.close();
    this.#session.typed = formula ?? "";
    this.note = null;
    this.pasting = false;
    this.#opened = "";
    Object.assign(this, { data, src, formula });
    this.#openAttributes();
  }

  #showTable({ name, table, dataSet }: Held, by: By): void {
    this.#fold.fold();
    this.pasting = false;
    this.announcer.say(`${name}: ${sizeWords(table.nRows, table.columns.length, this.formats)}.`);
    if (by === "page") return;
    this.data = dataSet?.id ?? null;
    this.src = null;
    this.#opened = JSON.stringify([this.data, this.src]);
  }

  /** The newest word about the source takes the place of those before it. */
  #say(note: string): void {
    this.#session.readError = null;
    this.note = note;
    this.announcer.say(note);
  }

  #cancel(): void {
    const name = this.#session.progress?.name ?? "";
    this.#session.cancel();
    // What was being opened is not open: asking for it again must start anew.
    this.#opened = "";
    this.#say(text.cancelled(name));
    this.#focus("#data-set");
  }

  #readFiles(files: FileList): void {
    const [file, second] = files;
    if (file === undefined) this.#say(text.noFile());
    else if (second !== undefined) this.#say(text.oneFile(files.length));
    else this.#readOwn(file.name, file);
  }

  #readText(csv: string): void {
    if (csv.trim() === "") this.#say(text.pasteNothing());
    else {
      this.#readOwn(text.pasted(), csv);
      this.#focus(".source button");
    }
  }

  #readOwn(name: string, source: File | string): void {
    this.note = null;
    void this.#session.open("person", name, async (engine, options) => {
      return { table: await readNamed(engine, source, this.#session.previewing(options)), dataSet: null };
    });
  }

  #chooseDataSet(id: string): void {
    const dataSet = this.dataSets.find((set) => set.id === id);
    if (!dataSet) return;
    const { dataBase } = this;
    this.note = null;
    void this.#session.open("person", dataSet.title, async (engine, options) => {
      return { table: await openDataSet(engine, dataSet, dataBase, options), dataSet };
    });
  }

  #choose(choice: Choice): void {
    const isShorter = choice.terms.length < choiceOf(this.#session.typed).terms.length;
    this.#session.change(formulaOf(choice), "now");
    if (isShorter) this.#focus("#add");
  }

  /** Move the focus on where the button that was pressed goes away. */
  #focus(selector: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  protected override stateAttributes(): { name: string; value: string }[] {
    const { data, src, formula } = this;
    return Object.entries({ data, src, formula }).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  }

  protected override render(): TemplateResult {
    const { formats } = this;
    const { held, progress } = this.#session;
    const initial = this.#initial;
    const parts: FigureParts = {
      title: text.title(),
      progress: progress ? progressBar(progress, formats, () => this.#cancel()) : nothing,
      plot: html`${this.#renderSource()} ${held ? this.#renderTable(held) : nothing}`,
      sentence: this.#sentence(),
    };
    if (held) parts.subtitle = `${held.name} · ${sizeWords(held.table.nRows, held.table.columns.length, formats)}`;
    if (initial) parts.reset = () => this.#restart(initial);
    return html`${this.renderFigure(parts)}${this.#drop.isOver ? html`<div class="drop">${text.drop()}</div>` : nothing}`;
  }

  #renderSource(): TemplateResult {
    const { held, readError } = this.#session;
    const controls = sourceControls({
      dataSets: this.dataSets,
      ownName: held && !held.dataSet ? held.name : null,
      pasting: this.pasting,
      onDataSet: (id) => this.#chooseDataSet(id),
      onFiles: (files) => this.#readFiles(files),
      onText: (csv) => this.#readText(csv),
      onPasting: (isOpen) => {
        this.pasting = isOpen;
        this.#focus(isOpen ? "#paste" : ".source button");
      },
    });
    const problem = readError ? readErrorWords(readError) : this.note;
    return html`${controls} ${problem === null ? nothing : html`<p class="error">${problem}</p>`}`;
  }

  #renderTable({ table, preview }: Held): TemplateResult {
    const { typed, fitError } = this.#session;
    const count = table.columns.length;
    const words = { showAll: text.showAll(this.formats.count(count)), showFewer: text.showFewer() };
    return html`${table.dialect ? html`<p class="dialect">${dialectWords(table.dialect)}</p>` : nothing}
      ${columnsTable({ columns: table.columns, rows: preview }, this.#fold.shown(count), this.formats)}
      ${this.#fold.button(count, words)}
      ${modelControls({ columns: table.columns, choice: choiceOf(typed), onChoice: (choice) => this.#choose(choice) })}
      ${formulaField({
        value: typed,
        errorAt: errorPlace(fitError),
        error: fitError ? errorWords(fitError, typed) : null,
        onInput: (value) => this.#session.change(value, "at rest"),
        onCommit: () => void this.#session.fit("person"),
      })}`;
  }

  #sentence(): string {
    const { held, fitError } = this.#session;
    const fit = this.fits.current?.fit;
    if (!held) return text.start();
    if (!fit || fit.provisional) return fitError ? text.noModel() : text.choose();
    return fitError ? keptWords(fit.formula) : fittedWords(fit.n, fit.nDropped, this.formats);
  }
}
