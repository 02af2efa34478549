// The rich_text block: sections, lists, quotes and preformatted text.

import { h, safeURL } from "../core/dom.js";
import { emoji, fromCodes } from "../core/emoji.js";
import { channelNode, dateNode, emojiNode, groupNode, linkNode, pingNode, userNode } from "./text.js";

/** richText renders the elements of a rich_text block or table cell. */
export function richText(block) {
  return h("div", { class: "rich-text" }, (block.elements || []).map(part));
}

function part(element) {
  switch (element.type) {
    case "rich_text_list":
      return list(element);
    case "rich_text_quote":
      return h("blockquote", { class: "quote" }, inline(element.elements));
    case "rich_text_preformatted":
      return h("pre", { class: "pre" }, inline(element.elements));
    default:
      return h("div", { class: "rich-section" }, inline(element.elements));
  }
}

const BULLETS = ["disc", "circle", "square"];
const NUMBERS = ["decimal", "lower-alpha", "lower-roman"];

function list(element) {
  const ordered = element.style === "ordered";
  const depth = element.indent || 0;
  const el = h(ordered ? "ol" : "ul", {
    class: `rich-list${element.border ? " rich-border" : ""}`,
    start: ordered && element.offset ? element.offset + 1 : null,
  }, (element.elements || []).map((item) => h("li", null, inline(item.elements))));
  el.style.listStyleType = (ordered ? NUMBERS : BULLETS)[depth % 3];
  el.style.marginInlineStart = `${depth * 24}px`;
  return el;
}

function inline(elements) {
  return (elements || []).map((e) => styled(leaf(e), e.style));
}

function leaf(e) {
  switch (e.type) {
    case "user":
      return userNode(e.user_id);
    case "usergroup":
      return groupNode(e.usergroup_id);
    case "channel":
      return channelNode(e.channel_id);
    case "broadcast":
      return pingNode(e.range);
    case "emoji":
      return emojiNode(e.name, fromCodes(e.unicode) || emoji(e.name, e.skin_tone) || `:${e.name}:`);
    case "link":
      return linkNode(e.url, e.text || e.url);
    case "date":
      return dateNode({ unix: e.timestamp, format: e.format, url: safeURL(e.url), fallback: e.fallback });
    case "color":
      return colour(e.value);
    default:
      return e.text ?? e.fallback ?? "";
  }
}

function colour(value) {
  const swatch = h("span", { class: "swatch", "aria-hidden": "true" });
  if (/^#[0-9a-f]{3,8}$/i.test(value || "")) swatch.style.backgroundColor = value;
  return h("span", { class: "colour" }, value, swatch);
}

const WRAPS = { bold: "strong", italic: "em", strike: "s", underline: "u", highlight: "mark", client_highlight: "mark" };

function styled(content, style) {
  let out = content;
  if (style?.code) out = h("code", { class: "code" }, out);
  for (const [name, tag] of Object.entries(WRAPS)) {
    if (style?.[name]) out = h(tag, null, out);
  }
  return out;
}

/** toRichText turns what was typed into a rich_text value, as the input sends it. */
export function toRichText(text, mentionAt) {
  const sections = text.split("\n").map((line, at, all) => (at < all.length - 1 ? `${line}\n` : line)).join("");
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: mentionAt(sections) }],
  };
}

/** fromRichText gives the plain text of a rich_text value, to edit it again. */
export function fromRichText(value) {
  const line = (e) => (e.elements || []).map(word).join("");
  return (value?.elements || []).map((e) => {
    if (e.type !== "rich_text_list") return line(e);
    return (e.elements || []).map((item) => `• ${line(item)}`).join("\n");
  }).join("\n");
}

function word(e) {
  if (e.type === "link") return e.text || e.url;
  if (e.type === "emoji") return `:${e.name}:`;
  if (e.type === "broadcast") return `@${e.range}`;
  return e.text ?? "";
}
