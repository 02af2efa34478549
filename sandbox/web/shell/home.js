// The Home tab of the app.

import { h } from "../core/dom.js";
import { on, store } from "../core/store.js";
import { BlockView } from "../kit/blocks.js";
import { surface } from "./surface.js";

/** homeTab builds the tab; it follows the person and what the app publishes. */
export function homeTab() {
  let blocks = null;
  let owner = "";
  const box = h("div", { class: "home", "data-testid": "home", tabindex: "-1" });

  function draw() {
    if (owner !== store.me) {
      // Values of one person's tab must not appear in another's.
      blocks = new BlockView(surface("home", () => ({ view_id: store.home?.id })), "blocks-home");
      owner = store.me;
      box.replaceChildren();
    }
    if (!store.home) {
      box.replaceChildren(h("p", { class: "empty" }, `${store.boot.app.name} has not put anything here for you yet.`));
      return;
    }
    if (!blocks.el.isConnected) box.replaceChildren(blocks.el);
    blocks.update(store.home.blocks || []);
  }
  on("home me", draw);
  draw();
  return box;
}
