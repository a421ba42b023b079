// The table twin of a picture of counts: what share of the rows lies up to which value, for both columns.

import { html, type TemplateResult } from "lit";
import { capital, estimate, type Subject, titles } from "../text.ts";
import type { DensePicture } from "./picture.ts";
import { denseTitles } from "./text.ts";

/** Asks for the quantiles the first time; `changed` is called when they are there. */
export function renderQuantiles(picture: DensePicture, subject: Subject, changed: () => void): TemplateResult {
  const { profile } = picture.data;
  if (!profile) {
    void picture.data.describe().then(changed, (error: unknown) => {
      picture.error = error;
      changed();
    });
    return html`<p>${titles.loading()}</p>`;
  }
  const [x, y] = profile.columns;
  const { formats } = subject;
  const ofX = x && x.kind !== "category" ? x : null;
  const ofY = y && y.kind !== "category" ? y : null;
  const row = (name: string, vx: number | null | undefined, vy: number | null | undefined) => {
    const cell = (value: number | null | undefined, unit: string) =>
      html`<td class="number">${value === null || value === undefined ? "" : estimate(value, unit, formats)}</td>`;
    return html`<tr>
      <th scope="row">${name}</th>
      ${cell(vx, subject.x.unit)} ${cell(vy, subject.y.unit)}
    </tr>`;
  };
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${denseTitles.share()}</th>
        <th scope="col" class="number">${capital(subject.x.label)}</th>
        <th scope="col" class="number">${capital(subject.y.label)}</th>
      </tr>
    </thead>
    <tbody>
      ${row(formats.share(0), ofX?.min, ofY?.min)}
      ${ofX?.quantiles.map(({ share, value }, k) => row(formats.share(share), value, ofY?.quantiles[k]?.value))}
      ${row(formats.share(1), ofX?.max, ofY?.max)}
    </tbody>
  </table>`;
}
