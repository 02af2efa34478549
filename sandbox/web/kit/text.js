// Text of Slack as DOM nodes: mrkdwn, plain text, and their plain reading.

import { h, safeURL } from "../core/dom.js";
import { emoji } from "../core/emoji.js";
import { channelName, group, person, personName, viewerZone, visibleChannels } from "../core/people.js";
import { store } from "../core/store.js";
import { dateToken, fullTime } from "../core/zone.js";
import { parse } from "./mrkdwn.js";

function channelID(name) {
  return visibleChannels().find((c) => c.name === name)?.id || "";
}

/**
 * mrkdwn renders text as Slack formats it. Bare addresses are linked unless
 * verbatim; bare @here and #channel are live only with names, that is in text
 * objects, since a message's own text is not searched for them.
 */
export function mrkdwn(source, { verbatim = false, names = false } = {}) {
  const blocks = parse(source, { urls: !verbatim, names: names && !verbatim, channelID });
  const out = document.createDocumentFragment();
  for (const block of blocks) {
    if (block.kind === "quote") out.append(h("blockquote", { class: "quote" }, nodes(block.nodes)));
    else if (block.kind === "pre") out.append(h("pre", { class: "pre" }, nodes(block.nodes)));
    else out.append(h("span", { class: "para" }, nodes(block.nodes)));
  }
  return out;
}

/** textObject renders a text object of Block Kit; a bare string counts as plain. */
export function textObject(object) {
  if (!object) return null;
  if (typeof object === "string") return plain(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text, { verbatim: object.verbatim, names: true });
  return plain(object.text, object.emoji !== false);
}

/** plain renders text in which only short names of emoji are replaced. */
export function plain(text, emojis = true) {
  const out = document.createDocumentFragment();
  let rest = 0;
  const source = String(text ?? "");
  for (const m of emojis ? source.matchAll(/:([a-z0-9_+'-]+):/g) : []) {
    const char = emoji(m[1]);
    if (!char) continue;
    out.append(source.slice(rest, m.index), emojiNode(m[1], char));
    rest = m.index + m[0].length;
  }
  out.append(source.slice(rest));
  return out;
}

/** nodes renders parsed inline nodes. */
export function nodes(list) {
  return list.map(node);
}

function node(n) {
  switch (n.kind) {
    case "bold":
      return h("strong", null, nodes(n.nodes));
    case "italic":
      return h("em", null, nodes(n.nodes));
    case "strike":
      return h("s", null, nodes(n.nodes));
    case "code":
      return h("code", { class: "code" }, nodes(n.nodes));
    case "user":
      return userNode(n.id);
    case "channel":
      return channelNode(n.id);
    case "group":
      return groupNode(n.id, n.label);
    case "ping":
      return pingNode(n.range);
    case "date":
      return dateNode(n);
    case "link":
      return linkNode(n.url, plain(n.label));
    case "emoji":
      return emojiNode(n.name, n.char);
    default:
      return n.text;
  }
}

/** userNode is a mention of a person; pressing it shows their card. */
export function userNode(id) {
  const mine = id === store.me ? " mention-me" : "";
  const known = person(id) || id === store.boot.app.bot_user_id;
  return h("button", { class: `mention${mine}`, type: "button", "data-user": known ? id : null }, `@${personName(id)}`);
}

/** channelNode is a mention of a channel; pressing it goes there if one may. */
export function channelNode(id) {
  // The label is not trusted: it may name a private channel to somebody outside.
  const name = channelName(id);
  if (!name) return h("span", { class: "mention mention-dead" }, "private channel");
  return h("button", { class: "mention", type: "button", "data-channel": id }, `#${name}`);
}

/** groupNode is a mention of a user group, which notifies all of its people. */
export function groupNode(id, label) {
  const handle = group(id)?.handle || String(label || id).replace(/^@/, "");
  return h("span", { class: "mention mention-ping", title: "Notifies everybody in this group" }, `@${handle}`);
}

/** pingNode is @here, @channel or @everyone; it is loud so that a leak is seen. */
export function pingNode(range) {
  return h("span", { class: "mention mention-ping", "data-testid": "ping", title: "Notifies many people" }, `@${range}`);
}

/** dateNode shows a moment in the viewer's own zone. */
export function dateNode({ unix, format, url, fallback }) {
  const zone = viewerZone();
  const text = dateToken(format, unix, zone, store.now) || fallback;
  const shown = h("time", { class: "date", datetime: new Date(unix * 1000).toISOString(), title: fullTime(unix, zone) }, text);
  return url ? linkNode(url, shown) : shown;
}

/** linkNode makes a link, or plain text if its address could run code. */
export function linkNode(url, content) {
  const href = safeURL(url);
  if (!href) return content;
  return h("a", { class: "link", href, target: "_blank", rel: "noopener noreferrer" }, content);
}

/** emojiNode shows an emoji by its character, with its name for readers. */
export function emojiNode(name, char) {
  return h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, char);
}

/** plainOf is the reading of a text object without any markup. */
export function plainOf(object) {
  if (!object) return "";
  const box = document.createElement("div");
  box.append(textObject(object));
  return box.textContent.trim();
}

/** plainText is the reading of mrkdwn without its markup, on one line. */
export function plainText(source) {
  const box = document.createElement("div");
  box.append(mrkdwn(source));
  return box.textContent.replace(/\s+/g, " ").trim();
}
