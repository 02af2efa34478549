// The page begins here: load what does not change, build the frame, become
// somebody, and follow what happens.

import { api, explain } from "./core/api.js";
import { append, h } from "./core/dom.js";
import { icon } from "./core/icons.js";
import { person, personName } from "./core/people.js";
import * as route from "./core/route.js";
import { become, go, openThread, refreshState } from "./core/session.js";
import { on, store } from "./core/store.js";
import { mrkdwn } from "./kit/text.js";
import { listen } from "./shell/live.js";
import { startModal } from "./shell/modal.js";
import { pane } from "./shell/pane.js";
import { startMentions } from "./shell/profile.js";
import { sidebar } from "./shell/sidebar.js";
import { thread } from "./shell/thread.js";
import { topbar } from "./shell/topbar.js";

// The clock is asked for now and then: it may run, and a lost event must not
// leave a wrong time on the screen.
const CLOCK_MS = 30000;

async function start() {
  const app = document.getElementById("app");
  try {
    store.boot = { ...store.boot, ...(await api.boot()) };
  } catch (error) {
    app.replaceChildren(h("p", { class: "failure", role: "alert" }, explain(error)));
    return;
  }
  store.now = store.boot.now || 0;
  document.title = `${store.boot.team.name} · sandbox`;
  frame(app);
  startModal();
  startMentions();
  on("place", () => route.write());
  // One address is followed after the other: a place can be entered only once the
  // person whose it is has come. The event knows the address; the bar may show
  // that of a place which is still being entered.
  let entered = enter(route.read(location));
  window.addEventListener("hashchange", ({ newURL }) => {
    entered = entered.then(() => enter(route.read(new URL(newURL))));
  });
  await entered;
  setInterval(() => document.visibilityState === "visible" && refreshState(), CLOCK_MS);
  document.documentElement.dataset.ready = "true";
}

function frame(app) {
  const [bar, shade] = sidebar();
  app.replaceChildren();
  append(app, [
    h("button", { class: "skip", type: "button", onClick: () => document.getElementById("main").focus() }, "Skip to the conversation"),
    topbar({ onMenu: () => bar.toggle(), onChoose: (id) => change(id) }),
    h("div", { class: "window" }, bar, shade, h("div", { class: "sheet" }, tour(), h("div", { class: "columns" }, pane(), thread()))),
  ]);
}

// Brings the page to what the address says; to the first person's Home if it
// says nothing that is known.
async function enter({ me, place, thread: ts }) {
  const anybody = store.boot.suggested?.[0] || store.boot.users.find((u) => !u.bot && !u.deleted)?.id;
  const id = person(me) ? me : store.me || anybody;
  if (id !== store.me) await change(id, place);
  else if (place && (place.kind !== store.place.kind || place.id !== store.place.id)) await go(place, ts);
  if (ts && ts !== store.thread) await openThread(ts);
}

async function change(id, place) {
  await Promise.all([become(id, place), listen()]);
  route.write();
  document.title = `${personName(id)} · ${store.boot.team.name} · sandbox`;
}

// The words with which whoever runs the sandbox greets; put away for good by
// the button, as far as this browser tab is concerned.
function tour() {
  const text = store.boot.tour;
  if (!text || sessionStorage.getItem("tour") === text) return null;
  const note = h("div", { class: "tour", role: "note", "data-testid": "tour" }, icon("info"),
    h("div", { class: "text" }, mrkdwn(text)),
    h("button", {
      class: "icon-button", type: "button", "aria-label": "Put these words away",
      onClick: () => {
        sessionStorage.setItem("tour", text);
        note.remove();
      },
    }, icon("close", 16)));
  return note;
}

start();
