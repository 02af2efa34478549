// The small card about a person, and presses on mentions and links anywhere.

import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { avatar, person, personName } from "../core/people.js";
import { openPopup } from "../core/popup.js";
import { follow, go, goMessages } from "../core/session.js";
import { store } from "../core/store.js";
import { clockTime } from "../core/zone.js";

/** startMentions makes mentions, channel names and inner links work. */
export function startMentions() {
  document.addEventListener("click", (event) => {
    const user = event.target.closest("[data-user]");
    const channel = event.target.closest("[data-channel]");
    const link = event.target.closest("a[href]");
    if (user) showPerson(user, user.dataset.user);
    else if (channel) go({ kind: "channel", id: channel.dataset.channel });
    else if (link && follow(link.href)) event.preventDefault();
  });
}

function showPerson(anchor, id) {
  const found = person(id);
  const isApp = id === store.boot.app.bot_user_id;
  const dm = store.dms.find((d) => d.user === id);
  const open = () => {
    popup.close();
    if (isApp) goMessages();
    else go({ kind: "channel", id: dm.id });
  };
  const card = h("div", { class: "profile", role: "dialog", "aria-label": personName(id) },
    avatar(id, 72),
    h("div", null,
      h("strong", { class: "profile-name" }, personName(id)),
      h("div", { class: "profile-line" }, isApp ? "App" : found?.title || ""),
      found && !isApp && h("div", { class: "profile-line" }, icon("clock", 14), ` ${clockTime(store.now, found.tz)} local time`),
      found && !isApp && h("div", { class: "profile-line" }, `@${found.name}`, found.deleted ? " · deactivated" : ""),
      (isApp || dm) && h("button", { class: "button button-small", type: "button", onClick: open }, "Message")));
  const popup = openPopup(anchor, card, { onClose: () => anchor.isConnected && anchor.focus() });
  card.querySelector("button")?.focus();
}
