// The small bar over a message under the pointer or with the focus.

import { api } from "../core/api.js";
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { openMenu } from "../core/menu.js";
import { announce } from "../core/notice.js";
import { openThread } from "../core/session.js";
import { store } from "../core/store.js";
import { carry } from "./surface.js";

/** toolbar builds the bar of a row; Slack shows no shortcuts on ephemerals. */
export function toolbar(row) {
  const tool = (label, name, props, onClick) => h("button", {
    class: "icon-button", type: "button", "aria-label": label, title: label, ...props, onClick,
  }, icon(name));
  const more = tool("More actions", "more", { "aria-haspopup": "menu", "aria-expanded": "false", "data-testid": "message-more" }, () => openMore(row, more));
  const bar = h("div", { class: "message-tools", role: "group", "aria-label": "Message actions" },
    !row.inThread && !row.message.ephemeral && tool("Reply in thread", "thread", { "data-testid": "message-thread" }, () => openThread(row.message.thread_ts || row.message.ts)),
    more);
  row.openMore = () => openMore(row, more);
  return bar;
}

function openMore(row, anchor) {
  const { message } = row;
  const shortcuts = message.ephemeral ? [] : store.boot.shortcuts.filter((s) => s.type === "message");
  row.el.classList.add("has-menu");
  openMenu(anchor, [
    { label: "Copy text", icon: "copy", onPick: () => copy(message) },
    ...(shortcuts.length > 0 ? [{ heading: true, label: `Shortcuts of ${store.boot.app.name}` }] : []),
    ...shortcuts.map((s) => ({
      label: s.name, hint: s.description, icon: "bolt", testid: `shortcut-${s.callback_id}`,
      onPick: () => carry(anchor, () => api.shortcut({ as: store.me, callback_id: s.callback_id, channel: row.channel, message_ts: message.ts })),
    })),
  ], { label: "Message actions", align: "end", onClose: () => row.el.classList.remove("has-menu") });
}

async function copy(message) {
  await navigator.clipboard?.writeText(message.text || "");
  announce("Copied.");
}
