// The plain layout blocks: section, header, divider, context, actions.

import { h, uid } from "../core/dom.js";
import { element } from "./element.js";
import { picture } from "./image.js";
import { textObject } from "./text.js";

const LONG_TEXT = 700;
const MANY_LINES = 9;

/** section renders text or fields, with an accessory at the side. */
export function section(block, ctx) {
  const text = block.text && h("div", { class: "text" }, textObject(block.text));
  const fields = block.fields && h("div", { class: "fields" }, block.fields.map((f) => h("div", { class: "text" }, textObject(f))));
  const long = ctx.kind === "message" && !block.expand && isLong(block.text?.text);
  const side = block.accessory && h("div", { class: "accessory" }, element(block.accessory, block, ctx));
  return h("div", { class: "block-section" }, h("div", { class: "section-main" }, long ? clamp(text) : text, fields), side);
}

function isLong(text) {
  return Boolean(text) && (text.length > LONG_TEXT || text.split("\n").length > MANY_LINES);
}

// Long text of a message is cut until the reader asks for all of it.
function clamp(text) {
  const id = uid("more");
  text.id = id;
  text.classList.add("is-clamped");
  const more = h("button", {
    class: "link-button", type: "button", "aria-expanded": "false", "aria-controls": id,
    onClick: () => {
      const cut = text.classList.toggle("is-clamped");
      more.textContent = cut ? "See more" : "See less";
      more.setAttribute("aria-expanded", cut ? "false" : "true");
    },
  }, "See more");
  return [text, more];
}

/** header renders a heading; level 1 is the largest. */
export function header(block) {
  const level = Math.min(Math.max(block.level || 1, 1), 4);
  return h(`h${level + 2}`, { class: `block-header header-${level}` }, textObject(block.text));
}

/** divider renders a line. */
export function divider() {
  return h("hr", { class: "divider" });
}

/** context renders small texts and images in a row. */
export function context(block) {
  return h("div", { class: "block-context" }, (block.elements || []).map((e) => (
    e.type === "image" ? picture(e, "context-image") : h("span", { class: "text" }, textObject(e)))));
}

/** actions renders a row of elements. */
export function actions(block, ctx) {
  return h("div", { class: "block-actions" }, (block.elements || []).map((e) => element(e, block, ctx)));
}
