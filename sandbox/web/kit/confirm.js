// The confirmation dialog that an element may ask for before it acts.

import { h, trapTab, uid } from "../core/dom.js";
import { textObject } from "./text.js";

/** confirm asks and resolves to true only if the person agreed. */
export function confirm(object) {
  return new Promise((resolve) => {
    const title = uid("confirm");
    const danger = object.style === "danger";
    const before = document.activeElement;
    const answer = (yes) => {
      dialog.close();
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(yes);
    };
    const dialog = h("dialog", {
      class: "modal modal-small", "data-testid": "confirm", "aria-labelledby": title,
      onCancel: (event) => event.preventDefault(),
      onKeydown: (event) => {
        trapTab(event, dialog);
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        answer(false);
      },
    },
    h("header", { class: "modal-head" }, h("h2", { id: title, class: "modal-title" }, textObject(object.title) || "Are you sure?")),
    h("div", { class: "modal-body" }, h("p", { class: "text" }, textObject(object.text))),
    h("footer", { class: "modal-foot" },
      h("button", { class: "button", type: "button", "data-testid": "confirm-no", onClick: () => answer(false) }, textObject(object.deny) || "Cancel"),
      h("button", { class: `button ${danger ? "button-danger" : "button-primary"}`, type: "button", autofocus: true, "data-testid": "confirm-yes", onClick: () => answer(true) }, textObject(object.confirm) || "Yes")));
    document.body.append(dialog);
    dialog.showModal();
  });
}
