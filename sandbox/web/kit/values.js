// What stands in the inputs of one surface (a modal, the Home tab, a message),
// in the shape in which Slack sends it as state.values.

/** Fields of the value of each stateful element: its own, and the initial one. */
const FIELDS = {
  plain_text_input: ["value", "initial_value", null],
  number_input: ["value", "initial_value", null],
  email_text_input: ["value", "initial_value", null],
  url_text_input: ["value", "initial_value", null],
  rich_text_input: ["rich_text_value", "initial_value", null],
  static_select: ["selected_option", "initial_option", null],
  external_select: ["selected_option", "initial_option", null],
  radio_buttons: ["selected_option", "initial_option", null],
  checkboxes: ["selected_options", "initial_options", []],
  multi_static_select: ["selected_options", "initial_options", []],
  multi_external_select: ["selected_options", "initial_options", []],
  users_select: ["selected_user", "initial_user", null],
  multi_users_select: ["selected_users", "initial_users", []],
  conversations_select: ["selected_conversation", "initial_conversation", null],
  multi_conversations_select: ["selected_conversations", "initial_conversations", []],
  channels_select: ["selected_channel", "initial_channel", null],
  multi_channels_select: ["selected_channels", "initial_channels", []],
  datepicker: ["selected_date", "initial_date", null],
  timepicker: ["selected_time", "initial_time", null],
  datetimepicker: ["selected_date_time", "initial_date_time", null],
  file_input: ["files", "initial_files", []],
};

/** stateful tells whether an element has a value of its own. */
export function stateful(element) {
  return Boolean(element && FIELDS[element.type]);
}

/** valueField names the field that holds an element's value. */
export function valueField(element) {
  return FIELDS[element.type][0];
}

function initial(element) {
  const [field, from, none] = FIELDS[element.type];
  return { type: element.type, [field]: element[from] ?? none };
}

/** eachElement visits every element of some blocks, nested blocks included. */
export function eachElement(blocks, visit) {
  for (const block of blocks || []) {
    for (const element of [block.element, block.accessory, block.elements, block.actions].flat()) {
      if (element?.type) visit(element, block);
    }
    eachElement(block.child_blocks, visit);
    for (const row of block.rows || []) {
      if (row?.items) eachElement(row.items.map((i) => i.block), visit);
    }
  }
}

/** Values holds the state of one surface. */
export class Values {
  constructor() {
    this.known = new Map();
  }

  /**
   * sync takes over a new version of the blocks. A value stays where block id,
   * action id and type stay, also when its initial value has changed: that is
   * Slack's rule, and why a field is reset by giving its block a new id.
   */
  sync(blocks) {
    const next = new Map();
    eachElement(blocks, (element, block) => {
      if (!stateful(element)) return;
      const key = `${block.block_id}\u0000${element.action_id}`;
      const old = this.known.get(key);
      const keep = old?.value.type === element.type;
      next.set(key, { block: block.block_id, action: element.action_id, value: keep ? old.value : initial(element) });
    });
    this.known = next;
  }

  /** get gives the value of an element of a block. */
  get(block, element) {
    return this.known.get(`${block.block_id}\u0000${element.action_id}`)?.value || initial(element);
  }

  /** set stores the value of an element of a block. */
  set(block, element, content) {
    const value = { type: element.type, [valueField(element)]: content };
    const key = `${block.block_id}\u0000${element.action_id}`;
    this.known.set(key, { block: block.block_id, action: element.action_id, value });
    return value;
  }

  /** state gives everything as Slack sends it: {values: {block: {action: value}}}. */
  state() {
    const values = {};
    for (const { block, action, value } of this.known.values()) {
      values[block] = { ...values[block], [action]: value };
    }
    return { values };
  }
}

/** isEmpty tells whether a value counts as nothing for a required field. */
export function isEmpty(value) {
  const [field] = FIELDS[value.type] || [];
  const content = field ? value[field] : null;
  if (Array.isArray(content)) return content.length === 0;
  if (value.type === "rich_text_input") return !JSON.stringify(content ?? "").match(/"(text|user_id|name)":"[^"]/);
  return content === null || content === undefined || String(content).trim() === "";
}
