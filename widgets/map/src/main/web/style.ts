/** Colours and sizes come from the host's tokens; the fallbacks are for a page without them. */
export const STYLE = `
:host {
  display: block;
  position: relative;
  min-width: 0;
  overflow: hidden;
  color: var(--ck-ink, #17202e);
  font: 400 var(--ck-size-12, 12px) / 1.4 var(--ck-font, system-ui, sans-serif);
  font-variant-numeric: tabular-nums;
  --land: color-mix(in srgb, var(--ck-ink-2, #5a6577) 13%, var(--ck-surface, #fff));
}
svg { display: block; width: 100%; height: 100%; outline: none; }
svg:focus-visible { outline: 2px solid var(--ck-accent, #1f5fe0); outline-offset: -2px; border-radius: 4px; }
.province {
  fill: color-mix(in srgb, var(--ck-accent, #1f5fe0) calc(var(--share, 0) * 1%), var(--land));
  stroke: var(--ck-surface, #fff);
  stroke-width: 0.8px;
  stroke-linejoin: round;
  vector-effect: non-scaling-stroke;
  transition: fill 300ms ease-out;
}
.province[data-negative] { fill: color-mix(in srgb, var(--ck-ink-2, #5a6577) calc(var(--share, 0) * 1%), var(--land)); }
.province.near { stroke: var(--ck-ink, #17202e); stroke-width: 1.4px; }
.inset path { fill: var(--ck-ink-2, #5a6577); opacity: 0.75; }
.inset .land { fill: var(--land); opacity: 1; }
.inset text { fill: var(--ck-ink-2, #5a6577); font-size: 9.5px; text-anchor: middle; }
circle {
  fill: color-mix(in srgb, var(--ck-accent, #1f5fe0) 62%, transparent);
  stroke: color-mix(in srgb, var(--ck-surface, #fff) 80%, transparent);
  stroke-width: 0.75px;
  cursor: pointer;
  transition: r 300ms ease-out, cx 300ms ease-out, cy 300ms ease-out;
}
circle[data-negative] { fill: color-mix(in srgb, var(--ck-ink-2, #5a6577) 75%, transparent); }
circle[data-missing] { fill: var(--ck-surface, #fff); stroke: var(--ck-ink-2, #5a6577); }
circle.near { stroke: var(--ck-ink, #17202e); stroke-width: 1.6px; }
.label {
  fill: var(--ck-ink, #17202e);
  stroke: color-mix(in srgb, var(--ck-surface, #fff) 82%, transparent);
  stroke-width: 3px;
  stroke-linejoin: round;
  paint-order: stroke;
  pointer-events: none;
}
.label .value { fill: var(--ck-ink-2, #5a6577); }
.legend {
  position: absolute;
  left: 0;
  bottom: 0;
  display: flex;
  align-items: center;
  gap: calc(6px * var(--ck-scale, 1));
  color: var(--ck-ink-2, #5a6577);
  white-space: nowrap;
  pointer-events: none;
}
.legend[hidden], .note[hidden], .tip[hidden] { display: none; }
.ramp {
  width: calc(72px * var(--ck-scale, 1));
  height: calc(6px * var(--ck-scale, 1));
  border-radius: 2px;
  background: linear-gradient(to right, var(--land), color-mix(in srgb, var(--ck-accent, #1f5fe0) 62%, var(--land)));
}
.note {
  position: absolute;
  left: 0;
  top: 0;
  color: var(--ck-ink-2, #5a6577);
  pointer-events: none;
}
.tip {
  position: absolute;
  max-width: calc(240px * var(--ck-scale, 1));
  padding: calc(7px * var(--ck-scale, 1)) calc(10px * var(--ck-scale, 1));
  border-radius: 6px;
  background: var(--ck-surface, #fff);
  box-shadow: var(--ck-float, 0 8px 28px rgb(0 0 0 / 20%));
  pointer-events: none;
  overflow-wrap: anywhere;
}
.tip b { display: block; font-weight: 600; font-size: var(--ck-size-14, 14px); }
.tip span { display: block; color: var(--ck-ink-2, #5a6577); }
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; }
}
`;
