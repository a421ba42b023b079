// How a picture of counts looks.

import { css } from "lit";
import { probeStyles } from "#charts/theme/probe.ts";

export const denseStyles = [
  probeStyles,
  css`
    .stage.dense {
      touch-action: pan-y;
      cursor: crosshair;
    }
    .stage.closer {
      touch-action: none;
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
      transform-origin: 0 0;
      image-rendering: pixelated;
    }
    .stage.dense .line-edge {
      display: inline;
      stroke: var(--lw-paper);
      stroke-width: 5;
      stroke-opacity: 0.75;
    }
    .cursor,
    .cursor-edge {
      fill: none;
      stroke: var(--lw-ink);
      stroke-width: 1.5;
    }
    .cursor-edge {
      stroke: var(--lw-paper);
      stroke-width: 4;
    }
    .legend {
      max-width: 236px;
      margin-top: 18px;
      color: var(--lw-soft);
      font-size: 12px;
    }
    .legend-title {
      display: block;
      margin-bottom: 4px;
      font-size: 13px;
    }
    .ramp {
      display: block;
      width: 100%;
      height: 10px;
      outline: 1px solid var(--lw-hair);
    }
    .legend-ticks {
      position: relative;
      display: block;
      height: 18px;
    }
    .legend-ticks span {
      position: absolute;
      top: 3px;
      transform: translateX(-50%);
    }
    .legend-ticks span:last-child {
      transform: translateX(-100%);
    }
    .zooms {
      display: inline-flex;
      gap: 6px;
    }
    @media (forced-colors: active) {
      .density,
      .ramp {
        forced-color-adjust: none;
      }
    }
  `,
];
