// Slack's mrkdwn, parsed into plain objects. No DOM here, so that the rules
// can be tried with a table of inputs.
//
// Blocks: {kind: "para" | "quote", nodes} and {kind: "pre", nodes}.
// Inline: text, bold, italic, strike, code, user, channel, group, ping, date,
// link, emoji.

import { emoji } from "../core/emoji.js";

const WORD = /[\p{L}\p{N}]/u;
const MARKS = { "*": "bold", _: "italic", "~": "strike" };
// Sticky, so that they are tried in place: slices would make long text slow.
const URL_START = /https?:\/\/(?:(?!&[lg]t;)[^\s<>|])+/iy;
const BARE_URL = /(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|app|eu|de|co\.uk)(?:\/(?:(?!&[lg]t;)[^\s<>|])*)?(?![\p{L}\p{N}@.-])/iuy;
const EMAIL = /[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+/iy;
const ADDRESS = /[^\s<>|*~`]{0,300}?[.@:]/y;
const CODE = /`([^`\n]+)`/y;
const ANGLE = /<([^<>\n]+)>/y;
const EMOJI = /:([a-z0-9_+'-]{1,40}):(?::skin-tone-([2-6]):)?/y;
const NAME = /[@#]([\p{L}\p{N}_-]{1,80})/uy;
const BROADCASTS = ["here", "channel", "everyone"];

function at(pattern, source, i) {
  pattern.lastIndex = i;
  return pattern.exec(source);
}

/**
 * parse reads mrkdwn. options.urls links bare addresses; options.names makes
 * a bare @here and #channel live, as Slack does in text objects that are not
 * verbatim; options.channelID finds a channel's id by its name.
 */
export function parse(source, options = {}) {
  const blocks = [];
  let rest = 0;
  for (const fence of String(source || "").matchAll(/```([\s\S]+?)```/g)) {
    paragraphs(source.slice(rest, fence.index), options, blocks);
    const body = fence[1].replace(/^\n/, "").replace(/\n$/, "");
    blocks.push({ kind: "pre", nodes: verbatimNodes(body) });
    rest = fence.index + fence[0].length;
  }
  paragraphs(String(source || "").slice(rest), options, blocks);
  return blocks;
}

function paragraphs(text, options, blocks) {
  if (text === "") return;
  let kind = "";
  let lines = [];
  const close = () => {
    if (lines.length > 0) blocks.push({ kind, nodes: inline(lines.join("\n"), options) });
    lines = [];
  };
  // A break next to a code block is the block's own, not an empty line.
  const all = text.replace(blocks.length > 0 ? /^\n/ : /^(?!)/, "").split("\n");
  for (let i = 0; i < all.length; i++) {
    const quote = /^(?:&gt;|>) ?/.exec(all[i]);
    const rest = /^(?:&gt;|>){3} ?/.exec(all[i]);
    const now = quote ? "quote" : "para";
    if (now !== kind) close();
    kind = now;
    if (rest) {
      lines = [all[i].slice(rest[0].length), ...all.slice(i + 1)];
      break;
    }
    lines.push(quote ? all[i].slice(quote[0].length) : all[i]);
  }
  close();
}

/** inline parses one run of text, without blocks. */
export function inline(source, options = {}, banned = "") {
  const out = [];
  const dead = {};
  let text = "";
  const flush = () => {
    if (text) out.push({ kind: "text", text: unescape(text) });
    text = "";
  };
  for (let i = 0; i < source.length;) {
    const found = piece(source, i, options, banned, dead);
    if (found) {
      flush();
      out.push(found.node);
      i += found.length;
    } else {
      text += source[i];
      i += 1;
    }
  }
  flush();
  return out;
}

function piece(source, i, options, banned, dead) {
  switch (source[i]) {
    case "<":
      return angle(source, i);
    case "`":
      return code(source, i);
    case "*":
    case "_":
    case "~":
      return banned.includes(source[i]) ? null : marked(source, i, options, banned, dead);
    case ":":
      return emojiAt(source, i);
    case "@":
    case "#":
      return options.names && startsWord(source, i) ? bareName(source, i, options) : null;
    default:
      return options.urls && startsWord(source, i) ? bareURL(source, i) : null;
  }
}

function startsWord(source, i) {
  return i === 0 || !(WORD.test(source[i - 1]) || "/@._-&".includes(source[i - 1]));
}

function code(source, i) {
  const m = at(CODE, source, i);
  return m && { node: { kind: "code", nodes: verbatimNodes(m[1]) }, length: m[0].length };
}

// Inside code nothing is styled, but what stands in angle brackets stays live.
function verbatimNodes(text) {
  const out = [];
  let rest = 0;
  for (const m of text.matchAll(/<[^<>\n]+>/g)) {
    const found = angle(text, m.index);
    if (!found) continue;
    if (m.index > rest) out.push({ kind: "text", text: unescape(text.slice(rest, m.index)) });
    out.push(found.node);
    rest = m.index + found.length;
  }
  if (rest < text.length) out.push({ kind: "text", text: unescape(text.slice(rest)) });
  return out;
}

function marked(source, i, options, banned, dead) {
  const mark = source[i];
  const opens = startsWord(source, i) || (i > 0 && source[i - 1] in MARKS);
  if (!opens || i < (dead[mark] ?? 0) || /\s/.test(source[i + 1] ?? " ")) return null;
  const end = closing(source, i, mark);
  if (end < 0) {
    // No partner up to the end of this line: none for later marks in it either.
    const line = source.indexOf("\n", i);
    dead[mark] = line < 0 ? source.length : line;
    return null;
  }
  const nodes = inline(source.slice(i + 1, end), options, banned + mark);
  return { node: { kind: MARKS[mark], nodes }, length: end + 1 - i };
}

function closing(source, i, mark) {
  for (let j = i + 1; j < source.length && source[j] !== "\n"; j++) {
    if (source[j] === "<" || source[j] === "`") {
      const skip = source[j] === "<" ? angle(source, j) : code(source, j);
      if (skip) j += skip.length - 1;
    } else if (source[j] === mark && j > i + 1 && !/\s/.test(source[j - 1]) && !WORD.test(source[j + 1] ?? " ")) {
      return j;
    }
  }
  return -1;
}

/** angle reads what stands in <…>; null if Slack would print it as it is. */
export function angle(source, i) {
  const m = at(ANGLE, source, i);
  if (!m) return null;
  const node = angleNode(m[1]);
  return node && { node, length: m[0].length };
}

function angleNode(body) {
  const bar = body.indexOf("|");
  const head = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? "" : unescape(body.slice(bar + 1));
  // A person with a label is printed literally by today's clients.
  if (/^@[UW][A-Z0-9]+$/.test(body)) return { kind: "user", id: body.slice(1) };
  if (/^#[A-Z0-9]+$/.test(head)) return { kind: "channel", id: head.slice(1), label };
  if (head.startsWith("!subteam^")) return { kind: "group", id: head.slice(9), label };
  if (head.startsWith("!date^")) return dateNode(head, label);
  if (head.startsWith("!")) {
    const range = head.slice(1).split("^")[0];
    return BROADCASTS.includes(range) ? { kind: "ping", range } : { kind: "text", text: label || `<${body}>` };
  }
  if (/^(https?|mailto|tel|slack):/i.test(head)) {
    const url = unescape(head);
    return { kind: "link", url, label: label || url.replace(/^mailto:/i, "") };
  }
  return null;
}

function dateNode(head, fallback) {
  const [, ts, format, url] = head.split("^");
  const unix = Number(ts);
  if (!Number.isFinite(unix) || !format) return { kind: "text", text: fallback };
  return { kind: "date", unix, format: unescape(format), url: url ? unescape(url) : "", fallback };
}

function emojiAt(source, i) {
  const m = at(EMOJI, source, i);
  const char = m && emoji(m[1], Number(m[2] || 0));
  return char ? { node: { kind: "emoji", name: m[1], char }, length: m[0].length } : null;
}

function bareName(source, i, options) {
  const m = at(NAME, source, i);
  if (!m) return null;
  if (source[i] === "@") {
    return BROADCASTS.includes(m[1]) ? { node: { kind: "ping", range: m[1] }, length: m[0].length } : null;
  }
  const id = options.channelID?.(m[1]);
  return id ? { node: { kind: "channel", id, label: m[1] }, length: m[0].length } : null;
}

function bareURL(source, i) {
  if (!WORD.test(source[i]) || !at(ADDRESS, source, i)) return null;
  const mail = at(EMAIL, source, i);
  if (mail) return { node: { kind: "link", url: `mailto:${mail[0]}`, label: mail[0] }, length: mail[0].length };
  const m = at(URL_START, source, i) || at(BARE_URL, source, i);
  if (!m) return null;
  // Signs that end a sentence are not part of it, but an escape stays whole.
  const shown = m[0].replace(/(?:(?<!&amp);|[.,:!?'")\]*_~`])+$/, "");
  const label = unescape(shown);
  return { node: { kind: "link", url: /^https?:/i.test(label) ? label : `http://${label}`, label }, length: shown.length };
}

/** unescape undoes the three escapes that Slack knows. */
export function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}
