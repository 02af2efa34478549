// Radio buttons and checkboxes.

import { h, uid } from "../core/dom.js";
import { changed, marks } from "./act.js";
import { textObject } from "./text.js";

/** radios renders radio_buttons. */
export function radios(element, block, ctx, aria) {
  const chosen = ctx.values.get(block, element).selected_option?.value;
  return group("radio", element, block, aria, (option) => option.value === chosen, async (option, box) => {
    const before = ctx.values.get(block, element).selected_option?.value;
    if (!(await changed(ctx, block, element, option, box))) restore(box, [before]);
  });
}

/** checkboxes renders checkboxes; the value keeps the order of the options. */
export function checkboxes(element, block, ctx, aria) {
  const values = () => ctx.values.get(block, element).selected_options.map((o) => o.value);
  const chosen = values();
  return group("checkbox", element, block, aria, (option) => chosen.includes(option.value), async (option, box) => {
    const before = values();
    const now = new Set(before);
    if (box.checked) now.add(option.value);
    else now.delete(option.value);
    const picked = element.options.filter((o) => now.has(o.value));
    if (!(await changed(ctx, block, element, picked, box))) restore(box, before);
  });
}

function group(type, element, block, aria, isOn, onPick) {
  const name = uid("choice");
  const rows = (element.options || []).map((option, at) => {
    const box = h("input", {
      type, name, value: option.value, checked: isOn(option), class: "choice-box",
      "data-autofocus": element.focus_on_load && at === 0,
      onChange: (event) => onPick(option, event.target),
    });
    return h("label", { class: "choice" }, box,
      h("span", { class: "choice-text" }, textObject(option.text),
        option.description && h("span", { class: "choice-hint" }, textObject(option.description))));
  });
  return h("div", {
    class: "choices", role: type === "radio" ? "radiogroup" : "group", "aria-labelledby": aria.labelledby,
    "aria-label": aria.labelledby ? null : aria.label, "aria-describedby": aria.describedby,
    "aria-required": type === "radio" && aria.required ? "true" : null, ...marks(block, element),
  }, rows);
}

function restore(box, values) {
  const all = box.closest(".choices").querySelectorAll("input");
  all.forEach((b) => {
    b.checked = values.includes(b.value);
  });
}
