// Bar, line and area charts.

import { svg } from "../core/dom.js";
import { categoriesOf, COLOURS } from "./chart.js";

const HEIGHT = 240;
const LETTER = 6.2;

/** series draws a chart of series over categories, as wide as it is given. */
export function series(data, width) {
  const frame = measure(data, width);
  const el = svg("svg", { class: "chart-svg", width, height: frame.height, viewBox: `0 0 ${width} ${frame.height}`, "aria-hidden": "true" });
  el.append(grid(frame), axis(frame, data.axis_config || {}));
  const draw = { bar: bars, line: lines, area: areas }[data.type] || bars;
  el.append(draw(frame));
  return el;
}

function measure(data, width) {
  const categories = categoriesOf(data);
  const rows = (data.series || []).map((s) => ({
    name: s.name, values: categories.map((c) => s.data?.find((p) => p.label === c)?.value ?? 0),
  }));
  const all = rows.flatMap((r) => r.values);
  const zero = data.type === "line" && Math.min(...all) > 0 ? Math.min(...all) : 0;
  const ticks = scale(lowest(zero, all, data.type), Math.max(0, ...all));
  const left = Math.max(...ticks.map((t) => number(t).length)) * LETTER + 12 + (data.axis_config?.y_label ? 16 : 0);
  const step = (width - left - 8) / Math.max(categories.length, 1);
  const labels = categories.map((c) => wrap(c, step));
  const bottom = 10 + 13 * Math.max(1, ...labels.map((l) => l.length)) + (data.axis_config?.x_label ? 18 : 0);
  const top = 14;
  const height = HEIGHT + bottom;
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const y = (v) => top + ((high - v) / (high - low || 1)) * (HEIGHT - top);
  const x = (i) => left + step * (i + 0.5);
  return { categories, rows, ticks, left, step, labels, height, width, x, y, low };
}

// Bars and areas stand on zero; a line may begin near its lowest value.
function lowest(zero, all, type) {
  const least = Math.min(0, ...all);
  if (least < 0 || type !== "line") return least;
  const most = Math.max(...all);
  return zero > most / 2 ? zero - (most - zero) * 0.3 : 0;
}

// Round steps: 1, 2 or 5 times a power of ten, four or five of them.
function scale(low, high) {
  const span = high - low || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const size = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough);
  const ticks = [];
  for (let t = Math.floor(low / size) * size; t < high + size * 0.999; t += size) ticks.push(Number(t.toFixed(6)));
  return ticks.length > 1 ? ticks : [low, low + 1];
}

const number = (v) => (Math.abs(v) >= 10000 ? `${Number((v / 1000).toFixed(1))}k` : String(Number(v.toFixed(2))));

function wrap(text, step) {
  const room = Math.max(2, Math.floor(step / LETTER));
  const rows = [];
  for (const word of text.split(" ")) {
    const last = rows[rows.length - 1];
    if (last !== undefined && `${last} ${word}`.length <= room) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  const cut = (row) => (row.length > room ? `${row.slice(0, Math.max(1, room - 1))}…` : row);
  return rows.slice(0, 3).map(cut);
}

function grid(f) {
  return svg("g", { class: "chart-grid" }, f.ticks.map((t) => [
    svg("line", { x1: f.left, x2: f.width - 8, y1: f.y(t), y2: f.y(t), class: t === 0 ? "is-zero" : "" }),
    svg("text", { x: f.left - 6, y: f.y(t) + 4, "text-anchor": "end" }, number(t)),
  ]));
}

function axis(f, config) {
  // Labels that would touch are left out evenly.
  const every = Math.ceil(22 / f.step);
  const names = f.categories.map((c, i) => i % every === 0 && svg("text", { x: f.x(i), y: HEIGHT + 16, "text-anchor": "middle" },
    svg("title", null, c), f.labels[i].map((row, n) => svg("tspan", { x: f.x(i), dy: n === 0 ? 0 : 13 }, row))));
  const middle = HEIGHT / 2;
  return svg("g", { class: "chart-axis" }, names,
    config.x_label && svg("text", { x: (f.left + f.width) / 2, y: f.height - 4, "text-anchor": "middle", class: "chart-label" }, config.x_label),
    config.y_label && svg("text", { x: 12, y: middle, "text-anchor": "middle", class: "chart-label", transform: `rotate(-90 12 ${middle})` }, config.y_label));
}

const colour = (i) => COLOURS[i % COLOURS.length];
const tip = (f, row, i) => svg("title", null, `${f.categories[i]}, ${row.name}: ${row.values[i]}`);

function bars(f) {
  const room = f.step * 0.76;
  const each = Math.min(room / f.rows.length, 44);
  const start = (i, n) => f.x(i) - (each * f.rows.length) / 2 + each * n;
  const base = f.y(Math.max(0, f.low));
  return svg("g", null, f.rows.map((row, n) => row.values.map((v, i) => {
    const top = Math.min(f.y(v), base);
    return [
      svg("rect", { x: start(i, n) + 1, y: top, width: Math.max(each - 2, 1), height: Math.max(Math.abs(f.y(v) - base), 0.5), rx: 2, fill: colour(n) }, tip(f, row, i)),
      each >= 16 && svg("text", { class: "chart-value", x: start(i, n) + each / 2, y: v < 0 ? f.y(v) + 12 : top - 4, "text-anchor": "middle" }, number(v)),
    ];
  })));
}

const path = (f, row) => row.values.map((v, i) => `${i ? "L" : "M"}${f.x(i).toFixed(1)} ${f.y(v).toFixed(1)}`).join("");

function lines(f) {
  return svg("g", null, f.rows.map((row, n) => [
    svg("path", { d: path(f, row), class: "chart-line", stroke: colour(n), "stroke-dasharray": n % 2 ? "6 3" : null }),
    row.values.map((v, i) => svg("circle", { cx: f.x(i), cy: f.y(v), r: 3.5, fill: colour(n), class: "chart-dot" }, tip(f, row, i))),
  ]));
}

function areas(f) {
  const base = f.y(Math.max(0, f.low));
  const end = f.x(f.categories.length - 1);
  return svg("g", null, f.rows.map((row, n) => [
    svg("path", { d: `${path(f, row)}L${end} ${base}L${f.x(0)} ${base}Z`, fill: colour(n), class: "chart-area" }),
    svg("path", { d: path(f, row), class: "chart-line", stroke: colour(n) }),
    row.values.map((v, i) => svg("circle", { cx: f.x(i), cy: f.y(v), r: 3, fill: colour(n), class: "chart-dot" }, tip(f, row, i))),
  ]));
}
