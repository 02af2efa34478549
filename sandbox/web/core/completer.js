// Completion while typing: /commands, @people and groups, #channels, :emoji:.

import { emoji, emojiNames } from "./emoji.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { Listbox } from "./listbox.js";
import { active, avatar, personName, search } from "./people.js";
import { openPopup } from "./popup.js";
import { store } from "./store.js";

const MOST = 12;
const BROADCASTS = [
  ["here", "Everybody who is active in this channel"],
  ["channel", "Everybody in this channel"],
  ["everyone", "Everybody in the workspace"],
];

/**
 * attachCompleter offers completions for a text field, in a list that hangs on
 * anchor. commands: true offers slash commands at the start of the text. It
 * takes Enter and Tab while its list is open, before other listeners.
 */
export function attachCompleter(field, anchor, { commands = false } = {}) {
  const list = new Listbox({ label: "Suggestions", onPick: (option) => insert(option) });
  let popup = null;
  let span = null;

  list.onMark = (id) => {
    if (popup && id) field.setAttribute("aria-activedescendant", id);
  };
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  field.setAttribute("aria-controls", list.el.id);

  function update() {
    span = token(field, commands);
    const groups = span ? suggest(span) : [];
    if (groups.every((g) => g.options.length === 0)) {
      popup?.close();
      return;
    }
    if (!popup) popup = openPopup(anchor, list.el, { match: true, onClose: closed });
    list.show(groups);
    popup.place();
  }
  function closed() {
    popup = null;
    field.removeAttribute("aria-activedescendant");
  }
  function insert(option) {
    const before = field.value.slice(0, span.from);
    const after = field.value.slice(span.to).replace(/^ /, "");
    field.value = `${before}${option.text} ${after}`;
    const caret = before.length + option.text.length + 1;
    field.setSelectionRange(caret, caret);
    popup?.close();
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    field.focus();
  }
  function key(event) {
    if (!popup || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      list.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" || event.key === "Tab") {
      // A command that is typed in full is run by Enter, not completed again.
      if (event.key === "Enter" && list.current()?.text === field.value) {
        popup.close();
        return;
      }
      if (event.shiftKey || !list.pick()) return;
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  field.addEventListener("input", update);
  field.addEventListener("click", update);
  field.addEventListener("keydown", key, true);
  field.addEventListener("blur", () => popup?.close());
  return { update };
}

// The word that is being typed, with the sign it begins with.
function token(field, commands) {
  const to = field.selectionStart;
  if (to !== field.selectionEnd) return null;
  const before = field.value.slice(0, to);
  if (commands && /^\/\S*$/.test(before)) return { sign: "/", text: before.slice(1), from: 0, to };
  const m = /(?:^|[\s(])([@#:])([\p{L}\p{N}._+'-]*)$/u.exec(before);
  if (!m || (m[1] === ":" && m[2].length < 2)) return null;
  return { sign: m[1], text: m[2], from: to - m[2].length - 1, to };
}

function suggest({ sign, text }) {
  switch (sign) {
    case "/":
      return [{ label: "Commands", options: commandOptions(text) }];
    case "#":
      return [{ options: search(store.channels, text, (c) => [c.name]).slice(0, MOST).map(channelOption) }];
    case ":":
      return [{ options: emojiNames(text).map(emojiOption) }];
    default:
      return [
        { label: "People", options: search(active(), text, (u) => [u.name, personName(u.id)]).slice(0, MOST).map(personOption) },
        { label: "Groups", options: search(store.boot.groups || [], text, (g) => [g.handle, g.name]).map(groupOption) },
        { label: "Notify many", options: BROADCASTS.filter(([n]) => text && n.startsWith(text)).map(broadcastOption) },
      ];
  }
}

function commandOptions(text) {
  const found = store.boot.commands.filter((c) => c.name.slice(1).startsWith(text.toLowerCase()));
  return found.map((c) => ({
    key: c.name, text: c.name,
    node: [
      avatar(store.boot.app.bot_user_id, 24),
      h("span", { class: "option-text" },
        h("span", null, h("strong", null, c.name), " ", h("span", { class: "usage" }, c.usage_hint)),
        h("small", null, c.description)),
      h("span", { class: "option-app" }, store.boot.app.name),
    ],
  }));
}

function personOption(user) {
  return { key: user.id, text: `@${user.name}`, node: [avatar(user.id, 24), words(personName(user.id), user.title)] };
}

function groupOption(group) {
  return { key: group.id, text: `@${group.handle}`, node: [h("span", { class: "option-sign" }, icon("person", 16)), words(`@${group.handle}`, group.name)] };
}

function broadcastOption([name, hint]) {
  return { key: name, text: `@${name}`, node: [h("span", { class: "option-sign" }, icon("alert", 16)), words(`@${name}`, hint)] };
}

function channelOption(channel) {
  return { key: channel.id, text: `#${channel.name}`, node: [h("span", { class: "option-sign" }, icon(channel.private ? "lock" : "hash", 16)), words(channel.name, channel.topic)] };
}

function emojiOption(name) {
  return { key: name, text: `:${name}:`, node: [h("span", { class: "option-sign" }, emoji(name)), words(`:${name}:`)] };
}

function words(text, hint) {
  return h("span", { class: "option-text" }, text, hint && h("small", null, hint));
}
