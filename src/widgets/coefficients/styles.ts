// The look of the coefficients figure: a table with a drawing in it; below 680 px every term is a block of its own.

import { css } from "lit";

export const styles = css`
  .formula {
    font: 13px / 1.5 ui-monospace, monospace;
    overflow-wrap: anywhere;
  }
  .figures {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 36px;
    margin: 10px 0 18px;
  }
  .figures div {
    min-width: 0;
  }
  .figures dt {
    color: var(--lw-soft);
    font-size: 13px;
  }
  .figures dd {
    margin: 0;
    font-size: 17px;
    font-weight: 600;
  }
  .figures small {
    font-size: 13px;
    font-weight: 400;
    color: var(--lw-soft);
  }
  .terms {
    width: 100%;
    table-layout: fixed;
  }
  .terms th,
  .terms td {
    padding: 0 0 0 20px;
    border: 0;
    vertical-align: top;
  }
  .terms th:first-child,
  .terms td:first-child {
    padding-left: 0;
  }
  .terms thead th {
    vertical-align: bottom;
    padding-bottom: 4px;
    font-size: 13px;
    line-height: 1.3;
  }
  .terms tbody {
    border-top: 1px solid var(--lw-hair);
  }
  .terms .name {
    width: 21%;
    padding-top: 9px;
    color: var(--lw-ink);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .terms .step {
    display: block;
    color: var(--lw-soft);
    font-size: 13px;
    font-weight: 400;
  }
  .terms .drawing {
    width: 26%;
  }
  .terms td.number {
    padding-top: 9px;
    white-space: nowrap;
  }
  .terms td.estimate {
    font-weight: 600;
  }
  .terms .wide {
    width: 19%;
  }
  .terms .said {
    padding: 2px 0 12px;
    max-width: 76ch;
  }
  .terms .said p {
    margin: 0;
    max-width: 92ch;
    text-wrap: pretty;
  }
  .terms .said .why {
    color: var(--lw-soft);
  }
  .terms svg {
    display: block;
    overflow: visible;
  }
  .terms .axis {
    width: 100%;
    height: 15px;
    margin-top: 4px;
  }
  .terms .row {
    width: 100%;
    height: 38px;
  }
  .tick {
    fill: var(--lw-soft);
    font-size: 12px;
    font-weight: 400;
  }
  .grid {
    stroke: var(--lw-hair);
  }
  .zero {
    stroke: var(--lw-soft);
  }
  .reach {
    stroke: var(--lw-model);
    stroke-width: 2.5;
    stroke-linecap: round;
  }
  .beyond {
    fill: none;
    stroke: var(--lw-model);
    stroke-width: 2;
  }
  .dot {
    fill: var(--lw-model);
  }
  .more {
    margin: 14px 0 0;
  }
  .provisional {
    margin: 0 0 0.5rem;
    color: var(--lw-soft);
  }

  .note {
    margin: 14px 0 0;
    max-width: 92ch;
    color: var(--lw-soft);
    font-size: 13px;
  }
  .empty {
    margin: 18px 0;
    color: var(--lw-soft);
  }
  .pending {
    opacity: 0.55;
  }
  @container (max-width: 680px) {
    .figures {
      gap: 8px 24px;
    }
    .terms,
    .terms thead,
    .terms tbody {
      display: block;
    }
    .terms tr {
      display: grid;
      grid-template-columns: repeat(3, minmax(0, 1fr));
      column-gap: 12px;
    }
    .terms thead th {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .terms thead th.drawing {
      position: static;
      width: auto;
      height: auto;
      clip-path: none;
      grid-column: 1 / -1;
      overflow: visible;
    }
    .terms th,
    .terms td,
    .terms td.number {
      padding: 0;
      text-align: left;
    }
    .terms .name {
      grid-column: 1 / -1;
      grid-row: 1;
      width: auto;
      padding: 10px 0 4px;
    }
    .terms td.drawing {
      grid-column: 1 / -1;
      grid-row: 2;
      width: auto;
    }
    .terms td.blank {
      display: none;
    }
    .terms td.number {
      white-space: normal;
    }
    .terms td.number::before {
      content: attr(data-label);
      display: block;
      color: var(--lw-soft);
      font-size: 13px;
      font-weight: 400;
    }
    .terms td.interval {
      grid-column: 2 / -1;
    }
    .terms .said {
      grid-column: 1 / -1;
      padding: 8px 0 14px;
    }
  }
`;
