// Channels, direct messages and the app; a drawer when the window is narrow.

import { h, replace, trapTab } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { avatar, conversationName } from "../core/people.js";
import { go } from "../core/session.js";
import { appDM, on, store } from "../core/store.js";

/** sidebar builds the list of places; it follows the person and what arrives. */
export function sidebar() {
  const body = h("div", { class: "sidebar-body" });
  const team = h("div", { class: "sidebar-team" }, h("span", { class: "team-mark", "aria-hidden": "true" }, (store.boot.team.name || "?").charAt(0)), h("span", null, store.boot.team.name));
  const el = h("nav", { class: "sidebar", id: "sidebar", "aria-label": "Places", "data-testid": "sidebar", onKeydown: keys }, team, body);
  const shade = h("div", { class: "shade", hidden: true, onClick: () => el.toggle(false) });
  let opener = null;

  function draw() {
    const focus = document.activeElement?.closest?.(".sidebar-item")?.dataset.key;
    const app = appDM();
    const others = store.dms.filter((d) => d !== app);
    replace(body,
      section("Channels", store.channels.map(channelItem)),
      section("Direct messages", [...others.map(dmItem)]),
      section("Apps", [appItem(app)]));
    roving();
    if (focus) body.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }
  function section(title, items) {
    return items.length > 0 && h("section", { class: "sidebar-section" },
      h("h2", { class: "sidebar-title" }, title), h("ul", { role: "list" }, items.map((i) => h("li", null, i))));
  }
  function item(key, active, unread, mark, name, badge, onClick) {
    const said = unread > 0 ? `, ${unread} unread` : "";
    return h("button", {
      class: `sidebar-item${active ? " is-active" : ""}${unread > 0 ? " is-unread" : ""}`, type: "button", "data-key": key,
      "data-testid": `place-${key}`, "aria-current": active ? "page" : null, "aria-label": `${name}${said}`,
      onClick: () => {
        el.toggle(false);
        onClick();
      },
    }, mark, h("span", { class: "sidebar-name" }, name), badge && unread > 0 && h("span", { class: "badge", "data-testid": "badge" }, unread));
  }
  const isOpen = (id) => store.place.kind === "channel" && store.place.id === id;
  const channelItem = (c) => item(c.id, isOpen(c.id), c.fresh, icon(c.private ? "lock" : "hash", 16), c.name, false, () => go({ kind: "channel", id: c.id }));
  const dmItem = (d) => item(d.id, isOpen(d.id), d.fresh, d.user ? avatar(d.user, 20) : icon("person", 18), conversationName(d), true, () => go({ kind: "channel", id: d.id }));
  const appItem = (dm) => item("app", store.place.kind === "home" || isOpen(dm?.id), dm?.fresh || 0,
    avatar(store.boot.app.bot_user_id, 20), store.boot.app.name, true,
    // Where something new waits, the app opens on its messages, else on its Home.
    () => go(dm?.fresh > 0 ? { kind: "channel", id: dm.id } : { kind: "home" }));

  function items() {
    return [...body.querySelectorAll(".sidebar-item")];
  }
  function roving() {
    const all = items();
    const first = all.find((i) => i.classList.contains("is-active")) || all[0];
    all.forEach((i) => {
      i.tabIndex = i === first ? 0 : -1;
    });
  }
  function keys(event) {
    if (event.key === "Escape" && el.classList.contains("is-open")) {
      event.stopPropagation();
      el.toggle(false);
      return;
    }
    if (el.classList.contains("is-open")) trapTab(event, el);
    const all = items();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || !all[to]) return;
    event.preventDefault();
    all.forEach((i) => {
      i.tabIndex = -1;
    });
    all[to].tabIndex = 0;
    all[to].focus();
  }
  // toggle opens or closes the drawer of a narrow window.
  el.toggle = (open = !el.classList.contains("is-open")) => {
    if (open === el.classList.contains("is-open")) return;
    if (open) opener = document.activeElement;
    el.classList.toggle("is-open", open);
    shade.hidden = !open;
    document.querySelector("[data-testid=menu]")?.setAttribute("aria-expanded", String(open));
    if (open) el.querySelector(".sidebar-item[tabindex='0']")?.focus();
    else if (opener?.isConnected) opener.focus();
  };
  on("sidebar place me", draw);
  return [el, shade];
}
