// The middle of the window: the app's tabs, or a conversation with its field.

import { h, replace } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { avatar, conversationName, person } from "../core/people.js";
import { go, goMessages } from "../core/session.js";
import { appDM, conversation, on, store } from "../core/store.js";
import { composer } from "./composer.js";
import { homeTab } from "./home.js";
import { MessageList } from "./messages.js";

/** pane builds the middle; it follows the place. */
export function pane() {
  const head = h("header", { class: "pane-head" });
  const body = h("div", { class: "pane-body" });
  const el = h("main", { class: "pane", id: "main", tabindex: "-1", "aria-label": "Conversation" }, head, body);
  const home = homeTab();
  let list = null;
  let shown = "";
  let revealed = null;
  let headShown = "";

  function draw() {
    const { place } = store;
    const c = place.kind === "channel" ? conversation(place.id) : null;
    const isApp = place.kind === "home" || (c && c === appDM());
    drawHead(c, isApp);
    const name = conversationName(c) || place.id || ""; // not known before the person's channels are
    const key = `${store.me}/${place.kind}/${place.id || ""}/${name}`;
    if (key === shown) return;
    shown = key;
    if (place.kind === "home") {
      list = null;
      replace(body, home);
      return;
    }
    list = new MessageList({ channel: place.id, label: `Messages in ${name}` });
    const field = composer({ channel: place.id, label: `Message ${name}` });
    replace(body, list.el, h("div", { class: "pane-foot" }, field));
    // On a phone the focus would bring up the keyboard at once.
    if (!matchMedia("(pointer: coarse)").matches) field.focusField();
  }
  // Drawn anew only when it differs: the focus may be on one of its tabs.
  function drawHead(c, isApp) {
    const key = JSON.stringify([store.me, store.place, isApp, conversationName(c), c?.topic, c?.private, appDM()?.fresh]);
    if (key === headShown) return;
    headShown = key;
    const hadFocus = head.contains(document.activeElement);
    replace(head, isApp ? appHead() : conversationHead(c));
    if (hadFocus) head.querySelector("[aria-selected=true]")?.focus();
  }
  function messages() {
    if (!list || !store.messages || store.place.id !== list.channel) return;
    list.update(store.messages, store.unread);
    const { ts } = store.place;
    if (ts && revealed !== store.place && store.messages.some((m) => m.ts === ts)) {
      revealed = store.place;
      list.reveal(ts);
    }
  }
  on("place me sidebar", draw);
  on("messages", messages);
  return el;
}

function conversationHead(c) {
  if (!c) return h("h1", { class: "pane-title" }, "…");
  if (store.dms.includes(c)) {
    const mark = c.user ? avatar(c.user, 24) : icon("person", 18);
    return [mark, h("h1", { class: "pane-title" }, conversationName(c)), h("span", { class: "pane-topic" }, person(c.user)?.title)];
  }
  return [icon(c.private ? "lock" : "hash", 18), h("h1", { class: "pane-title" }, c.name), h("span", { class: "pane-topic", title: c.topic }, c.topic)];
}

function appHead() {
  const { app } = store.boot;
  const atHome = store.place.kind === "home";
  const tab = (name, selected, testid, onClick) => h("button", {
    class: "tab", type: "button", role: "tab", "aria-selected": String(selected), tabindex: selected ? "0" : "-1", "data-testid": testid, onClick,
  }, name);
  const fresh = appDM()?.fresh || 0;
  const tabs = h("div", {
    class: "tabs", role: "tablist", "aria-label": app.name,
    onKeydown: (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const next = tabs.querySelector("[aria-selected=false]");
      next.click();
      // The head is drawn anew for the other tab, which then has the focus.
      document.querySelector(".tabs [aria-selected=true]")?.focus();
    },
  },
  tab("Home", atHome, "tab-home", () => go({ kind: "home" })),
  tab(fresh > 0 ? `Messages (${fresh})` : "Messages", !atHome, "tab-messages", goMessages));
  return [h("div", { class: "app-line" }, avatar(app.bot_user_id, 24), h("h1", { class: "pane-title" }, app.name), h("span", { class: "badge-app" }, "APP")), tabs];
}
