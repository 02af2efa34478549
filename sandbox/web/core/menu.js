// A menu that takes the focus: arrows move, Enter chooses, Escape goes back.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openPopup } from "./popup.js";

/**
 * openMenu shows items [{label, hint, icon, danger, onPick, testid}] at an
 * anchor. An item with only a label and heading: true is a caption.
 */
export function openMenu(anchor, items, { label, align = "start", onClose = null } = {}) {
  const list = h("div", { class: "menu", role: "menu", "aria-label": label, onKeydown: keys });
  const popup = openPopup(anchor, list, { align, onClose: closed });
  let returnFocus = true;
  for (const item of items) list.append(item.heading ? caption(item) : entry(item));
  popup.place();
  anchor.setAttribute("aria-expanded", "true");
  buttons()[0]?.focus();

  function buttons() {
    return [...list.querySelectorAll("[role=menuitem]")];
  }
  function entry(item) {
    return h("button", {
      class: `menu-item${item.danger ? " is-danger" : ""}`, type: "button", role: "menuitem", tabindex: "-1",
      "data-testid": item.testid,
      onClick: () => {
        returnFocus = !item.takesFocus;
        popup.close();
        item.onPick();
      },
    }, item.icon && icon(item.icon), h("span", { class: "menu-text" }, item.label, item.hint && h("small", null, item.hint)));
  }
  function caption(item) {
    return h("div", { class: "menu-caption", role: "presentation" }, item.label);
  }
  function closed() {
    onClose?.();
    anchor.setAttribute("aria-expanded", "false");
    if (returnFocus && anchor.isConnected && (list.contains(document.activeElement) || document.activeElement === document.body)) anchor.focus();
  }
  function keys(event) {
    const all = buttons();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all[(to + all.length) % all.length]?.focus();
    } else if (event.key === "Tab") {
      popup.close();
    } else if (/^\p{L}$/u.test(event.key)) {
      const starts = (b) => b.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase());
      [...all.slice(at + 1), ...all.slice(0, at + 1)].find(starts)?.focus();
    }
  }
  return popup;
}
