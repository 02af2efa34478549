// Looking up and showing people, groups and channels by their ids.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { store } from "./store.js";

const COLOURS = [
  "#2e7d6b", "#8a4f9e", "#b0562f", "#3565b0", "#a1345b", "#5c7a29",
  "#6a5acd", "#9a6b00", "#2f7f9f", "#a8473f", "#4f6d7a", "#7a4b2a",
];

/** person finds somebody by id; null if the workspace does not know the id. */
export function person(id) {
  return store.boot.users.find((u) => u.id === id) || null;
}

/** personName is the name to show for a user id, which may be the app's. */
export function personName(id) {
  const { app } = store.boot;
  if (id && id === app.bot_user_id) return app.name;
  const found = person(id);
  return found ? found.real_name || found.name : id || "Someone";
}

/**
 * visibleChannels lists the channels whose names the viewer may know: those
 * they are in, and all public ones.
 */
export function visibleChannels() {
  const others = (store.boot.channels || []).filter((c) => !c.private && !store.channels.some((x) => x.id === c.id));
  return [...store.channels, ...others];
}

/** channelName is a channel's name without its #; "" if it cannot be seen. */
export function channelName(id) {
  return visibleChannels().find((c) => c.id === id)?.name || "";
}

/** conversationName is what to call a channel or direct message on the screen. */
export function conversationName(c) {
  if (!c) return "";
  if (c.user) return personName(c.user);
  return store.dms.includes(c) ? c.name : `#${c.name}`;
}

/** group finds a user group by id. */
export function group(id) {
  return (store.boot.groups || []).find((g) => g.id === id) || null;
}

/** viewerZone is the time zone of the person whose eyes we look through. */
export function viewerZone() {
  return person(store.me)?.tz || "UTC";
}

/** active lists the people who can be written to, by name. */
export function active() {
  return store.boot.users
    .filter((u) => !u.deleted && !u.bot)
    .sort((a, b) => personName(a.id).localeCompare(personName(b.id)));
}

const fold = (text) => String(text || "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * matches tells how well words typed by somebody fit some texts: 0 not at
 * all, 2 if one text begins so, 1 if a later word in one does.
 */
export function matches(typed, ...texts) {
  const want = fold(typed).trim();
  if (!want) return 1;
  let best = 0;
  for (const text of texts.map(fold)) {
    if (text.startsWith(want)) best = 2;
    else if (text.split(/[\s.\-_/(]+/).some((w) => w.startsWith(want)) || text.includes(` ${want}`)) best = Math.max(best, 1);
  }
  return best;
}

/** search lists those who fit the typed words, the best fit first. */
export function search(list, typed, textsOf) {
  return list
    .map((item) => ({ item, fit: matches(typed, ...textsOf(item)) }))
    .filter((x) => x.fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map((x) => x.item);
}

/** initials are the first letters of the first and last word of a name. */
export function initials(name) {
  const words = String(name || "?").split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((w) => [...w][0].toUpperCase()).join("");
}

function colourOf(id, given) {
  if (/^#?[0-9a-f]{6}$/i.test(given || "")) return given.startsWith("#") ? given : `#${given}`;
  let sum = 0;
  for (const c of id || "?") sum = (sum * 31 + c.codePointAt(0)) % 9973;
  return COLOURS[sum % COLOURS.length];
}

/** avatar draws initials on the person's colour; the app has a mark of its own. */
export function avatar(id, size = 36, name = "") {
  const isApp = id === store.boot.app.bot_user_id || id === store.boot.app.id;
  const el = h("span", { class: `avatar avatar-${size}${isApp ? " avatar-app" : ""}`, "aria-hidden": "true" });
  if (isApp) {
    el.append(icon("reply", Math.round(size * 0.6)));
  } else {
    const found = person(id);
    el.style.backgroundColor = colourOf(id, found?.color);
    el.append(initials(found ? personName(id) : name || personName(id)));
  }
  return el;
}
