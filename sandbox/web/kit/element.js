// One interactive element, wherever it stands.

import { h } from "../core/dom.js";
import { button, feedback, iconButton, overflow } from "./button.js";
import { checkboxes, radios } from "./choice.js";
import { datepicker, datetimepicker, timepicker } from "./date.js";
import { fileInput, richInput, textInput, typedInput } from "./entry.js";
import { picture } from "./image.js";
import { select } from "./select.js";
import { plainOf, textObject } from "./text.js";

const KINDS = {
  button, overflow, checkboxes, datepicker, datetimepicker, timepicker,
  workflow_button: button, feedback_buttons: feedback, icon_button: iconButton, radio_buttons: radios,
  static_select: select, external_select: select, users_select: select, conversations_select: select, channels_select: select,
  multi_static_select: select, multi_external_select: select, multi_users_select: select,
  multi_conversations_select: select, multi_channels_select: select,
  plain_text_input: textInput, number_input: typedInput, email_text_input: typedInput, url_text_input: typedInput,
  rich_text_input: richInput, file_input: fileInput,
  image: (element) => picture(element, "accessory-image"),
  plain_text: (element) => h("span", null, textObject(element)),
  mrkdwn: (element) => h("span", null, textObject(element)),
};

/**
 * element renders any element of Block Kit. aria ties it to its label:
 * {id, label, labelledby, describedby, required}; outside of an input block
 * its own words serve as the label.
 */
export function element(object, block, ctx, aria = {}) {
  const make = KINDS[object.type];
  if (!make) return h("span", { class: "unknown" }, `This sandbox does not know the element ${object.type}.`);
  const label = aria.label || object.accessibility_label || plainOf(object.placeholder) || plainOf(block.text) || object.action_id;
  return make(object, block, ctx, { ...aria, label });
}
