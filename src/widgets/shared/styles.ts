// What every widget's controls and figure look like. A figure is a rule, a title, a plot with numbers beside it, one live
// sentence, controls and a footer.

import { css } from "lit";

export const figureStyles = css`
  :host {
    display: block;
    color: var(--lw-ink);
    font: 400 14px / 1.45 var(--lw-font, system-ui, sans-serif);
    font-variant-numeric: tabular-nums;
    container-type: inline-size;
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  figure {
    margin: 0;
    border-top: 2px solid var(--lw-ink);
    padding-top: 10px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: 20px;
  }
  .head h3,
  .head .title {
    margin: 0;
    font-size: 16px;
    font-weight: 650;
    letter-spacing: -0.006em;
  }
  .head p {
    margin: 0;
    color: var(--lw-soft);
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 236px;
    column-gap: 40px;
    align-items: start;
    margin-top: 8px;
  }
  .body.single {
    grid-template-columns: minmax(0, 1fr);
  }
  @container (max-width: 680px) {
    .body {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .live {
    margin: 12px 0 0;
    min-height: 2.9em;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 10px 14px;
    margin-top: 14px;
  }
  .controls label {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    color: var(--lw-soft);
  }
  button,
  select,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }
  button.control,
  label.control,
  select {
    min-height: 38px;
    padding: 0 14px;
    border: 1px solid var(--lw-soft);
    border-radius: 8px;
    background: var(--lw-sheet);
    color: var(--lw-ink);
    font-weight: 500;
    cursor: pointer;
  }
  button.control:hover {
    border-color: var(--lw-ink);
  }
  button.primary {
    border-color: var(--lw-ink);
    background: var(--lw-ink);
    color: var(--lw-paper);
    font-weight: 600;
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  input[type="text"],
  input[type="number"],
  input.field,
  textarea {
    min-height: 38px;
    padding: 0 8px;
    border: 0;
    border-bottom: 1px solid var(--lw-soft);
    border-radius: 0;
    background: var(--lw-sheet);
  }
  input.number {
    width: 7.5em;
    text-align: right;
    font-variant-numeric: tabular-nums;
    font-weight: 500;
    color: var(--lw-ink);
  }
  input[aria-invalid="true"] {
    border-bottom: 2px solid var(--lw-resid);
  }
  :focus-visible {
    outline: 2px solid var(--lw-focus);
    outline-offset: 2px;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 18px;
    margin-top: 12px;
  }
  .foot button {
    min-height: 28px;
    padding: 2px 0;
    border: 0;
    background: none;
    color: var(--lw-soft);
    font-size: 13px;
    text-decoration: underline;
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .foot button:hover,
  .foot button[aria-expanded="true"] {
    color: var(--lw-ink);
  }
  .panel {
    margin-top: 12px;
    border-top: 1px solid var(--lw-hair);
    padding-top: 10px;
  }
  .scroll {
    max-height: 320px;
    overflow: auto;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th {
    color: var(--lw-soft);
    font-weight: 500;
    text-align: left;
  }
  th,
  td {
    padding: 4px 16px 4px 0;
    border-bottom: 1px solid var(--lw-hair);
    vertical-align: baseline;
  }
  th.number,
  td.number {
    text-align: right;
  }
  pre {
    margin: 0;
    padding: 10px 0;
    overflow-x: auto;
    font: 13px / 1.5 ui-monospace, monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .progress {
    display: block;
    width: 100%;
    height: 2px;
    margin-top: -2px;
    border: 0;
    background: var(--lw-hair);
  }
  .progress > span {
    display: block;
    height: 100%;
    background: var(--lw-data);
  }
  .error {
    margin: 12px 0 0;
    border-left: 3px solid var(--lw-resid);
    padding: 2px 0 2px 14px;
  }
  .hidden-visually {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .mine {
    color: var(--lw-mine);
  }
  .model {
    color: var(--lw-model);
  }
  .resid {
    color: var(--lw-resid);
  }
  .data {
    color: var(--lw-data);
  }
  @media (forced-colors: active) {
    button.primary {
      forced-color-adjust: none;
    }
  }
  @media print {
    .controls,
    .foot {
      display: none;
    }
  }
`;
