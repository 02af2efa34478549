// The place in the address bar, so that reloading and Back do what one expects:
// #/PERSON/home or #/PERSON/CHANNEL or #/PERSON/CHANNEL/THREAD.

import { store } from "./store.js";

/**
 * read gives the person, place and thread that an address names. A permalink
 * leads here with ?channel=…&message=p…, as the server makes of /archives/….
 */
export function read(address) {
  const link = new URLSearchParams(address.search);
  if (link.has("channel")) {
    const m = /^p(\d+)(\d{6})$/.exec(link.get("message") || "");
    return { me: "", place: { kind: "channel", id: link.get("channel"), ts: m ? `${m[1]}.${m[2]}` : "" }, thread: "" };
  }
  const [, me, at, thread] = address.hash.split("/").map(decodeURIComponent);
  const place = !at || at === "home" ? { kind: "home" } : { kind: "channel", id: at };
  return { me: me || "", place: at ? place : null, thread: thread || "" };
}

/** write puts the present place into the address; true if it was new. */
export function write() {
  const at = store.place.kind === "home" ? "home" : store.place.id;
  const parts = [store.me, at, store.thread].filter(Boolean).map(encodeURIComponent);
  const hash = `#/${parts.join("/")}`;
  if (location.hash === hash && !location.search) return false;
  history.pushState(null, "", location.pathname + hash);
  return true;
}
