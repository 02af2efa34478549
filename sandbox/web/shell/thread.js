// The replies to one message, beside the conversation.

import { h, replace } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { conversationName } from "../core/people.js";
import { closeThread } from "../core/session.js";
import { conversation, on, store } from "../core/store.js";
import { composer } from "./composer.js";
import { MessageList } from "./messages.js";

/** thread builds the panel; it is hidden while no thread is open. */
export function thread() {
  const el = h("aside", {
    class: "thread", "aria-label": "Thread", "data-testid": "thread", hidden: true,
    onKeydown: (event) => event.key === "Escape" && !event.defaultPrevented && closeThread(),
  });
  let list = null;
  let shown = "";

  function draw() {
    const open = store.place.kind === "channel" && store.thread !== "";
    el.hidden = !open;
    const key = open ? `${store.me}/${store.place.id}/${store.thread}` : "";
    if (key === shown) return;
    shown = key;
    list = null;
    if (!open) {
      el.replaceChildren();
      return;
    }
    const c = conversation(store.place.id);
    list = new MessageList({ channel: store.place.id, thread: store.thread, label: "Thread" });
    const field = composer({ channel: store.place.id, thread: store.thread, label: "Reply …" });
    replace(el,
      h("header", { class: "pane-head" }, h("h2", { class: "pane-title" }, "Thread"), h("span", { class: "pane-topic" }, conversationName(c)), h("span", { class: "grow" }),
        h("button", { class: "icon-button", type: "button", "aria-label": "Close thread", onClick: closeThread }, icon("close"))),
      h("div", { class: "pane-body" }, list.el, h("div", { class: "pane-foot" }, field)));
    field.focusField();
  }
  on("place me", draw);
  on("messages", () => list?.update(store.replies || []));
  return el;
}
