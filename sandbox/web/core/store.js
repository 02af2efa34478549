// What the page knows: one plain object, and listeners by topic. Views read
// the object when told that a topic changed; nothing else is kept twice.

/**
 * store.place is where the person looks: {kind: "home"} or {kind: "channel",
 * id, ts?}; store.thread is the ts of the open thread or "".
 */
export const store = {
  boot: { team: {}, app: {}, users: [], groups: [], channels: [], commands: [], shortcuts: [], moves: [], suggested: [] },
  me: "",
  now: 0,
  channels: [],
  dms: [],
  home: null,
  modal: null,
  place: { kind: "home" },
  thread: "",
  moving: "",
  offline: false,
};

const listeners = new Map();

/** on calls fn whenever one of the topics (parted by spaces) is told. */
export function on(topics, fn) {
  for (const topic of topics.split(" ")) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(fn);
  }
}

/** tell calls the listeners of a topic. */
export function tell(topic, detail) {
  for (const fn of listeners.get(topic) || []) fn(detail);
}

/** appDM is the direct message with the app, where its Messages tab lives. */
export function appDM() {
  return store.dms.find((d) => d.user === store.boot.app.bot_user_id) || store.dms[0] || null;
}

/** conversation finds a channel or direct message by id. */
export function conversation(id) {
  return [...store.channels, ...store.dms].find((c) => c.id === id) || null;
}
