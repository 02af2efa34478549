// Small blocks of messages: tasks and plans, context actions, files.

import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { element } from "./element.js";
import { richText } from "./richtext.js";
import { linkNode } from "./text.js";

const STATES = { pending: ["clock", "waiting"], in_progress: ["clock", "under way"], complete: ["check", "done"], error: ["alert", "failed"] };

/** taskCard renders one task. */
export function taskCard(block) {
  const [mark, word] = STATES[block.status] || STATES.pending;
  return h("div", { class: `block-task task-${block.status || "pending"}` },
    h("span", { class: "task-mark" }, icon(mark, 16)),
    h("div", { class: "task-main" },
      !block.hide_title && h("div", null, block.title, h("span", { class: "sr-only" }, `, ${word}`)),
      block.details && richText(block.details),
      block.output && richText(block.output),
      block.sources?.length > 0 && h("div", { class: "task-sources" }, block.sources.map((s) => linkNode(s.url, s.text || s.url)))));
}

/** plan renders a titled list of tasks. */
export function plan(block) {
  return h("div", { class: "block-plan" }, h("div", { class: "plan-title" }, block.title), (block.tasks || []).map(taskCard));
}

/** contextActions renders the small buttons under a message. */
export function contextActions(block, ctx) {
  return h("div", { class: "block-context-actions" }, (block.elements || []).map((e) => element(e, block, ctx)));
}
