// One message: author, time, text or blocks, files, replies, and its menu.

import { h, replace, safeURL } from "../core/dom.js";
import { emoji } from "../core/emoji.js";
import { icon } from "../core/icons.js";
import { avatar, personName, viewerZone } from "../core/people.js";
import { openThread } from "../core/session.js";
import { store } from "../core/store.js";
import { clockTime, fullTime } from "../core/zone.js";
import { BlockView } from "../kit/blocks.js";
import { mrkdwn } from "../kit/text.js";
import { toolbar } from "./toolbar.js";
import { surface } from "./surface.js";

/** Row keeps one message on the screen and brings it up to date. */
export class Row {
  constructor(channel, inThread, onDismiss) {
    this.channel = channel;
    this.inThread = inThread;
    this.onDismiss = onDismiss;
    this.body = h("div", { class: "message-body" });
    this.el = h("div", { class: "message", role: "listitem", tabindex: "-1", "data-testid": "message" });
    this.blocks = null;
    this.json = "";
    this.where = () => ({ channel: this.channel, ts: this.message.ts });
  }

  /** update shows a version of the message; grouped leaves out its author. */
  update(message, grouped) {
    const json = JSON.stringify([message, grouped, viewerZone()]);
    if (json === this.json) return;
    this.json = json;
    this.message = message;
    this.el.dataset.ts = message.ts;
    this.el.dataset.ephemeral = message.ephemeral ? "true" : "false";
    this.el.classList.toggle("is-grouped", grouped);
    this.el.classList.toggle("is-ephemeral", Boolean(message.ephemeral));
    const unix = Number(message.ts);
    const name = authorName(message);
    this.el.setAttribute("aria-label", `${name}, ${clockTime(unix, viewerZone())}`);
    this.fillBody(message);
    replace(this.el,
      h("div", { class: "message-side" }, grouped ? time(unix, "message-when") : avatar(message.user, 36, name)),
      h("div", { class: "message-main" },
        message.ephemeral && h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you"),
        !grouped && h("div", { class: "message-head" }, author(message, name), time(unix, "message-time")),
        this.body),
      toolbar(this));
  }

  fillBody(message) {
    const parts = [];
    if (message.blocks?.length) {
      this.blocks ||= new BlockView(surface("message", this.where), "blocks-message");
      this.blocks.update(message.blocks);
      parts.push(this.blocks.el);
    } else {
      this.blocks = null;
      if (message.text) parts.push(h("div", { class: "text" }, mrkdwn(message.text)));
    }
    for (const a of message.attachments || []) parts.push(attachment(a, this.where));
    if (message.files?.length) parts.push(h("div", { class: "files" }, message.files.map(file)));
    // Moving a node drops the focus inside of it, so what stays is left in place.
    const rest = parts.filter((p) => p !== this.blocks?.el);
    [...this.body.children].forEach((c) => c !== this.blocks?.el && c.remove());
    if (this.blocks && !this.body.contains(this.blocks.el)) this.body.prepend(this.blocks.el);
    this.body.append(...rest);
    if (message.reactions?.length) this.body.append(reactions(message.reactions));
    if (message.edited) this.body.append(h("span", { class: "edited", title: "This message was changed after it was sent" }, "(edited)"));
    if (message.ephemeral) this.body.append(dismiss(this));
    if (message.reply_count > 0 && !this.inThread) this.body.append(replies(message));
  }
}

/** authorName is the name above a message. */
export function authorName(message) {
  return message.user ? personName(message.user) : message.name || store.boot.app.name;
}

function author(message, name) {
  return [
    h("button", { class: "message-author", type: "button", tabindex: "-1", "data-user": message.user }, name),
    message.bot && h("span", { class: "badge-app" }, "APP"),
  ];
}

function time(unix, cls) {
  const zone = viewerZone();
  return h("time", { class: cls, datetime: new Date(unix * 1000).toISOString(), title: fullTime(unix, zone) }, clockTime(unix, zone));
}

function dismiss(row) {
  return h("button", { class: "link-button", type: "button", onClick: () => row.onDismiss(row.message) }, "Dismiss");
}

function replies(message) {
  const n = message.reply_count;
  return h("button", { class: "replies", type: "button", "data-testid": "replies", onClick: () => openThread(message.ts) },
    icon("thread", 16), `${n} ${n === 1 ? "reply" : "replies"}`);
}

// Reactions are shown only: what people put there is part of the story.
function reactions(list) {
  return h("div", { class: "reactions" }, list.map((r) => {
    const names = (r.users || []).map(personName).join(", ");
    return h("span", { class: "reaction", title: names, role: "img", "aria-label": `${r.name}, ${r.count}: ${names}` }, emoji(r.name) || `:${r.name}:`, ` ${r.count}`);
  }));
}

function file(f) {
  const size = f.size > 1048576 ? `${(f.size / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round((f.size || 0) / 1024))} kB`;
  return h("a", { class: "file", href: safeURL(f.url) || null, download: f.name },
    h("span", { class: "file-mark" }, icon("file", 22)),
    h("span", { class: "file-text" }, h("strong", null, f.name), h("small", null, size)),
    icon("download"));
}

// Attachments of old apps: a coloured bar with text, fields and blocks.
function attachment(a, where) {
  const el = h("div", { class: "attachment" },
    a.pretext && h("div", { class: "text" }, mrkdwn(a.pretext)),
    a.title && h("strong", null, a.title),
    a.blocks ? attachmentBlocks(a.blocks, where) : h("div", { class: "text" }, mrkdwn(a.text || a.fallback || "")),
    a.footer && h("small", null, a.footer));
  if (/^#?[0-9a-f]{6}$/i.test(a.color || "")) el.style.borderLeftColor = `#${a.color.replace("#", "")}`;
  return el;
}

function attachmentBlocks(blocks, where) {
  const view = new BlockView(surface("message", where), "blocks-message");
  view.update(blocks);
  return view.el;
}
