// How lw-window looks, beyond what every figure shares.

import { css } from "lit";
import { probeStyles } from "#charts/theme/probe.ts";

export const windowStyles = [
  probeStyles,
  css`
    .stage {
      position: relative;
      min-height: 280px;
      touch-action: pan-y pinch-zoom;
      cursor: crosshair;
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
    .drawing.over {
      position: absolute;
      inset: 0;
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
    .window {
      position: absolute;
      overflow: hidden;
    }
    .density {
      display: block;
      width: 100%;
      height: 100%;
      image-rendering: pixelated;
    }
    .mean,
    .mean-edge {
      fill: none;
      stroke: var(--lw-ink);
      stroke-width: 1.75;
      stroke-linejoin: round;
    }
    .mean-edge {
      stroke: var(--lw-paper);
      stroke-width: 4;
      stroke-opacity: 0.8;
    }
    .veil {
      fill: var(--lw-paper);
      fill-opacity: 0.68;
    }
    .brush-edge,
    .brush-side {
      stroke: var(--lw-mine);
      stroke-width: 2;
    }
    .brush-side {
      stroke-width: 1;
    }
    .handle {
      fill: var(--lw-paper);
      stroke: var(--lw-mine);
      stroke-width: 2.5;
    }
    .ring.mine {
      fill: none;
      stroke: var(--lw-mine);
      stroke-width: 1.5;
    }
    .area {
      position: absolute;
      touch-action: none;
    }
    .body-area {
      cursor: grab;
    }
    .edge-area {
      cursor: ew-resize;
    }
    .numbers {
      width: 100%;
      font-size: 13px;
    }
    .numbers th,
    .numbers td {
      border: 0;
      padding: 3px 0;
      overflow-wrap: anywhere;
    }
    .numbers .number {
      padding-left: 8px;
      white-space: nowrap;
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
    .numbers thead th.model {
      color: var(--lw-model);
    }
    .refused {
      flex-basis: 100%;
      margin: 0;
      color: var(--lw-resid);
    }
    @container (max-width: 680px) {
      .aside {
        max-width: 480px;
        margin-top: 12px;
      }
    }
    @media (forced-colors: active) {
      .density {
        forced-color-adjust: none;
      }
      .handle {
        fill: Canvas;
      }
    }
  `,
];
