// The context that Block Kit is rendered in: where it stands, the values in
// its inputs, and the way of an action to the server and back.

import { api, explain } from "../core/api.js";
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { toast } from "../core/notice.js";
import { store } from "../core/store.js";
import { Values } from "../kit/values.js";

/**
 * surface makes a context. kind is "message", "home" or "modal"; where gives
 * {channel, ts} or {view_id} at the time of an action.
 */
export function surface(kind, where, more = {}) {
  const ctx = {
    kind,
    values: new Values(),
    me: () => store.me,
    conversation: () => (store.place.kind === "channel" ? store.place.id : ""),
    ...more,
  };
  ctx.act = async (block, element, fields, source) => {
    const action = { ...fields, type: element.type, block_id: block.block_id, action_id: element.action_id };
    const body = {
      as: store.me, surface: kind, ...where(), block_id: block.block_id, action_id: element.action_id, action, state: ctx.values.state(),
    };
    if (source?.dataset.busy === "true" && source.matches("button, a")) return false;
    return carry(source, () => api.action(body));
  };
  ctx.suggest = (block, element, value) => api.suggest({
    as: store.me, ...where(), block_id: block.block_id, action_id: element.action_id, value,
  });
  return ctx;
}

/** carry runs a call while its source shows that it waits, and marks a failure. */
export async function carry(source, call) {
  mark(source, "busy");
  try {
    const answer = await call();
    if (answer.ok === false) throw answer;
    mark(source, "");
    return true;
  } catch (error) {
    mark(source, "failed", explain(error));
    toast(explain(error), { error: true });
    return false;
  }
}

// As in Slack, a control that failed keeps a triangle until it is used again.
function mark(source, state, text = "") {
  if (!source) return;
  if (state === "busy") {
    source.dataset.busy = "true";
    source.setAttribute("aria-busy", "true");
  } else {
    delete source.dataset.busy;
    source.removeAttribute("aria-busy");
  }
  const next = source.nextElementSibling;
  if (next?.classList.contains("failed-mark")) next.remove();
  if (state === "failed" && source.isConnected) {
    source.after(h("span", { class: "failed-mark", role: "img", "aria-label": text, title: text }, icon("alert", 16)));
  }
}
