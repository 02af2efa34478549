// The input block: label, field, hint, and the error under it.

import { h, uid } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { element } from "./element.js";
import { fault } from "./entry.js";
import { plainOf, textObject } from "./text.js";
import { isEmpty, valueField } from "./values.js";

const GROUPS = ["radio_buttons", "checkboxes", "datetimepicker"];

/** input renders an input block. */
export function input(block, ctx) {
  const ids = { field: uid("field"), label: uid("label"), hint: uid("hint"), error: uid("error") };
  const grouped = GROUPS.includes(block.element.type);
  const label = h(grouped ? "span" : "label", { class: "input-label", id: ids.label, for: grouped ? null : ids.field },
    textObject(block.label), block.optional && h("span", { class: "input-optional" }, " (optional)"));
  const aria = {
    id: ids.field, label: plainOf(block.label), labelledby: ids.label, required: !block.optional,
    describedby: block.hint ? `${ids.hint} ${ids.error}` : ids.error,
  };
  return h("div", { class: "block-input" }, label,
    element(block.element, block, ctx, aria),
    h("div", { class: "input-error", id: ids.error, "data-testid": "field-error", "aria-live": "polite" }),
    block.hint && h("div", { class: "hint", id: ids.hint }, textObject(block.hint)));
}

/** setError shows or, with "", takes away the error of an input block. */
export function setError(blockEl, text) {
  const error = blockEl?.querySelector(".input-error");
  if (!error) return false;
  blockEl.classList.toggle("has-error", Boolean(text));
  error.replaceChildren(...(text ? [icon("alert", 16), h("span", null, text)] : []));
  const field = blockEl.querySelector("input, textarea, .picker");
  if (text) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
  return true;
}

/**
 * check finds what stops a form before it is sent, as Slack's client does:
 * empty required fields and values of the wrong form. {block_id: text}.
 */
export function check(blocks, values) {
  const errors = {};
  for (const block of blocks) {
    if (block.type !== "input") continue;
    const value = values.get(block, block.element);
    if (isEmpty(value)) {
      if (!block.optional) errors[block.block_id] = "Fill this in to go on.";
      continue;
    }
    const wrong = fault(block.element, value[valueField(block.element)]);
    if (wrong) errors[block.block_id] = wrong;
  }
  return errors;
}
