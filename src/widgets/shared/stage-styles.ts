// What a drawing that is taken by hand looks like, with the numbers beside it.

import { css } from "lit";

export const stageStyles = css`
  .stage {
    position: relative;
    touch-action: pan-y pinch-zoom;
    user-select: none;
    -webkit-user-select: none;
    -webkit-tap-highlight-color: transparent;
  }
  .stage:focus-visible {
    outline-offset: 4px;
  }
  .drawing {
    display: block;
    overflow: visible;
  }
  .drawing text {
    font: 400 12px / 1 var(--lw-font, system-ui, sans-serif);
    font-variant-numeric: tabular-nums;
    fill: var(--lw-soft);
  }
  .drawing .axis-title {
    font-weight: 500;
  }
  .grid {
    stroke: var(--lw-hair);
    shape-rendering: crispEdges;
  }
  .handle {
    fill: var(--lw-paper);
    stroke: var(--lw-mine);
    stroke-width: 2.5;
  }
  .numbers {
    width: 100%;
    font-size: 13px;
  }
  .numbers th,
  .numbers td {
    border: 0;
    padding: 3px 0;
  }
  .numbers td.number {
    font-weight: 500;
  }
  .numbers thead th {
    font-weight: 600;
  }
  .numbers th.model {
    color: var(--lw-model);
  }
  .refused {
    flex-basis: 100%;
    margin: 0;
    color: var(--lw-resid);
  }
  @media (forced-colors: active) {
    .handle {
      fill: Canvas;
    }
  }
`;
