// The look of the data figure.

import { css } from "lit";

export const styles = css`
  :host {
    position: relative;
  }
  .head p,
  .live,
  .bar span {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .bar {
    margin: -10px 0 8px;
  }
  .bar progress {
    appearance: none;
    display: block;
    width: 100%;
    height: 3px;
    border: 0;
    background: var(--lw-hair);
    color: var(--lw-data);
  }
  .bar progress::-webkit-progress-bar {
    background: var(--lw-hair);
  }
  .bar progress::-webkit-progress-value {
    background: var(--lw-data);
  }
  .bar progress::-moz-progress-bar {
    background: var(--lw-data);
  }
  .bar p {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    margin: 6px 0 0;
  }
  .source,
  .chooser {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 10px 14px;
    margin: 6px 0 0;
  }
  .source label:not(.control),
  .chooser label,
  .label {
    color: var(--lw-soft);
  }
  .pair {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    max-width: 100%;
  }
  select {
    max-width: min(100%, 22em);
  }
  label.control {
    display: inline-flex;
    align-items: center;
  }
  label.control:hover,
  select:hover {
    border-color: var(--lw-ink);
  }
  label.control:focus-within {
    outline: 2px solid var(--lw-focus);
    outline-offset: 2px;
  }
  .private {
    margin: 8px 0 18px;
    color: var(--lw-soft);
  }
  .paste {
    margin-top: 12px;
  }
  .paste label {
    display: block;
    color: var(--lw-soft);
  }
  .paste textarea {
    display: block;
    width: 100%;
    min-height: 130px;
    margin: 4px 0 10px;
    padding: 8px;
    font: 13px / 1.5 ui-monospace, monospace;
    resize: vertical;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .dialect {
    margin: 0;
    color: var(--lw-soft);
    font-size: 13px;
  }
  .columns {
    max-height: 400px;
    margin-top: 6px;
    overflow: auto;
    border-bottom: 1px solid var(--lw-hair);
    border-top: 1px solid var(--lw-hair);
  }
  .columns table {
    width: 100%;
    table-layout: fixed;
    border-collapse: separate;
    border-spacing: 0;
  }
  .columns th,
  .columns td {
    padding: 5px 10px 5px 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: 13px;
  }
  .columns tr:last-child > * {
    border-bottom: 0;
  }
  .columns thead th {
    position: sticky;
    top: 0;
    background: var(--lw-paper);
    border-bottom: 1px solid var(--lw-hair);
  }
  .columns tbody th {
    color: var(--lw-ink);
    font-weight: 600;
  }
  .columns .name {
    width: 16%;
  }
  .columns .type {
    width: 70px;
    color: var(--lw-soft);
  }
  .columns .missing {
    width: 66px;
  }
  .columns .range {
    width: 19%;
  }
  .columns .value {
    padding-right: 6px;
    color: var(--lw-soft);
    font-size: 12px;
  }
  .chooser {
    margin-top: 20px;
  }
  .terms {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .terms li {
    display: inline-flex;
    align-items: center;
    max-width: 100%;
    overflow-wrap: anywhere;
    font-weight: 500;
  }
  .terms button {
    min-width: 28px;
    min-height: 28px;
    border: 0;
    background: none;
    color: var(--lw-soft);
    font-size: 16px;
    line-height: 1;
    cursor: pointer;
  }
  .terms button:hover {
    color: var(--lw-ink);
  }
  .formula {
    margin-top: 16px;
  }
  .formula > label {
    color: var(--lw-soft);
  }
  .grow {
    display: grid;
    margin-top: 2px;
    background: var(--lw-sheet);
  }
  .grow > * {
    grid-area: 1 / 1;
    min-width: 0;
    margin: 0;
    border: 0;
    border-bottom: 1px solid var(--lw-soft);
    padding: 9px 8px;
    font: 14px / 1.6 ui-monospace, monospace;
    letter-spacing: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    word-break: normal;
  }
  .grow textarea {
    width: 100%;
    min-height: 0;
    background: transparent;
    overflow: hidden;
    resize: none;
  }
  .grow textarea[aria-invalid="true"] {
    border-bottom: 2px solid var(--lw-resid);
  }
  .mirror {
    color: transparent;
    user-select: none;
  }
  .mirror mark {
    background: none;
    color: transparent;
    text-decoration: underline wavy 2px var(--lw-resid);
    text-decoration-skip-ink: none;
    text-underline-offset: 4px;
  }
  .hint {
    margin: 6px 0 0;
    color: var(--lw-soft);
    font-size: 13px;
  }
  .drop {
    position: absolute;
    inset: -8px;
    z-index: 1;
    display: grid;
    place-items: center;
    border: 2px dashed var(--lw-data);
    border-radius: 8px;
    background: color-mix(in srgb, var(--lw-paper) 88%, transparent);
    font-size: 16px;
    font-weight: 600;
    text-align: center;
    pointer-events: none;
  }
  @container (max-width: 680px) {
    .columns {
      max-height: 336px;
    }
    .chooser .label {
      flex-basis: 100%;
    }
    .columns thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .columns table,
    .columns tbody {
      display: block;
    }
    .columns tr {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto;
      column-gap: 12px;
      padding: 6px 0;
      border-bottom: 1px solid var(--lw-hair);
    }
    .columns th,
    .columns td {
      border: 0;
      padding: 1px 0;
    }
    .columns .name,
    .columns .type,
    .columns .missing,
    .columns .range {
      width: auto;
    }
    .columns .missing::before {
      content: attr(data-label) " ";
    }
    .columns .range {
      grid-column: 1 / -1;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .columns .value {
      display: none;
    }
  }
`;
