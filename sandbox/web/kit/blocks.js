// Blocks: which function renders which, and how a list is brought up to date.

import { h } from "../core/dom.js";
import { alert, card, carousel, container, layout } from "./card.js";
import { chart } from "./chart.js";
import { image, video } from "./image.js";
import { input } from "./input.js";
import { markdown } from "./markdown.js";
import { richText } from "./richtext.js";
import { actions, context, divider, header, section } from "./section.js";
import { dataTable, table } from "./table.js";
import { contextActions, plan, taskCard } from "./task.js";

const KINDS = {
  actions, alert, card, carousel, container, context, divider, header, image, input, layout, plan, section, table, video,
  context_actions: contextActions, data_table: dataTable, data_visualization: chart, task_card: taskCard,
  markdown: (block) => markdown(block.text),
  rich_text: richText,
};

function render(block, ctx) {
  const make = KINDS[block.type];
  const body = make ? make(block, ctx) : h("div", { class: "unknown" }, `This sandbox does not show blocks of the type ${block.type}.`);
  return h("div", { class: `block block-is-${block.type}`, "data-block": block.block_id, "data-block-type": block.type }, body);
}

/** withIDs gives blocks that have no block_id one that depends on their place only. */
function withIDs(blocks, prefix) {
  return (blocks || []).map((b, i) => (b.block_id ? b : { ...b, block_id: `${prefix}-${i}` }));
}

/** blockList renders blocks once, for places that are drawn anew as a whole. */
export function blockList(blocks, ctx, prefix) {
  return withIDs(blocks, prefix).map((b) => render(b, ctx));
}

/**
 * BlockView keeps a list of blocks on the screen. An update touches only the
 * blocks that changed, so that typed text, open lists and the focus survive.
 */
export class BlockView {
  constructor(ctx, cls) {
    this.ctx = ctx;
    this.el = h("div", { class: `blocks ${cls}` });
    this.shown = new Map();
    this.blocks = [];
  }

  /** update shows another version of the blocks. */
  update(blocks) {
    this.blocks = withIDs(blocks, "auto");
    this.ctx.values.sync(this.blocks);
    const focus = focusedField(this.el);
    const next = new Map();
    let before = null;
    for (const [at, block] of this.blocks.entries()) {
      const key = block.block_id || String(at);
      const json = JSON.stringify(block);
      const old = this.shown.get(key);
      const el = old?.json === json ? old.el : render(block, this.ctx);
      next.set(key, { json, el });
      const place = before ? before.nextSibling : this.el.firstChild;
      if (el !== place) this.el.insertBefore(el, place);
      before = el;
    }
    for (const { el } of this.shown.values()) {
      if (![...next.values()].some((n) => n.el === el)) el.remove();
    }
    this.shown = next;
    restoreFocus(this.el, focus);
  }

  /** blockEl finds the element of a block by its id. */
  blockEl(id) {
    return this.shown.get(id)?.el || this.el.querySelector(`[data-block="${CSS.escape(id)}"]`);
  }
}

function focusedField(root) {
  const at = document.activeElement;
  if (!root.contains(at)) return null;
  const marked = at.closest("[data-action-id]");
  if (!marked) return null;
  return { block: marked.dataset.blockId, action: marked.dataset.actionId, start: at.selectionStart, end: at.selectionEnd };
}

function restoreFocus(root, focus) {
  if (!focus || root.contains(document.activeElement)) return;
  const same = (el) => el.dataset.actionId === focus.action && el.dataset.blockId === focus.block;
  const found = [...root.querySelectorAll("[data-action-id]")].find(same);
  const field = found?.matches("input, textarea, button, a") ? found : found?.querySelector("input, textarea, button");
  field?.focus({ preventScroll: true });
  if (field?.setSelectionRange && typeof focus.start === "number") field.setSelectionRange(focus.start, focus.end);
}
