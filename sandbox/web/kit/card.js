// Blocks that frame others: alert, card, carousel, container, layout.

import { h, uid } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { blockList } from "./blocks.js";
import { element } from "./element.js";
import { picture } from "./image.js";
import { richText } from "./richtext.js";
import { textObject } from "./text.js";

const LEVELS = { info: "info", warning: "alert", error: "alert", success: "check", default: "info" };

/** alert renders a coloured note in a modal. */
export function alert(block) {
  const level = Object.hasOwn(LEVELS, block.level || "") ? block.level : "default";
  return h("div", { class: `block-alert alert-${level}`, role: level === "error" ? "alert" : "note" },
    icon(LEVELS[level]), h("div", { class: "text" }, textObject(block.text)));
}

/** card renders a card. */
export function card(block, ctx) {
  const mark = block.icon ? picture(block.icon, "card-icon") : block.slack_icon && h("span", { class: "card-icon" }, icon(block.slack_icon.name, 20));
  const head = (mark || block.title || block.subtitle) && h("div", { class: "card-head" }, mark,
    h("div", null, block.title && h("div", { class: "card-title" }, textObject(block.title)),
      block.subtitle && h("div", { class: "card-subtitle" }, textObject(block.subtitle))));
  return h("div", { class: "block-card" },
    block.hero_image && picture(block.hero_image, "card-hero"), head,
    block.body && h("div", { class: "text" }, textObject(block.body)),
    block.subtext && h("div", { class: "card-subtext" }, textObject(block.subtext)),
    block.actions?.length > 0 && h("div", { class: "block-actions" }, block.actions.map((e) => element(e, block, ctx))));
}

/** carousel renders cards side by side; arrows and scrolling move along. */
export function carousel(block, ctx) {
  const row = h("div", { class: "carousel-row", tabindex: "0", role: "group", "aria-label": "Cards" },
    (block.elements || []).map((c) => card({ ...c, block_id: c.block_id || block.block_id }, ctx)));
  const turn = (way) => row.scrollBy({ left: way * 280, behavior: "smooth" });
  const arrow = (name, label, way) => h("button", { class: "icon-button", type: "button", "aria-label": label, onClick: () => turn(way) }, icon(name, 16));
  return h("div", { class: "block-carousel" }, row,
    block.elements?.length > 1 && h("div", { class: "carousel-arrows" }, arrow("back", "Earlier cards", -1), arrow("next", "Later cards", 1)));
}

/** container renders a titled box that may fold. */
export function container(block, ctx) {
  const id = uid("container");
  const title = block.rich_text_title ? richText(block.rich_text_title) : textObject(block.title);
  const head = [
    block.icon && picture(block.icon, "context-image"),
    h("span", { class: "container-title" }, title),
    block.subtitle && h("span", { class: "container-subtitle" }, textObject(block.subtitle)),
  ];
  const body = h("div", { class: "container-body", id, hidden: block.is_collapsible && block.default_collapsed }, blockList(block.child_blocks, ctx, block.block_id));
  const cls = `block-container width-${block.width || "standard"}${block.has_header_divider ? " has-divider" : ""}`;
  if (!block.is_collapsible) return h("div", { class: cls }, h("div", { class: "container-head" }, head), body);
  const toggle = h("button", {
    class: "container-head", type: "button", "aria-expanded": body.hidden ? "false" : "true", "aria-controls": id,
    onClick: () => {
      body.hidden = !body.hidden;
      toggle.setAttribute("aria-expanded", body.hidden ? "false" : "true");
    },
  }, icon("next", 14), head);
  return h("div", { class: cls }, toggle, body);
}

const WEIGHTS = { narrow: 1, standard: 2, wide: 3 };

/** layout renders rows of blocks side by side; narrow windows stack them. */
export function layout(block, ctx) {
  const rows = (block.rows || []).map((row, r) => h("div", { class: "layout-row" }, (row.items || []).map((item, i) => {
    const el = h("div", { class: `layout-item align-${item.horizontal_alignment || "fill"}` }, blockList([item.block], ctx, `${block.block_id}-${r}-${i}`));
    el.style.flexGrow = String(WEIGHTS[item.width] || WEIGHTS.standard);
    return el;
  })));
  return h("div", { class: `block-layout lines-${block.grid_lines || "none"}` },
    block.is_label_visible && h("div", { class: "layout-label" }, block.label), rows);
}
