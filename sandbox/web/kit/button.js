// Buttons, overflow menus, and the buttons of context_actions.

import { h, safeURL } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { openMenu } from "../core/menu.js";
import { marks, press } from "./act.js";
import { plainOf, textObject } from "./text.js";

/** button renders a button; one with a url opens it and tells the app as well. */
export function button(element, block, ctx) {
  const style = element.style ? ` button-${element.style}` : "";
  const fields = { text: element.text, value: element.value };
  const url = safeURL(element.url);
  const label = element.accessibility_label || null;
  const content = h("span", { class: "button-text" }, textObject(element.text));
  if (url) {
    return h("a", {
      class: `button${style}`, href: url, target: "_blank", rel: "noopener noreferrer", "aria-label": label,
      ...marks(block, element), onClick: (event) => press(ctx, block, element, fields, event.currentTarget),
    }, content);
  }
  return h("button", {
    class: `button${style}`, type: "button", "aria-label": label, title: label, ...marks(block, element),
    onClick: (event) => press(ctx, block, element, fields, event.currentTarget),
  }, content);
}

/** overflow renders the ⋯ button and its menu. */
export function overflow(element, block, ctx) {
  const el = h("button", {
    class: "button button-icon", type: "button", "aria-haspopup": "menu", "aria-expanded": "false",
    "aria-label": element.accessibility_label || "More choices", ...marks(block, element),
    onClick: () => openMenu(el, (element.options || []).map(entry), { label: "More choices", align: "end" }),
  }, icon("more"));
  const entry = (option) => ({
    label: plainOf(option.text),
    hint: option.description && plainOf(option.description),
    onPick: () => {
      const url = safeURL(option.url);
      if (url) window.open(url, "_blank", "noopener");
      press(ctx, block, element, { selected_option: option }, el);
    },
  });
  return el;
}

/** feedback renders the pair of thumbs. */
export function feedback(element, block, ctx) {
  const one = (object, name) => object && h("button", {
    class: "button button-icon", type: "button", "aria-pressed": "false", ...marks(block, element),
    "aria-label": object.accessibility_label || plainOf(object.text), title: plainOf(object.text),
    onClick: (event) => {
      const pair = event.currentTarget.parentElement.querySelectorAll("button");
      pair.forEach((b) => b.setAttribute("aria-pressed", b === event.currentTarget ? "true" : "false"));
      press(ctx, block, element, { text: object.text, value: object.value }, event.currentTarget);
    },
  }, icon(name));
  return h("span", { class: "feedback" }, one(element.positive_button, "thumbup"), one(element.negative_button, "thumbdown"));
}

/** iconButton renders a button that is only an icon; Slack documents "trash". */
export function iconButton(element, block, ctx) {
  const allowed = element.visible_to_user_ids;
  if (allowed?.length && !allowed.includes(ctx.me())) return null;
  return h("button", {
    class: "button button-icon", type: "button", title: plainOf(element.text), ...marks(block, element),
    "aria-label": element.accessibility_label || plainOf(element.text),
    onClick: (event) => press(ctx, block, element, { value: element.value }, event.currentTarget),
  }, icon(element.icon === "trash" ? "trash" : "star"));
}
