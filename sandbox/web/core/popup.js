// A layer that hangs on an anchor: menus, lists, calendars, small cards.

import { h } from "./dom.js";

const GAP = 4;
const EDGE = 8;

let open = null;

/**
 * openPopup shows content beside an anchor and closes it on Escape, on a press
 * elsewhere, or when another one opens. It lives inside the open dialog, if
 * any, since everything outside of that cannot be pressed.
 * Options: align "start" | "end", match (as wide as the anchor), onClose.
 */
export function openPopup(anchor, content, { align = "start", match = false, onClose = null } = {}) {
  open?.close();
  const el = h("div", { class: "popup" }, content);
  const home = anchor.closest("dialog[open]") || document.body;
  const popup = { el, anchor, close, place: () => place(el, anchor, align, match) };

  function close() {
    if (open !== popup) return;
    open = null;
    el.remove();
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", escape, true);
    window.removeEventListener("scroll", follow, true);
    window.removeEventListener("resize", follow);
    onClose?.();
  }
  function outside(event) {
    if (!el.contains(event.target) && !anchor.contains(event.target)) close();
  }
  function escape(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  }
  function follow(event) {
    if (event?.target instanceof Node && el.contains(event.target)) return;
    if (anchor.isConnected) popup.place();
    else close();
  }

  open = popup;
  home.append(el);
  popup.place();
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", escape, true);
  window.addEventListener("scroll", follow, true);
  window.addEventListener("resize", follow);
  return popup;
}

/** closePopup closes whatever layer is open. */
export function closePopup() {
  open?.close();
}

// Below the anchor if it fits there, or if there is more room than above.
function place(el, anchor, align, match) {
  const at = anchor.getBoundingClientRect();
  const wide = document.documentElement.clientWidth;
  const high = document.documentElement.clientHeight;
  el.style.maxHeight = "";
  el.style.minWidth = match ? `${Math.min(at.width, wide - 2 * EDGE)}px` : "";
  const size = el.getBoundingClientRect();
  const below = high - at.bottom - GAP - EDGE;
  const above = at.top - GAP - EDGE;
  const down = size.height <= below || below >= above;
  const height = Math.min(size.height, down ? below : above);
  el.style.maxHeight = `${Math.max(height, 60)}px`;
  const left = align === "end" ? at.right - size.width : at.left;
  el.style.left = `${Math.max(EDGE, Math.min(left, wide - size.width - EDGE))}px`;
  el.style.top = `${Math.max(EDGE, down ? at.bottom + GAP : at.top - GAP - height)}px`;
}
