// The pie chart.

import { svg } from "../core/dom.js";
import { COLOURS } from "./chart.js";

/** pie draws the segments clockwise from the top. */
export function pie(data, width) {
  const r = Math.min(110, width / 3);
  const total = (data.segments || []).reduce((sum, s) => sum + s.value, 0) || 1;
  const el = svg("svg", { class: "chart-svg", width: 2 * r + 8, height: 2 * r + 8, viewBox: `${-r - 4} ${-r - 4} ${2 * r + 8} ${2 * r + 8}`, "aria-hidden": "true" });
  let from = 0;
  for (const [i, part] of (data.segments || []).entries()) {
    const share = part.value / total;
    el.append(svg("path", { d: wedge(from, from + share, r), fill: COLOURS[i % COLOURS.length], class: "chart-wedge" },
      svg("title", null, `${part.label}: ${part.value} (${Math.round(share * 100)} %)`)));
    from += share;
  }
  return el;
}

function wedge(from, to, r) {
  const point = (t) => `${(r * Math.sin(2 * Math.PI * t)).toFixed(2)} ${(-r * Math.cos(2 * Math.PI * t)).toFixed(2)}`;
  // A whole circle begins where it ends, so it is drawn as two halves.
  if (to - from > 0.9999) return `M0 ${-r}A${r} ${r} 0 1 1 0 ${r}A${r} ${r} 0 1 1 0 ${-r}Z`;
  return `M0 0L${point(from)}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}
