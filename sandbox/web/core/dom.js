// Elements are built node by node. Nothing in this page ever parses text as
// HTML, so a message can hold any characters without becoming markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * h builds an HTML element. Keys that begin with "on" and hold a function
 * become listeners; true makes an empty attribute; false, null and undefined
 * leave the attribute out. Children may be nodes, strings, numbers, arrays.
 */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** svg builds an SVG element, with the same rules as h. */
export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(el, props, children) {
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on") && typeof value === "function") {
      el.addEventListener(key.slice(2).toLowerCase(), value);
    } else if (key === "value" || key === "checked" || key === "indeterminate") {
      el[key] = value;
    } else {
      el.setAttribute(key, value === true ? "" : String(value));
    }
  }
  append(el, children);
  return el;
}

/** append adds children to a node; null, undefined and false are skipped. */
export function append(el, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    el.append(child instanceof Node ? child : String(child));
  }
  return el;
}

/** replace swaps all children of a node. */
export function replace(el, ...children) {
  el.replaceChildren();
  return append(el, children);
}

let serial = 0;

/** uid gives an id that is unique on this page, for labels and ARIA. */
export function uid(prefix = "x") {
  serial += 1;
  return `${prefix}-${serial}`;
}

/** debounce runs fn once the calls have paused; cancel drops a waiting one. */
export function debounce(fn, ms) {
  let timer = 0;
  const run = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), ms);
  };
  run.cancel = () => clearTimeout(timer);
  return run;
}

/**
 * safeURL returns an address that may stand in a link, or "" if its scheme
 * could run code. Relative addresses are the sandbox's own files.
 */
export function safeURL(url) {
  const text = String(url || "").trim();
  if (/^(https?:|mailto:|tel:|slack:)/i.test(text)) return text;
  return text.startsWith("/") ? text : "";
}

/** focusables lists what Tab reaches inside a node, in document order. */
export function focusables(root) {
  const all = root.querySelectorAll(
    "a[href], button, input, textarea, select, summary, [tabindex]",
  );
  return [...all].filter(
    (el) => !el.disabled && el.tabIndex >= 0 && el.getClientRects().length > 0,
  );
}

/** trapTab keeps Tab and Shift+Tab inside a node; use it as a keydown handler. */
export function trapTab(event, root) {
  if (event.key !== "Tab") return;
  const list = focusables(root);
  if (list.length === 0) {
    event.preventDefault();
    return;
  }
  const first = list[0];
  const last = list[list.length - 1];
  const at = document.activeElement;
  if (event.shiftKey && (at === first || !root.contains(at))) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (at === last || !root.contains(at))) {
    event.preventDefault();
    first.focus();
  }
}
