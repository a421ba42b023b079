// How lw-fit-line looks, beyond what every figure shares.

import { css } from "lit";

export const fitLineStyles = css`
  .stage {
    min-height: 300px;
    cursor: default;
  }
  .stage.adding {
    cursor: crosshair;
  }
  .moving {
    position: absolute;
    inset: 0;
  }
  .dragging .moving {
    will-change: transform;
  }
  .squares,
  .residuals,
  .residual,
  .square {
    fill: none;
    stroke: var(--lw-resid);
    stroke-width: 1;
  }
  .residual {
    stroke-width: 1.5;
  }
  .square {
    fill: var(--lw-resid);
    fill-opacity: 0.14;
  }
  .points circle,
  .chosen {
    fill: var(--lw-data);
  }
  .ring {
    fill: none;
    stroke: var(--lw-data);
    stroke-width: 2;
  }
  .ring.held {
    stroke-width: 3;
  }
  .ring.mine {
    stroke: var(--lw-mine);
    stroke-width: 1.5;
  }
  .ghost {
    fill: var(--lw-paper);
    stroke: var(--lw-data);
    stroke-width: 2;
    stroke-dasharray: 3 2.3;
  }
  .line {
    stroke-width: 2.25;
    stroke-linecap: round;
  }
  .line-edge {
    display: none;
  }
  .my-line {
    stroke: var(--lw-mine);
  }
  .best-line {
    stroke: var(--lw-model);
  }
  .eye-line {
    stroke: var(--lw-soft);
    stroke-width: 2;
    stroke-dasharray: 0.1 5;
  }
  .drawing .name {
    font-weight: 600;
  }
  .drawing .name.mine {
    fill: var(--lw-mine);
  }
  .drawing .name.best {
    fill: var(--lw-model);
  }
  .leader {
    fill: none;
    stroke: var(--lw-soft);
    stroke-opacity: 0.6;
  }
  .leader.mine {
    stroke: var(--lw-mine);
  }
  .leader.best {
    stroke: var(--lw-model);
  }
  .area {
    position: absolute;
    left: 0;
    top: 0;
    touch-action: none;
  }
  .spot {
    width: 36px;
    height: 36px;
    margin: -18px 0 0 -18px;
    border-radius: 50%;
  }
  .at-handle {
    cursor: grab;
  }
  .at-point {
    cursor: move;
  }
  .along {
    height: 24px;
    margin-top: -12px;
    transform-origin: 0 12px;
    cursor: ns-resize;
  }
  .stage.dragging,
  .stage.dragging .area {
    cursor: grabbing;
  }
  .stage.adding .area {
    pointer-events: none;
  }
  .numbers td.number,
  .numbers th.number {
    padding-left: 5px;
    white-space: nowrap;
  }
  .numbers th.mine {
    color: var(--lw-mine);
  }
  .numbers th.eye {
    color: var(--lw-ink);
  }
  .numbers .resid {
    font-weight: 600;
  }
  .panel td.number {
    white-space: nowrap;
  }
  .sum {
    display: flex;
    gap: 12px;
    margin-top: 16px;
  }
  .sum svg {
    flex: none;
  }
  .sum p {
    margin: -2px 0 0;
    color: var(--lw-soft);
    font-size: 13px;
  }
  .sum-mine {
    fill: var(--lw-resid);
    fill-opacity: 0.12;
    stroke: var(--lw-resid);
    stroke-width: 1.25;
  }
  .sum-best {
    fill: none;
    stroke: var(--lw-model);
    stroke-width: 2;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 10px 14px;
  }
  .chosen-row {
    flex-basis: 100%;
    min-height: 38px;
  }
  .who {
    font-weight: 600;
  }
  .hint {
    color: var(--lw-soft);
  }
  @container (max-width: 680px) {
    .aside-parts {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 12px 18px;
      max-width: 480px;
      margin-top: 12px;
    }
    .numbers {
      flex: 1 1 100%;
      width: auto;
    }
    .numbers td.number,
    .numbers th.number {
      padding-left: 8px;
    }
    .sum {
      display: flex;
      gap: 12px;
    }
    .sum p {
      margin: 0;
      line-height: 1.3;
    }
    .panel th,
    .panel td {
      padding-right: 8px;
    }
    .controls input.number {
      width: 5.6em;
    }
  }
  @media (forced-colors: active) {
    .points circle {
      fill: CanvasText;
    }
  }
  @media print {
    .area {
      display: none;
    }
  }
`;
