// The field in which one writes: messages, commands, and the shortcuts menu.

import { api, explain, Refusal } from "../core/api.js";
import { attachCompleter } from "../core/completer.js";
import { h, uid } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { openMenu } from "../core/menu.js";
import { announce, toast } from "../core/notice.js";
import { active } from "../core/people.js";
import { refreshMessages, refreshState } from "../core/session.js";
import { store } from "../core/store.js";
import { carry } from "./surface.js";

const drafts = new Map();
const TALLEST = 240;

/** composer builds the field for a conversation, or for a thread in it. */
export function composer({ channel, thread = "", label }) {
  const key = `${store.me}/${channel}/${thread}`;
  const hint = uid("hint");
  const mirror = h("div", { class: "composer-mirror", "aria-hidden": "true" });
  const field = h("textarea", {
    class: "composer-field", rows: 1, placeholder: label, "aria-label": label, "aria-describedby": hint,
    "data-testid": thread ? "thread-composer" : "composer", value: drafts.get(key) || "",
  });
  const usage = h("div", { class: "composer-usage", id: hint });
  const send = tool("Send now", "send", "composer-send", () => submit());
  const bolt = tool("Shortcuts", "bolt", "shortcuts", () => openShortcuts(bolt));
  bolt.setAttribute("aria-haspopup", "menu");
  send.classList.add("composer-send");
  const box = h("div", { class: "composer" },
    h("div", { class: "composer-input" }, mirror, field), usage,
    h("div", { class: "composer-tools" },
      !thread && bolt, tool("Mention somebody", "at", "", () => type("@")), tool("Emoji", "smile", "", () => type(":sm")),
      !thread && tool("Run a command", "slash", "", () => startCommand()), h("span", { class: "grow" }), send));
  attachCompleter(field, box, { commands: !thread });
  field.addEventListener("input", draw);
  field.addEventListener("scroll", () => {
    mirror.scrollTop = field.scrollTop;
  });
  let shift = false;
  // Some keyboards (phones, drivers of tests) send the line break by itself.
  field.addEventListener("beforeinput", (event) => {
    if (event.inputType === "insertLineBreak" && !shift) event.preventDefault();
  });
  field.addEventListener("keydown", (event) => {
    shift = event.shiftKey;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    submit();
  });

  function draw() {
    drafts.set(key, field.value);
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
    mirror.replaceChildren(...coloured(field.value));
    send.disabled = field.value.trim() === "";
    const command = thread ? null : commandOf(field.value);
    usage.replaceChildren(...(command ? [h("strong", null, command.name), ` ${command.usage_hint || ""}`, h("small", null, command.description)] : []));
  }
  function set(text) {
    field.value = text;
    draw();
  }
  function type(sign) {
    field.focus();
    const space = field.value && !/\s$/.test(field.value) ? " " : "";
    field.setRangeText(space + sign, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  function startCommand() {
    set("/");
    field.focus();
    field.setSelectionRange(1, 1);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  async function submit() {
    const raw = field.value;
    const text = raw.trim();
    if (text === "") return;
    set("");
    try {
      // A space in front makes a message of what looks like a command.
      if (/^\/\S/.test(raw) && !thread) await run(channel, text);
      else await check(api.say({ as: store.me, channel, text, thread: thread || undefined }));
    } catch (error) {
      // What was typed is given back, unless something else was typed since.
      if (field.value === "") set(raw);
      toast(explain(error), { error: true, title: error instanceof Refusal ? "" : `Not sent: ${text.split(/\s/)[0]}` });
    }
    await Promise.all([refreshMessages(), refreshState()]);
  }
  requestAnimationFrame(draw);
  box.focusField = () => field.focus({ preventScroll: true });
  return box;
}

function tool(label, name, testid, onClick) {
  return h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, "data-testid": testid || null, onClick }, icon(name));
}

async function check(promise) {
  const answer = await promise;
  if (answer.ok === false) throw answer;
  return answer;
}

function commandOf(text) {
  const name = /^(\/\S+)\s/.exec(text)?.[1];
  return name ? store.boot.commands.find((c) => c.name === name) : null;
}

async function run(channel, text) {
  const [, name, rest] = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
  if (!store.boot.commands.some((c) => c.name === name)) {
    throw new Refusal(`There is no command ${name} here. Put a space in front to send it as a message.`);
  }
  announce(`${name} sent.`);
  await check(api.command({ as: store.me, channel, command: name, text: rest }));
}

function openShortcuts(anchor) {
  const all = store.boot.shortcuts.filter((s) => s.type !== "message");
  const items = all.map((s) => ({
    label: s.name, hint: s.description, icon: "bolt", testid: `shortcut-${s.callback_id}`,
    onPick: () => carry(anchor, () => api.shortcut({ as: store.me, callback_id: s.callback_id })),
  }));
  const caption = { heading: true, label: items.length > 0 ? store.boot.app.name : "The app has no shortcuts" };
  openMenu(anchor, [caption, ...items], { label: "Shortcuts" });
}

// Names that somebody has are coloured behind the field, as a sign that they
// are known. The text is the same, letter by letter, so that nothing shifts.
function coloured(text) {
  const out = [];
  let rest = 0;
  for (const m of text.matchAll(/(?<![\p{L}\p{N}])[@#][\p{L}\p{N}._-]+|^\/\S+/gu)) {
    if (!known(m[0])) continue;
    out.push(text.slice(rest, m.index), h("mark", null, m[0]));
    rest = m.index + m[0].length;
  }
  out.push(`${text.slice(rest)}\u200b`);
  return out;
}

function known(word) {
  const name = word.slice(1);
  if (word[0] === "/") return store.boot.commands.some((c) => c.name === word);
  if (word[0] === "#") return store.channels.some((c) => c.name === name);
  return active().some((u) => u.name === name) || (store.boot.groups || []).some((g) => g.handle === name);
}
