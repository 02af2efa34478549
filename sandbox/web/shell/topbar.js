// The bar above the workspace: what makes this a sandbox. The clock, the
// buttons that move it, and the person one is.

import { api, explain } from "../core/api.js";
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { openMenu } from "../core/menu.js";
import { announce, toast } from "../core/notice.js";
import { viewerZone } from "../core/people.js";
import { refreshMessages, refreshState } from "../core/session.js";
import { on, store, tell } from "../core/store.js";
import { clockText } from "../core/zone.js";
import { switcher } from "./switcher.js";

/** topbar builds the bar. */
export function topbar({ onMenu, onChoose }) {
  const progress = h("div", { class: "progress", role: "progressbar", "aria-label": "The clock is moving", hidden: true });
  return h("header", { class: "topbar" },
    h("button", { class: "icon-button topbar-menu", type: "button", "aria-label": "Places", "aria-controls": "sidebar", "aria-expanded": "false", "data-testid": "menu", onClick: onMenu }, icon("menu", 20)),
    clock(progress), offline(), switcher(onChoose), progress);
}

function offline() {
  const el = h("span", { class: "offline", role: "status", hidden: true }, "Not connected; trying again");
  on("connection", () => {
    el.hidden = !store.offline;
  });
  return el;
}

function clock(progress) {
  const text = h("span", { class: "clock-text" });
  const zone = h("small", { class: "clock-zone" });
  const face = h("div", { class: "clock", "data-testid": "clock", title: "The workspace's own date and time, in this person's zone" }, icon("clock", 16), text, zone);
  const moves = store.boot.moves.map((m) => h("button", {
    class: "move", type: "button", "data-testid": `move-${m.id}`, onClick: () => move(m),
  }, icon("fast", 14), m.label));
  const menu = h("button", {
    class: "move move-menu", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "Move the clock", "data-testid": "moves",
    onClick: () => openMenu(menu, store.boot.moves.map((m) => ({ label: m.label, icon: "fast", testid: `menu-move-${m.id}`, onPick: () => move(m) })), { label: "Move the clock" }),
  }, icon("fast", 14));

  function draw() {
    if (!store.now) return;
    text.textContent = clockText(store.now, viewerZone());
    zone.textContent = viewerZone().split("/").pop().replaceAll("_", " ");
    const busy = store.moving !== "";
    progress.hidden = !busy;
    face.setAttribute("aria-busy", String(busy));
    for (const b of [...moves, menu]) b.disabled = busy;
  }
  on("clock me", draw);
  draw();
  return h("div", { class: "clock-box" }, face, moves.length > 0 && h("div", { class: "moves", role: "group", "aria-label": "Move the clock" }, moves, menu));
}

async function move(m) {
  store.moving = m.id;
  tell("clock");
  announce(`${m.label}: the clock is moving.`);
  try {
    const answer = await api.move(m.id);
    if (answer.ok === false) throw answer;
    if (answer.now) store.now = answer.now;
  } catch (error) {
    toast(explain(error), { error: true, title: m.label });
  }
  await Promise.all([refreshState(), refreshMessages()]);
  store.moving = "";
  tell("clock");
  tell("messages");
  announce(`It is ${clockText(store.now, viewerZone())}.`);
}
