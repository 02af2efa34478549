// The modal: one native dialog that shows the top of the person's view stack.

import { api, explain } from "../core/api.js";
import { append, h, replace, trapTab } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { announce } from "../core/notice.js";
import { avatar } from "../core/people.js";
import { closePopup } from "../core/popup.js";
import { refreshState } from "../core/session.js";
import { on, store } from "../core/store.js";
import { BlockView } from "../kit/blocks.js";
import { check, setError } from "../kit/input.js";
import { plainOf, textObject } from "../kit/text.js";
import { surface } from "./surface.js";

const kept = new Map();
let dialog = null;
let current = null;
let opener = null;

/** startModal prepares the dialog and follows the person's view stack. */
export function startModal() {
  dialog = h("dialog", {
    class: "modal", "data-testid": "modal", "aria-labelledby": "modal-title",
    onCancel: (event) => event.preventDefault(), onKeydown: keys,
  });
  document.body.append(dialog);
  on("modal", show);
}

function show() {
  const view = store.modal;
  if (!view) {
    hide();
    return;
  }
  if (!dialog.open) {
    opener = document.activeElement;
    closePopup();
    dialog.showModal();
  }
  if (current?.id === view.id) {
    update(view);
    return;
  }
  const fresh = !kept.has(view.id);
  current = kept.get(view.id) || build(view);
  kept.set(view.id, current);
  update(view);
  replace(dialog, current.el);
  if (fresh) announce(plainOf(view.title));
  focusFirst();
}

function hide() {
  if (!dialog.open) return;
  closePopup();
  dialog.close();
  dialog.replaceChildren();
  kept.clear();
  current = null;
  const back = opener?.isConnected && opener !== document.body ? opener : document.querySelector("[data-testid=composer]");
  back?.focus({ preventScroll: true });
}

// A view keeps its frame and its typed values while other views lie over it.
function build(view) {
  const frame = { id: view.id, view, busy: false };
  const ctx = surface("modal", () => ({ view_id: view.id }), {
    submit: () => submit(frame),
    edited: (block) => setError(frame.blocks.blockEl(block.block_id), ""),
  });
  frame.ctx = ctx;
  frame.blocks = new BlockView(ctx, "blocks-modal");
  frame.head = h("header", { class: "modal-head" });
  frame.note = h("div", { class: "modal-note", role: "alert", hidden: true });
  frame.foot = h("footer", { class: "modal-foot" });
  frame.el = h("form", { class: "modal-form", novalidate: true, "data-view-id": view.id, onSubmit: (e) => e.preventDefault() },
    frame.head, h("div", { class: "modal-body" }, frame.blocks.el), frame.note, frame.foot);
  return frame;
}

function update(view) {
  const json = JSON.stringify(view);
  if (current.json === json) return;
  current.json = json;
  current.view = view;
  drawHead(current, view);
  drawFoot(current, view);
  current.note.hidden = true;
  current.blocks.update(view.blocks || []);
}

function drawHead(frame, view) {
  const back = view.depth > 1 && h("button", { class: "icon-button", type: "button", "aria-label": "Back", onClick: () => leave(frame, false) }, icon("back"));
  replace(frame.head, back, avatar(store.boot.app.bot_user_id, 28),
    h("h1", { class: "modal-title", id: "modal-title" }, textObject(view.title)),
    h("button", { class: "icon-button", type: "button", "aria-label": "Close", "data-testid": "modal-x", onClick: () => leave(frame, true) }, icon("close", 20)));
}

function drawFoot(frame, view) {
  const inputs = (view.blocks || []).some((b) => b.type === "input");
  frame.submit = (view.submit || inputs) && h("button", {
    class: "button button-primary", type: "button", "data-testid": "modal-submit", disabled: Boolean(view.submit_disabled), onClick: () => submit(frame),
  }, h("span", { class: "button-text" }, textObject(view.submit) || "Submit"));
  const focused = document.activeElement?.dataset?.testid;
  replace(frame.foot,
    h("button", { class: "button", type: "button", "data-testid": "modal-close", onClick: () => leave(frame, false) }, textObject(view.close) || (frame.submit ? "Cancel" : "Close")),
    frame.submit);
  if (focused?.startsWith("modal-")) frame.foot.querySelector(`[data-testid=${focused}]`)?.focus();
}

async function submit(frame) {
  if (frame.busy || !frame.submit) return;
  const blocks = frame.blocks.blocks;
  const missing = check(blocks, frame.ctx.values);
  if (showErrors(frame, missing)) return;
  wait(frame, true);
  try {
    const answer = await api.submit({ as: store.me, view_id: frame.id, state: frame.ctx.values.state() });
    if (answer.errors) showErrors(frame, answer.errors);
    else if (answer.ok === false) throw answer;
  } catch (error) {
    replace(frame.note, icon("alert", 16), h("span", null, explain(error), " What you typed is still here; you can try again."));
    frame.note.hidden = false;
  } finally {
    wait(frame, false);
    await refreshState();
  }
}

function wait(frame, busy) {
  frame.busy = busy;
  frame.submit.dataset.busy = String(busy);
  frame.submit.setAttribute("aria-busy", String(busy));
  if (busy) frame.note.hidden = true;
}

// True if there was an error to show; the first field with one gets the focus.
function showErrors(frame, errors) {
  let first = null;
  for (const block of frame.blocks.blocks) {
    const el = frame.blocks.blockEl(block.block_id);
    if (setError(el, errors[block.block_id] || "") && errors[block.block_id]) first ||= el;
  }
  first?.scrollIntoView({ block: "nearest" });
  first?.querySelector("input, textarea, button")?.focus({ preventScroll: true });
  return Object.keys(errors).length > 0;
}

async function leave(frame, cleared) {
  if (frame.busy) return;
  try {
    await api.close({ as: store.me, view_id: frame.id, cleared });
  } catch (error) {
    append(frame.note, h("span", null, explain(error)));
    frame.note.hidden = false;
  }
  kept.delete(frame.id);
  await refreshState();
}

function keys(event) {
  trapTab(event, dialog);
  if (event.key === "Escape") {
    event.preventDefault();
    if (current) leave(current, false);
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
    event.preventDefault();
    if (current) submit(current);
  }
}

function focusFirst() {
  const wanted = dialog.querySelector("[data-autofocus]");
  const field = wanted || dialog.querySelector(".modal-body input:not([type=radio]):not([type=checkbox]), .modal-body textarea");
  // A form begins in its first field, anything else at its main button.
  (field || dialog.querySelector("[data-testid=modal-submit]") || dialog.querySelector("[data-testid=modal-close]"))?.focus();
}
