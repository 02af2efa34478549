// table and data_table.

import { h, replace, uid } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { button } from "./button.js";
import { richText } from "./richtext.js";
import { plain } from "./text.js";

/** table renders a simple table; its first row is the head. */
export function table(block) {
  const settings = block.column_settings || [];
  const cls = (i) => `align-${settings[i]?.align || "left"}${settings[i]?.is_wrapped ? " is-wrapped" : ""}`;
  const row = (cells, tag) => h("tr", null, cells.map((c, i) => h(tag, { class: cls(i), scope: tag === "th" ? "col" : null }, cell(c))));
  const [head, ...body] = block.rows || [];
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", { class: "table" }, head && h("thead", null, row(head, "th")), h("tbody", null, body.map((r) => row(r, "td")))));
}

function cell(c, block, ctx) {
  if (!c) return "";
  if (c.type === "rich_text") return richText(c);
  if (c.type === "action_cell") return c.element && ctx ? button(c.element, block, ctx) : cell(c.fallback);
  if (c.type === "raw_number") return c.text ?? String(c.value);
  return plain(c.text);
}

const numeric = (c) => c?.type === "raw_number";

/** dataTable renders a table with pages and sortable columns. */
export function dataTable(block, ctx) {
  const [head = [], ...rows] = block.rows || [];
  const size = block.page_size || 5;
  const key = block.row_header_column_index || 0;
  const caption = uid("caption");
  const body = h("tbody");
  const note = h("span", { class: "table-note", "aria-live": "polite" });
  let page = 0;
  let sort = { column: -1, down: false };

  const turn = (label, name, step) => h("button", {
    class: "icon-button", type: "button", "aria-label": label, "data-page": step,
    onClick: () => {
      page += step;
      draw();
    },
  }, icon(name, 16));
  const back = turn("Earlier rows", "back", -1);
  const next = turn("Later rows", "next", 1);
  const heads = head.map((c, i) => headCell(c, i));
  const rights = head.map((_, i) => rows.length > 0 && rows.every((r) => numeric(r[i]) || !plainCell(r[i])) && rows.some((r) => numeric(r[i])));

  function headCell(c, i) {
    // A column of buttons has nothing to sort by.
    if (!plainCell(c)) return h("th", { scope: "col" }, h("span", { class: "sr-only" }, "Actions"));
    return h("th", { scope: "col" }, h("button", {
      class: "sort", type: "button",
      onClick: () => {
        sort = { column: i, down: sort.column === i && !sort.down };
        page = 0;
        draw();
      },
    }, cell(c), h("span", { class: "sort-mark" }, icon("sort", 12))));
  }
  function ordered() {
    if (sort.column < 0) return rows;
    const way = sort.down ? -1 : 1;
    return [...rows].sort((a, b) => way * compare(a[sort.column], b[sort.column]));
  }
  function draw() {
    const last = Math.max(0, Math.ceil(rows.length / size) - 1);
    page = Math.min(Math.max(page, 0), last);
    const from = page * size;
    const shown = ordered().slice(from, from + size);
    replace(body, shown.map((r) => h("tr", null, r.map((c, i) => h(i === key ? "th" : "td", {
      scope: i === key ? "row" : null, class: rights[i] ? "align-right" : null,
    }, cell(c, block, ctx))))));
    heads.forEach((th, i) => {
      th.className = rights[i] ? "align-right" : "";
      th.setAttribute("aria-sort", i !== sort.column ? "none" : sort.down ? "descending" : "ascending");
    });
    note.textContent = `${from + 1}–${from + shown.length} of ${rows.length}`;
    back.disabled = page === 0;
    next.disabled = page === last;
  }
  draw();
  return h("div", { class: "block-data-table" },
    h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-labelledby": caption },
      h("table", { class: "table data-table" }, h("caption", { id: caption }, block.caption), h("thead", null, h("tr", null, heads)), body)),
    rows.length > size && h("div", { class: "table-foot" }, note, back, next));
}

function plainCell(c) {
  if (!c) return "";
  if (c.type === "rich_text") return richText(c).textContent;
  return c.text ?? c.fallback?.text ?? c.element?.text?.text ?? "";
}

function compare(a, b) {
  if (numeric(a) && numeric(b)) return a.value - b.value;
  return plainCell(a).localeCompare(plainCell(b), "en", { numeric: true });
}
