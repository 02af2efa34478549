// Server-Sent Events: the page is told what changed, and loads it.

import { api, explain } from "../core/api.js";
import { announce, toast } from "../core/notice.js";
import { plainText } from "../kit/text.js";
import { conversationName } from "../core/people.js";
import { go, refreshMessages, refreshState } from "../core/session.js";
import { conversation, store, tell } from "../core/store.js";

let source = null;

/**
 * listen follows the events of the person who looks; it drops the one before.
 * The promise ends when the stream is open, or when that has failed once.
 */
export function listen() {
  source?.close();
  const mine = new EventSource(`/ui/events?as=${encodeURIComponent(store.me)}`);
  let dropped = false;
  source = mine;
  mine.onmessage = (event) => receive(JSON.parse(event.data));
  let settle;
  const opened = new Promise((done) => {
    settle = done;
  });
  mine.onerror = () => {
    settle();
    dropped = true;
    store.offline = true;
    tell("connection");
  };
  mine.onopen = () => {
    store.offline = false;
    tell("connection");
    // What happened in between was not told.
    if (dropped) catchUp();
    dropped = false;
    settle();
  };
  return opened;
}

function catchUp() {
  refreshState();
  refreshMessages();
}

function receive(event) {
  if (event.now) store.now = event.now;
  switch (event.type) {
    case "clock":
      tell("clock");
      break;
    case "toast":
      toast(event.text);
      break;
    case "home":
    case "modal":
    case "channel":
      refreshState();
      break;
    default:
      if (isOpen(event.channel)) refreshMessages();
      refreshState().then(() => notify(event)).catch((error) => toast(explain(error), { error: true }));
  }
}

function isOpen(channel) {
  return store.place.kind === "channel" && store.place.id === channel;
}

// As a desktop notification would: only the message's own text, never its
// blocks, for direct messages that are not open; none while the clock moves,
// when a month of them may come.
async function notify(event) {
  const place = conversation(event.channel);
  if (event.type !== "message" || !store.dms.includes(place) || isOpen(event.channel) || store.moving) return;
  const me = store.me;
  const { messages } = await api.messages(me, event.channel);
  const message = messages.find((m) => m.ts === event.ts);
  if (me !== store.me || !message?.text || message.user === me) return;
  const title = conversationName(place);
  const text = plainText(message.text);
  announce(`${title}: ${text}`);
  toast(text, { title, onOpen: () => go({ kind: "channel", id: event.channel }) });
}
