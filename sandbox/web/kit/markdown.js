// The markdown block: standard Markdown (not mrkdwn), as far as messages use
// it. Blocks first, then the text inside them.

import { h } from "../core/dom.js";
import { emoji } from "../core/emoji.js";
import { angle } from "./mrkdwn.js";
import { emojiNode, linkNode, nodes } from "./text.js";

/** markdown renders the text of a markdown block. */
export function markdown(source) {
  return h("div", { class: "markdown" }, blocks(String(source || "").split("\n")));
}

const RULES = [
  [/^\s*```/, fence],
  [/^#{1,6}\s/, heading],
  [/^\s*([-*_])(\s*\1){2,}\s*$/, (lines) => [h("hr", { class: "divider" }), lines.slice(1)]],
  [/^\s*>/, quote],
  [/^\s*([-*+]|\d+[.)])\s+/, list],
  [/^\s*$/, (lines) => [null, lines.slice(1)]],
];

function blocks(lines) {
  const out = [];
  while (lines.length > 0) {
    const table = isTable(lines);
    const rule = RULES.find(([start]) => start.test(lines[0]));
    const [el, rest] = table ? tableAt(lines) : rule ? rule[1](lines) : paragraph(lines);
    if (el) out.push(el);
    lines = rest;
  }
  return out;
}

function fence(lines) {
  const end = lines.findIndex((l, i) => i > 0 && /^\s*```/.test(l));
  const stop = end < 0 ? lines.length : end;
  return [h("pre", { class: "pre" }, lines.slice(1, stop).join("\n")), lines.slice(stop + 1)];
}

function heading(lines) {
  const [, marks, text] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines[0]) || [null, "#", lines[0]];
  return [h(`h${Math.min(marks.length + 1, 6)}`, { class: `md-heading md-h${marks.length}` }, span(text)), lines.slice(1)];
}

function quote(lines) {
  const end = lines.findIndex((l) => !/^\s*>/.test(l));
  const stop = end < 0 ? lines.length : end;
  const inner = lines.slice(0, stop).map((l) => l.replace(/^\s*> ?/, ""));
  return [h("blockquote", { class: "quote" }, blocks(inner)), lines.slice(stop)];
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;

function list(lines) {
  const [, indent, mark] = ITEM.exec(lines[0]);
  const ordered = /\d/.test(mark);
  const el = h(ordered ? "ol" : "ul", { class: "rich-list", start: ordered ? parseInt(mark, 10) : null });
  let i = 0;
  while (i < lines.length) {
    const m = ITEM.exec(lines[i]);
    if (!m || m[1].length < indent.length || /\d/.test(m[2]) !== ordered) break;
    const inner = [m[3]];
    const depth = m[1].length + m[2].length + 1;
    for (i += 1; i < lines.length && /^\s+\S/.test(lines[i]) && lines[i].search(/\S/) > indent.length; i++) {
      inner.push(lines[i].slice(Math.min(depth, lines[i].search(/\S/))));
    }
    el.append(item(inner));
  }
  return [el, lines.slice(i)];
}

function item(lines) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(lines[0]);
  const box = task && h("input", { type: "checkbox", disabled: true, checked: task[1] !== " ", "aria-label": task[1] === " " ? "Open" : "Done" });
  const nested = lines.length > 1 ? blocks(lines.slice(1)) : [];
  return h("li", null, box, box && " ", span(task ? task[2] : lines[0]), nested);
}

function isTable(lines) {
  return lines.length > 1 && lines[0].includes("|") && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[1]) && lines[1].includes("|");
}

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((c) => c.trim().replaceAll("\\|", "|"));

function tableAt(lines) {
  const end = lines.findIndex((l, i) => i > 1 && !l.includes("|"));
  const stop = end < 0 ? lines.length : end;
  const aligns = cells(lines[1]).map((c) => (c.endsWith(":") ? (c.startsWith(":") ? "center" : "right") : "left"));
  const row = (line, tag) => h("tr", null, cells(line).map((c, i) => h(tag, { class: `align-${aligns[i] || "left"}` }, span(c))));
  const body = lines.slice(2, stop).map((l) => row(l, "td"));
  const el = h("div", { class: "table-scroll", tabindex: "0" },
    h("table", { class: "table" }, h("thead", null, row(lines[0], "th")), h("tbody", null, body)));
  return [el, lines.slice(stop)];
}

function paragraph(lines) {
  const ends = (l, i) => i > 0 && (RULES.some(([start]) => start.test(l)) || isTable(lines.slice(i)));
  const end = lines.findIndex(ends);
  const stop = end < 0 ? lines.length : end;
  return [h("p", null, span(lines.slice(0, stop).join("\n"))), lines.slice(stop)];
}

const PIECES = [
  [/^\\([\\`*_{}[\]()#+\-.!|~>])/, (m) => m[1]],
  [/^(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/, (m) => h("code", { class: "code" }, m[2])],
  [/^!?\[([^\]\n]*)\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/, (m) => linkNode(m[2], span(m[1]))],
  [/^\*\*(?=\S)([\s\S]+?\S|\S)\*\*(?!\*)/, (m) => h("strong", null, span(m[1]))],
  [/^__(?=\S)([\s\S]+?\S|\S)__(?![\p{L}\p{N}])/u, (m) => h("strong", null, span(m[1]))],
  [/^~~(?=\S)([\s\S]+?\S|\S)~~/, (m) => h("s", null, span(m[1]))],
  [/^\*(?=[^\s*])([^*\n]*?[^\s*]|[^\s*])\*(?!\*)/, (m) => h("em", null, span(m[1]))],
  [/^_(?=[^\s_])([^\n]*?[^\s_]|[^\s_])_(?![\p{L}\p{N}])/u, (m) => h("em", null, span(m[1]))],
  [/^https?:\/\/[^\s<>)\]]+[^\s<>)\].,;:!?]/i, (m) => linkNode(m[0], m[0])],
  [/^:([a-z0-9_+'-]+):/, (m) => (emoji(m[1]) ? emojiNode(m[1], emoji(m[1])) : m[0])],
];

// Past this length a paragraph is shown as it is: matching grows with its square.
const LONGEST = 12000;

function span(source) {
  if (source.length > LONGEST) return [source];
  const out = [];
  let text = "";
  for (let i = 0; i < source.length;) {
    const inWord = source[i] === "_" && /[\p{L}\p{N}]/u.test(source[i - 1] || "");
    const live = source[i] === "<" ? angle(source, i) : null;
    const found = live || inWord || !/[\\`![*_~h:]/i.test(source[i]) ? null : match(source.slice(i));
    if (live || found) {
      if (text) out.push(text);
      text = "";
      out.push(live ? nodes([live.node])[0] : found.el);
      i += live ? live.length : found.length;
    } else {
      text += source[i];
      i += 1;
    }
  }
  if (text) out.push(text);
  return out;
}

function match(ahead) {
  for (const [start, make] of PIECES) {
    const m = start.exec(ahead);
    if (m) return { el: make(m), length: m[0].length };
  }
  return null;
}
