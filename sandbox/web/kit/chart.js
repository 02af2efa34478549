// data_visualization: a frame with title, drawing, legend, and the figures as
// a table for screen readers, since Slack's charts have no text of their own.

import { h, uid } from "../core/dom.js";
import { pie } from "./pie.js";
import { series } from "./series.js";

/** COLOURS are told apart also by people who do not see red and green apart. */
export const COLOURS = [
  "#1264a3", "#e8912d", "#2bac76", "#b3226e", "#6b4fbb", "#8d8d00",
  "#0fa3b1", "#7a4b2a", "#5b6c7d", "#d6604d", "#3a7d44", "#a07cc5",
];

const WORDS = { pie: "Pie chart", bar: "Bar chart", line: "Line chart", area: "Area chart" };
const WIDEST = 640;

/** chart renders a data_visualization block. */
export function chart(block) {
  const title = uid("chart");
  const data = block.chart || {};
  const canvas = h("div", { class: "chart-canvas" });
  const draw = data.type === "pie" ? pie : series;
  let width = 0;
  const fit = () => {
    const now = Math.min(Math.floor(canvas.clientWidth) || 520, WIDEST);
    if (now === width) return;
    width = now;
    canvas.replaceChildren(draw(data, width));
  };
  fit();
  new ResizeObserver(fit).observe(canvas);
  const names = data.type === "pie" ? (data.segments || []).map((s) => s.label) : (data.series || []).map((s) => s.name);
  return h("figure", { class: "block-chart", role: "group", "aria-labelledby": title, "data-testid": "chart" },
    h("figcaption", { class: "chart-title", id: title }, block.title, h("span", { class: "sr-only" }, `. ${WORDS[data.type] || "Chart"}.`)),
    canvas, legend(names, data), figures(block.title, data));
}

function legend(names, data) {
  const total = (data.segments || []).reduce((sum, s) => sum + s.value, 0);
  return h("ul", { class: "chart-legend", "aria-hidden": "true" }, names.map((name, i) => {
    const mark = h("span", { class: "chart-key" });
    mark.style.backgroundColor = COLOURS[i % COLOURS.length];
    const part = data.type === "pie" && ` ${data.segments[i].value} (${Math.round((data.segments[i].value / total) * 100)} %)`;
    return h("li", null, mark, name, part && h("span", { class: "chart-share" }, part));
  }));
}

function figures(title, data) {
  const head = (text) => h("th", { scope: "col" }, text);
  const row = (name, values) => h("tr", null, h("th", { scope: "row" }, name), values.map((v) => h("td", null, v)));
  const pieRows = () => [h("tr", null, head("Part"), head("Value")), (data.segments || []).map((s) => row(s.label, [s.value]))];
  const seriesRows = () => {
    const categories = categoriesOf(data);
    const valueAt = (s, c) => s.data?.find((p) => p.label === c)?.value ?? "";
    return [
      h("tr", null, head(""), categories.map(head)),
      (data.series || []).map((s) => row(s.name, categories.map((c) => valueAt(s, c)))),
    ];
  };
  return h("table", { class: "sr-only" }, h("caption", null, title), h("tbody", null, data.type === "pie" ? pieRows() : seriesRows()));
}

/** categoriesOf lists the categories of a chart with series. */
export function categoriesOf(data) {
  return data.axis_config?.categories || (data.series?.[0]?.data || []).map((p) => p.label);
}
