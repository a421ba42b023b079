// What lw-fit-line does between a hand and the engine: load, follow, declare, say. Drawing is the element's.

import type { Place } from "#charts/scale/plane.ts";
import { sharedEngine } from "../shared/engine.ts";
import type { Fitted } from "../shared/fit-source.ts";
import { DEFAULT_SEED, type FitLineState, lineOf, requestOf, viewOf } from "./attributes.ts";
import { DensePicture } from "./dense/picture.ts";
import { type Cloud, cloudOf, squaresOf, sumOfSquares } from "./model.ts";
import { sentenceOf } from "./sentence.ts";
import { Session, type SessionNews, type Summed } from "./session.ts";
import { formatPoints, parsePoints } from "./source.ts";
import { changeWords, fitWords } from "./speech.ts";
import { type Subject, spoken } from "./text.ts";
import { type ChangeKind, type Point, type Sheet, Workbench } from "./workbench.ts";

/** What the work asks of the element around it. */
export interface WorkHost {
  state: FitLineState;
  subject(): Subject;
  say(words: string): void;
  update(): void;
  publish(fitted: Fitted | null): void;
  emit(type: "lw-change" | "lw-commit", detail: object): void;
}

export class Work {
  readonly #host: WorkHost;
  readonly bench = new Workbench((kind) => this.#changed(kind));
  readonly session = new Session(sharedEngine, (news) => this.#heard(news));
  /** Where rows are too many to be points. */
  picture: DensePicture | null = null;
  /** Sum of squares that fills the frame of the one square. */
  fullSse = 0;
  /** What was said of the newest change; the fit's words follow it. Null until a person has done something. */
  lastWords: string | null = null;

  /** The request that is loaded or being loaded, to tell it from a new one. */
  #request = "";
  #givenPoints: string | null = null;
  /** My line as it was declared by hand, from which the best one departs. */
  #departure: Summed | null = null;
  /** The points of which the newest fit, or sum, was asked. */
  #followed: readonly Point[] | null = null;
  /** Whether that fit followed a hand, and a better one is due once it rests. */
  #quick = false;

  constructor(host: WorkHost) {
    this.#host = host;
  }

  /** Load what the state asks for, unless that is loaded; whether it was asked anew. */
  open(baseUrl: string): boolean {
    const { state } = this.#host;
    const request = requestOf(state);
    if (JSON.stringify(request) === this.#request) return false;
    this.#request = JSON.stringify(request);
    this.#givenPoints = state.points;
    this.session.forget();
    void this.session.open(request, baseUrl);
    return true;
  }

  /** Ask for the same data once more. */
  again(): void {
    this.#request = "";
    this.#host.update();
  }

  close(): void {
    this.session.close();
    this.picture = null;
    this.#request = "";
  }

  cloud(sheet: Sheet = this.bench.sheet): Cloud {
    return this.picture ? this.picture.data.cloud : cloudOf(sheet.points);
  }

  readonly sse = (sheet: Sheet = this.bench.sheet): number =>
    this.picture ? squaresOf(sheet.line, this.picture.data.cloud) : sumOfSquares(sheet.points, sheet.line);

  follow(): void {
    const departure = this.#departure;
    this.#departure = null;
    this.#followed = this.bench.sheet.points;
    this.#quick = this.bench.held !== null;
    void this.session.follow(this.#followed, departure, this.#quick ? "quick" : "auto");
  }

  commit(): void {
    const { line } = this.bench.sheet;
    this.#departure = { ...line, sse: this.sse() };
    this.lastWords = "";
    this.#host.state.committed = true;
    this.#reflect();
    this.#emit("lw-commit");
  }

  /** Draw other rows; my line begins anew. */
  another(): void {
    const { state } = this.#host;
    state.seed = (state.seed ?? DEFAULT_SEED) + 1;
    state.points = state.slope = state.intercept = null;
    state.committed = false;
  }

  reset(): void {
    this.#host.state.committed = false;
    this.picture?.all();
    this.bench.reset();
    this.#reflect();
    this.#emit("lw-change");
  }

  undo(): void {
    if (this.bench.undo()) this.#host.say(`${spoken.undone()} ${this.lastWords ?? ""}`);
  }

  redo(): void {
    if (this.bench.redo()) this.#host.say(`${spoken.redone()} ${this.lastWords ?? ""}`);
  }

  adoptLine(): void {
    const { line } = this.bench.sheet;
    const given = { ...line, ...lineOf(this.#host.state) };
    if (given.slope !== line.slope || given.intercept !== line.intercept) this.bench.adoptLine(given);
  }

  /** Take a row (from 1) of many out of the crowd, to be moved; whether there is one. */
  async take(row: number): Promise<boolean> {
    const { picture } = this;
    const place: Place | null = (await picture?.data.know(row)) ?? null;
    if (!place || picture !== this.picture) return false;
    this.bench.adoptPoint({ ...place, row });
    return true;
  }

  verdict(): string {
    const { sheet } = this.bench;
    const parts = { sheet, cloud: this.cloud(), sse: this.sse(), session: this.session };
    const sentence = sentenceOf(parts, this.#host.subject());
    return typeof sentence === "string" ? sentence : "";
  }

  /** The session has news. */
  #heard(news: SessionNews): void {
    this.#host.update();
    switch (news) {
      case "view":
        return;
      case "loaded":
        this.#begin();
        return;
      case "summed":
        this.fullSse = Math.max(this.fullSse, this.cloud().syy);
        return;
      case "fitted":
        this.#publish();
        return;
      default:
        news satisfies never;
    }
  }

  #begin(): void {
    const { loaded, dense } = this.session;
    const { state } = this.#host;
    const points = loaded?.points ?? [];
    const whole = loaded?.dense?.whole ?? null;
    this.#followed = null;
    this.lastWords = null;
    this.fullSse = 0;
    this.picture = dense && whole && new DensePicture(dense, whole, () => this.#seen());
    this.bench.load(points, lineOf(state), whole);
    if (this.picture) void this.#beginDense(this.picture);
    else this.fullSse = Math.max(cloudOf(points).syy, this.sse());
  }

  async #beginDense(picture: DensePicture): Promise<void> {
    const { state } = this.#host;
    const view = viewOf(state.view);
    if (view) picture.show(view);
    for (const point of state.moved === null ? [] : parsePoints(state.moved)) {
      if (point.row === null || !(await picture.data.know(point.row)) || picture !== this.picture) continue;
      this.bench.adoptPoint(point);
    }
    if (picture !== this.picture) return;
    this.bench.choose(null);
    this.#followed = this.bench.sheet.points;
    await this.session.sum(this.#followed);
    if (picture !== this.picture) return;
    this.fullSse = Math.max(this.cloud().syy, this.sse());
    void picture.refresh();
    this.#host.update();
  }

  /** The picture shows something else. */
  #seen(): void {
    const { picture } = this;
    if (!picture) return;
    this.bench.show(picture.view.x, picture.view.y);
    this.#host.state.view = picture.isWhole ? null : [...picture.view.x, ...picture.view.y].join(",");
    this.#host.update();
  }

  #publish(): void {
    const { fitted, loaded } = this.session;
    this.#host.publish(fitted && { ...fitted, dataSet: loaded?.dataSet ?? null });
    if (!fitted || this.lastWords === null) return;
    this.#host.say(`${this.lastWords || this.verdict()} ${fitWords(fitted.fit, this.#host.subject())}`.trim());
  }

  /** The workbench has changed. */
  #changed(kind: ChangeKind): void {
    this.#host.update();
    const { sheet } = this.bench;
    if (kind !== "view") {
      this.lastWords = changeWords(this.bench, this.#host.subject(), this.sse);
      this.#host.say(this.lastWords);
    }
    const rests = this.picture !== null && this.#quick && this.bench.held === null;
    if (sheet.points !== this.#followed || rests) this.#followPoints();
    if (kind !== "done") return;
    this.fullSse = Math.max(this.fullSse, this.cloud().syy);
    if (this.picture) void this.picture.refresh();
    this.#reflect();
    this.#emit("lw-change");
  }

  #followPoints(): void {
    if (this.#host.state.committed) this.follow();
    else if (this.picture && this.#followed !== null) {
      this.#followed = this.bench.sheet.points;
      void this.session.sum(this.#followed);
    }
  }

  #emit(type: "lw-change" | "lw-commit"): void {
    const { points, line } = this.bench.sheet;
    const summary = { slope: line.slope, intercept: line.intercept, sse: this.sse() };
    const n = this.picture ? this.cloud().n : points.length;
    this.#host.emit(type, type === "lw-change" ? { ...summary, points: n } : summary);
  }

  /** Write the work into the attributes, which are the state; none of them is a new request. */
  #reflect(): void {
    const { state } = this.#host;
    const { points, line } = this.bench.sheet;
    state.slope = line.slope;
    state.intercept = line.intercept;
    if (this.picture) state.moved = points.length === 0 ? null : formatPoints(points);
    else state.points = this.bench.pointsTouched ? formatPoints(points) : this.#givenPoints;
    this.#request = JSON.stringify(requestOf(state));
  }
}
