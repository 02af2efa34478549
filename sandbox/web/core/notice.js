// Short notes to the person: toasts on the screen and lines for screen readers.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const LONG = 7000;
const MOST = 3;

/** announce says a line through the polite live region. */
export function announce(text) {
  const region = document.getElementById("announcer");
  // A new node each time: readers stay silent if a text is set that is there already.
  region.replaceChildren(h("p", null, text));
}

/**
 * toast shows a note that leaves by itself; with onOpen it can be pressed.
 * Errors stay longer and are read out at once.
 */
export function toast(text, { error = false, onOpen = null, title = "" } = {}) {
  const box = document.getElementById("toasts");
  while (box.children.length >= MOST) box.firstElementChild.remove();
  const body = [title && h("strong", null, title), h("span", null, text)];
  const note = h("div", { class: `toast${error ? " toast-error" : ""}`, "data-testid": "toast", role: error ? "alert" : "status" });
  const leave = () => note.remove();
  note.append(onOpen
    ? h("button", { class: "toast-body", type: "button", onClick: () => { leave(); onOpen(); } }, body)
    : h("div", { class: "toast-body" }, body));
  note.append(h("button", { class: "icon-button", type: "button", "aria-label": "Dismiss", onClick: leave }, icon("close", 14)));
  box.append(note);
  setTimeout(leave, error ? LONG * 2 : LONG);
  return note;
}
