// A list of messages: days, groups by author, the line above what is new.

import { h } from "../core/dom.js";
import { announce } from "../core/notice.js";
import { viewerZone } from "../core/people.js";
import { store } from "../core/store.js";
import { dayHeading, isoDate } from "../core/zone.js";
import { plainText } from "../kit/text.js";
import { authorName, Row } from "./message.js";

const GROUP_SECONDS = 300;
const PAGE = 80;
const NEAR_END = 120;

const dismissed = new Set();

/** MessageList shows the messages of one conversation or thread. */
export class MessageList {
  constructor({ channel, thread = "", label }) {
    this.channel = channel;
    this.thread = thread;
    this.rows = new Map();
    this.shown = PAGE;
    this.messages = [];
    this.newFrom = "";
    this.first = true;
    this.list = h("div", { class: "message-list", role: "list", "aria-label": label, onKeydown: (e) => this.key(e), onFocusin: (e) => this.focused(e) });
    this.el = h("div", { class: "message-scroll", "data-testid": thread ? "thread-messages" : "messages" }, this.list);
  }

  /** update shows the messages as they are now. */
  update(messages, unread = 0) {
    const fresh = this.arrived(messages);
    this.messages = messages.filter((m) => !dismissed.has(this.keyOf(m)));
    if (this.first && unread > 0) this.newFrom = this.messages[Math.max(0, this.messages.length - unread)]?.ts || "";
    const atEnd = this.first || this.el.scrollHeight - this.el.scrollTop - this.el.clientHeight < NEAR_END;
    this.draw();
    const mine = fresh.some((m) => m.user === store.me || m.ephemeral);
    if (atEnd || mine) this.el.scrollTop = this.el.scrollHeight;
    if (this.first && this.newFrom) this.showNew();
    for (const m of fresh) announce(`${m.ephemeral ? "Only visible to you. " : ""}${authorName(m)}: ${plainText(m.text)}`);
    this.first = false;
  }

  keyOf(m) {
    return `${m.ts}${m.ephemeral ? "e" : ""}`;
  }

  arrived(messages) {
    if (this.first) return [];
    const known = new Set(this.messages.map((m) => this.keyOf(m)));
    return messages.filter((m) => !known.has(this.keyOf(m)) && !dismissed.has(this.keyOf(m)) && Number(m.ts) >= this.lastTime());
  }

  lastTime() {
    return Number(this.messages[this.messages.length - 1]?.ts || 0);
  }

  draw() {
    const part = this.messages.slice(-this.shown);
    const next = new Map();
    const nodes = [];
    if (part.length < this.messages.length) nodes.push(this.earlier());
    let before = null;
    for (const m of part) {
      const day = before ? isoDate(Number(before.ts), viewerZone()) !== isoDate(Number(m.ts), viewerZone()) : !this.thread;
      const isNew = this.newFrom === m.ts;
      if (day) nodes.push(rule(dayHeading(Number(m.ts), viewerZone(), store.now), isNew));
      else if (isNew) nodes.push(rule("", true));
      const row = this.rows.get(this.keyOf(m)) || new Row(this.channel, Boolean(this.thread), (x) => this.dismiss(x));
      row.update(m, !day && !isNew && groups(before, m));
      next.set(this.keyOf(m), row);
      nodes.push(row.el);
      before = m;
      if (this.thread && m === part[0]) nodes.push(this.replyCount(part.length - 1));
    }
    this.rows = next;
    place(this.list, nodes);
    const last = part.length > 0 ? next.get(this.keyOf(part[part.length - 1])) : null;
    if (!this.list.querySelector(".message[tabindex='0']") && last) last.el.tabIndex = 0;
  }

  // As in Slack, a conversation opens where the reader stopped.
  showNew() {
    const line = this.list.querySelector(".is-new");
    const gap = line ? line.getBoundingClientRect().top - this.el.getBoundingClientRect().top : 0;
    if (gap < 0) this.el.scrollTop += gap - 12;
  }

  earlier() {
    return h("button", {
      class: "button earlier", type: "button",
      onClick: () => {
        const from = this.el.scrollHeight;
        this.shown += PAGE;
        this.draw();
        this.el.scrollTop += this.el.scrollHeight - from;
      },
    }, "Show earlier messages");
  }

  replyCount(n) {
    return h("div", { class: "reply-count" }, n === 0 ? "No replies yet" : `${n} ${n === 1 ? "reply" : "replies"}`);
  }

  // Ephemerals live in the client only, so putting one away is the client's affair.
  dismiss(m) {
    dismissed.add(this.keyOf(m));
    this.messages = this.messages.filter((x) => x !== m && this.keyOf(x) !== this.keyOf(m));
    this.draw();
  }

  /** reveal scrolls to a message and marks it for a moment. */
  reveal(ts) {
    const at = this.messages.findIndex((m) => m.ts === ts);
    if (at < 0) return;
    if (this.messages.length - at > this.shown) {
      this.shown = this.messages.length - at + 10;
      this.draw();
    }
    const row = this.rows.get(this.keyOf(this.messages[at]));
    row.el.scrollIntoView({ block: "center" });
    row.el.classList.add("is-marked");
    row.el.focus({ preventScroll: true });
    row.el.addEventListener("animationend", () => row.el.classList.remove("is-marked"), { once: true });
  }

  // One message at a time is in the tab order; arrows move between them.
  key(event) {
    const row = event.target.closest(".message");
    if (!row) return;
    if ((event.key === "F10" && event.shiftKey) || event.key === "ContextMenu") {
      event.preventDefault();
      [...this.rows.values()].find((r) => r.el === row)?.openMore();
      return;
    }
    if (event.target !== row) {
      if (event.key === "Escape") row.focus();
      return;
    }
    const all = [...this.list.querySelectorAll(".message")];
    const at = all.indexOf(row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (all[to]) {
      event.preventDefault();
      all[to].focus();
    }
  }

  focused(event) {
    const row = event.target.closest(".message");
    if (!row) return;
    this.list.querySelectorAll(".message[tabindex='0']").forEach((m) => {
      m.tabIndex = -1;
    });
    row.tabIndex = 0;
  }
}

function groups(before, m) {
  return before && before.user === m.user && !before.ephemeral === !m.ephemeral && Boolean(before.bot) === Boolean(m.bot)
    && Number(m.ts) - Number(before.ts) < GROUP_SECONDS;
}

function rule(text, isNew) {
  return h("div", { class: `day${isNew ? " is-new" : ""}`, role: "separator", "aria-label": isNew ? `${text} New messages`.trim() : text },
    text && h("span", { class: "day-name" }, text), isNew && h("span", { class: "day-new" }, "New"));
}

// Puts the nodes in order and moves only those that are not in their place.
function place(list, nodes) {
  const wanted = new Set(nodes);
  [...list.children].forEach((c) => !wanted.has(c) && c.remove());
  nodes.forEach((node, i) => {
    if (list.children[i] !== node) list.insertBefore(node, list.children[i] || null);
  });
}
