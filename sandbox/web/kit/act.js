// From a press or a changed value to the app. The surface (ctx) says where the
// element stands and carries the action to the server; see shell/surface.js.

import { confirm } from "./confirm.js";

/** press sends the action of an element without a value of its own. */
export async function press(ctx, block, element, fields, source) {
  if (element.confirm && !(await confirm(element.confirm))) return false;
  return ctx.act(block, element, fields, source);
}

/**
 * changed stores a new value and tells the app, unless the element stands in
 * an input block that does not dispatch. False means that the person took the
 * change back in the confirmation; the element must then show its old value.
 */
export async function changed(ctx, block, element, content, source) {
  const before = ctx.values.get(block, element);
  const value = ctx.values.set(block, element, content);
  ctx.edited?.(block);
  if (block.type === "input" && !block.dispatch_action) return true;
  if (element.confirm && !(await confirm(element.confirm))) {
    ctx.values.set(block, element, Object.values(before)[1]);
    return false;
  }
  ctx.act(block, element, value, source);
  return true;
}

/** marks gives the attributes by which tests and the page find an element. */
export function marks(block, element) {
  return { "data-block-id": block.block_id, "data-action-id": element.action_id };
}
