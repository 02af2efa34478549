// Who looks, and where: loading, moving about, and keeping up with the server.

import { api, explain } from "./api.js";
import { toast } from "./notice.js";
import { appDM, conversation, store, tell } from "./store.js";

const places = new Map();
const seen = new Map();

// Runs one load at a time; calls that come meanwhile cause one more after it.
function single(load) {
  let running = null;
  let again = false;
  return async () => {
    again = true;
    running ||= loop();
    await running;
  };
  async function loop() {
    while (again) {
      again = false;
      await load().catch((error) => toast(explain(error), { error: true }));
    }
    running = null;
  };
}

/** refreshState loads what the person's window frame shows, and their views. */
export const refreshState = single(async () => {
  const me = store.me;
  const state = await api.state(me);
  if (me !== store.me) return;
  store.channels = state.channels || [];
  store.dms = state.dms || [];
  store.home = state.home || null;
  store.modal = state.modal || null;
  if (state.now) store.now = state.now;
  for (const c of [...store.channels, ...store.dms]) settleUnread(c);
  for (const topic of ["sidebar", "home", "modal", "clock"]) tell(topic);
});

/** refreshMessages loads the open conversation, and the open thread. */
export const refreshMessages = single(async () => {
  const { me, place, thread } = store;
  if (place.kind !== "channel") return;
  const [main, replies] = await Promise.all([
    api.messages(me, place.id),
    thread ? api.messages(me, place.id, thread) : Promise.resolve({ messages: [] }),
  ]);
  if (me !== store.me || place !== store.place || thread !== store.thread) return;
  store.messages = main.messages || [];
  store.replies = replies.messages || [];
  tell("messages");
});

// What arrives while a conversation is open is read at once. The server counts
// it until the conversation is opened again, so the page takes it off itself.
function settleUnread(c) {
  const open = store.place.kind === "channel" && store.place.id === c.id;
  const known = open ? c.unread || 0 : Math.min(seen.get(c.id) || 0, c.unread || 0);
  seen.set(c.id, known);
  c.fresh = Math.max(0, (c.unread || 0) - known);
}

/** become changes the person through whose eyes the page looks. */
export async function become(id, place) {
  places.set(store.me, store.place);
  store.me = id;
  seen.clear();
  store.thread = "";
  store.messages = [];
  store.modal = null;
  store.home = null;
  store.channels = [];
  store.dms = [];
  tell("modal");
  tell("me");
  await refreshState();
  const to = place || places.get(id) || { kind: "home" };
  await go(to.kind === "channel" && !conversation(to.id) ? { kind: "home" } : to);
}

/**
 * go shows the Home tab or a conversation; {kind: "channel", id, ts} also
 * scrolls to a message. A conversation that the person is not in is refused.
 */
export async function go(place, thread = "") {
  if (place.kind === "channel" && !conversation(place.id)) {
    toast("You are not in that conversation.", { error: true });
    return;
  }
  const changed = place.kind !== store.place.kind || place.id !== store.place.id;
  store.unread = conversation(place.id)?.fresh || 0;
  store.place = place;
  store.thread = thread;
  if (changed) {
    store.messages = [];
    store.loaded = false;
  }
  tell("place");
  try {
    if (place.kind === "home") await api.home(store.me);
    else await api.open(store.me, place.id);
  } catch (error) {
    toast(explain(error), { error: true });
  }
  await Promise.all([refreshState(), refreshMessages()]);
}

/** openThread shows the replies to a message beside the conversation. */
export async function openThread(ts) {
  store.thread = ts;
  store.replies = [];
  tell("place");
  await refreshMessages();
}

/** closeThread puts the replies away. */
export function closeThread() {
  store.thread = "";
  tell("place");
}

/** goMessages opens the direct message with the app. */
export function goMessages() {
  const dm = appDM();
  return dm ? go({ kind: "channel", id: dm.id }) : go({ kind: "home" });
}

/** follow opens an address inside the page if it means a place in it. */
export function follow(url) {
  const m = /\/archives\/([A-Z0-9]+)(?:\/p(\d+)(\d{6}))?/.exec(url);
  if (m && conversation(m[1])) {
    go({ kind: "channel", id: m[1], ts: m[2] ? `${m[2]}.${m[3]}` : "" });
    return true;
  }
  if (/^slack:\/\/app\b/.test(url)) {
    if (/tab=messages/.test(url)) goMessages();
    else go({ kind: "home" });
    return true;
  }
  return false;
}
