// Inputs in which one types: text, number, email, address, rich text.

import { attachCompleter } from "../core/completer.js";
import { debounce, h } from "../core/dom.js";
import { active, group } from "../core/people.js";
import { store } from "../core/store.js";
import { changed, marks } from "./act.js";
import { fromRichText, toRichText } from "./richtext.js";
import { plainOf } from "./text.js";

const PAUSE = 300;
const SLACK_LONGEST = 3000;

/** textInput renders a plain_text_input, of one line or several. */
export function textInput(element, block, ctx, aria) {
  const field = h(element.multiline ? "textarea" : "input", {
    ...common(element, block, aria), type: element.multiline ? null : "text", rows: element.multiline ? 4 : null,
    value: ctx.values.get(block, element).value || "",
  });
  const counter = count(element, field);
  listen(field, element, block, ctx, (text) => text || null);
  if (element.multiline) grow(field);
  return h("div", { class: "entry" }, field, counter);
}

const KINDS = {
  number_input: { inputmode: "decimal", type: "text" },
  email_text_input: { inputmode: "email", type: "email", autocomplete: "off" },
  url_text_input: { inputmode: "url", type: "url", autocomplete: "off" },
};

/** typedInput renders number, email and url inputs. */
export function typedInput(element, block, ctx, aria) {
  const field = h("input", {
    ...common(element, block, aria), ...KINDS[element.type], value: ctx.values.get(block, element).value ?? "",
  });
  listen(field, element, block, ctx, (text) => text.trim() || null);
  return h("div", { class: "entry" }, field);
}

/** richInput renders a rich_text_input as a text area with @ completion. */
export function richInput(element, block, ctx, aria) {
  const field = h("textarea", {
    ...common(element, block, aria), rows: 4, value: fromRichText(ctx.values.get(block, element).rich_text_value),
  });
  listen(field, element, block, ctx, (text) => (text ? toRichText(text, richWords) : null));
  grow(field);
  const box = h("div", { class: "entry" }, field);
  attachCompleter(field, box, { commands: false });
  return box;
}

/** fileInput has no upload behind it in the sandbox, and says so. */
export function fileInput(element, block) {
  return h("div", { class: "entry" },
    h("input", { type: "file", class: "field", disabled: true, ...marks(block, element) }),
    h("p", { class: "hint" }, "Files cannot be picked in the sandbox."));
}

// Typed names become live elements, as they do in Slack's own editor.
function richWords(text) {
  const out = [];
  let rest = 0;
  for (const m of text.matchAll(/@([\p{L}\p{N}._-]+)/gu)) {
    const found = richName(m[1]);
    if (!found) continue;
    if (m.index > rest) out.push({ type: "text", text: text.slice(rest, m.index) });
    out.push(found);
    rest = m.index + m[0].length;
  }
  if (rest < text.length) out.push({ type: "text", text: text.slice(rest) });
  return out;
}

function richName(name) {
  if (["here", "channel", "everyone"].includes(name)) return { type: "broadcast", range: name };
  const user = active().find((u) => u.name === name);
  if (user) return { type: "user", user_id: user.id };
  const known = (store.boot.groups || []).find((g) => g.handle === name);
  return known && group(known.id) ? { type: "usergroup", usergroup_id: known.id } : null;
}

function common(element, block, aria) {
  return {
    class: "field", id: aria.id, placeholder: plainOf(element.placeholder) || null, "data-autofocus": element.focus_on_load,
    "aria-label": aria.labelledby ? null : aria.label, "aria-describedby": aria.describedby,
    "aria-required": aria.required ? "true" : null, ...marks(block, element),
  };
}

// Stores each key stroke; tells the app only where the element asks for it.
function listen(field, element, block, ctx, read) {
  const triggers = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  const dispatches = block.type !== "input" || block.dispatch_action;
  const send = () => changed(ctx, block, element, read(field.value), field);
  const soon = debounce(send, PAUSE);
  field.addEventListener("input", () => {
    ctx.values.set(block, element, read(field.value));
    ctx.edited?.(block);
    if (dispatches && triggers.includes("on_character_entered")) soon();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
    if (field.tagName === "TEXTAREA" && !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    soon.cancel();
    if (dispatches && triggers.includes("on_enter_pressed") && !(event.ctrlKey || event.metaKey)) send();
    else ctx.submit?.();
  });
}

function count(element, field) {
  const most = element.max_length || SLACK_LONGEST;
  const least = element.min_length || 0;
  const el = h("span", { class: "counter", "aria-hidden": "true" });
  const show = () => {
    const length = [...field.value].length;
    const wanted = element.max_length ? field.value !== "" : length > most * 0.9;
    el.textContent = wanted ? String(most - length) : "";
    if (length > 0 && length < least) el.textContent = `${length} of at least ${least}`;
    el.classList.toggle("is-over", length > most);
  };
  field.addEventListener("input", show);
  show();
  return el;
}

function grow(field) {
  const fit = () => {
    if (field.scrollHeight === 0) return;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 360)}px`;
  };
  field.addEventListener("input", fit);
  requestAnimationFrame(fit);
}

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** fault says what is wrong with a typed value before it is sent; "" if nothing. */
export function fault(element, value) {
  if (value === null || value === undefined || value === "") return "";
  const length = [...String(value)].length;
  switch (element.type) {
    case "plain_text_input":
      if (element.min_length && length < element.min_length) return `Write at least ${element.min_length} characters.`;
      if (length > (element.max_length || SLACK_LONGEST)) return `Write at most ${element.max_length || SLACK_LONGEST} characters.`;
      return "";
    case "number_input":
      return numberFault(element, String(value));
    case "email_text_input":
      return ADDRESS.test(value) ? "" : "Write an email address, such as ada@example.com.";
    case "url_text_input":
      return /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value) ? "" : "Write a full address that begins with https://.";
    default:
      return "";
  }
}

function numberFault(element, text) {
  const whole = !element.is_decimal_allowed;
  if (!/^-?\d+(\.\d+)?$/.test(text) || (whole && !/^-?\d+$/.test(text))) {
    return whole ? "Write a whole number." : "Write a number.";
  }
  if (element.min_value !== undefined && Number(text) < Number(element.min_value)) return `Write ${element.min_value} or more.`;
  if (element.max_value !== undefined && Number(text) > Number(element.max_value)) return `Write ${element.max_value} or less.`;
  return "";
}
