// How lw-window looks, beyond what every figure shares.

import { css } from "lit";
import { probeStyles } from "#charts/theme/probe.ts";
import { stageStyles } from "../shared/stage-styles.ts";

export const windowStyles = [
  probeStyles,
  stageStyles,
  css`
    .stage {
      min-height: 280px;
      cursor: crosshair;
    }
    .drawing.over {
      position: absolute;
      inset: 0;
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
    .numbers th,
    .numbers td {
      overflow-wrap: anywhere;
    }
    .numbers .number {
      padding-left: 8px;
      white-space: nowrap;
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
    }
  `,
];
