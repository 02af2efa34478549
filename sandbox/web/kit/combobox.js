// A field with a list: type to narrow, arrows to move, Enter to choose. All
// select elements and the time picker are made of it.

import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { Listbox } from "../core/listbox.js";
import { openPopup } from "../core/popup.js";

/**
 * Combobox options: aria {id, label, labelledby, describedby, required},
 * placeholder, multi, most (how many may be chosen), selected (items), load
 * (query → promise of {groups, message}), onChange (items, field → promise of
 * false if the change is taken back), clearable, attributes. An item is
 * {key, text, hint, node, value}.
 */
export class Combobox {
  constructor(options) {
    this.o = options;
    this.items = [...options.selected];
    this.turn = 0;
    this.popup = null;
    this.list = new Listbox({ label: options.aria.label || "Choices", multi: options.multi, onPick: (o) => this.pick(o.item) });
    this.list.onMark = (id) => this.field.setAttribute("aria-activedescendant", id);
    this.field = this.makeField();
    this.chips = h("span", { class: "chips" });
    this.clear = h("button", { class: "icon-button select-clear", type: "button", tabindex: "-1", "aria-label": "Clear", onClick: () => this.set([]) }, icon("close", 14));
    this.el = h("div", { class: `select${options.multi ? " select-multi" : ""}`, onClick: (e) => this.clicked(e), ...options.attributes },
      this.chips, this.field, this.clear, h("span", { class: "select-arrow" }, icon("down", 16)));
    this.draw();
  }

  makeField() {
    const { aria } = this.o;
    return h("input", {
      class: "select-field", id: aria.id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.el.id,
      "aria-label": aria.labelledby ? null : aria.label, "aria-describedby": aria.describedby,
      "aria-required": aria.required ? "true" : null, "data-autofocus": this.o.autofocus,
      onInput: () => this.open(),
      onKeydown: (e) => this.key(e),
      onFocus: () => this.o.multi || this.field.select(),
      onBlur: () => this.left(),
    });
  }

  draw() {
    const { multi, placeholder, clearable } = this.o;
    this.chips.replaceChildren(...(multi ? this.items.map((item) => this.chip(item)) : []));
    this.field.value = !multi && this.items[0] ? this.items[0].text : "";
    this.field.placeholder = multi && this.items.length > 0 ? "" : placeholder;
    this.clear.hidden = multi || !clearable || this.items.length === 0;
    this.el.dataset.value = this.items.map((i) => i.key).join(",");
  }

  chip(item) {
    return h("span", { class: "chip" }, h("span", { class: "chip-text" }, item.text),
      h("button", {
        class: "chip-remove", type: "button", "aria-label": `Remove ${item.text}`,
        onClick: () => {
          this.set(this.items.filter((i) => i.key !== item.key));
          this.field.focus();
        },
      }, icon("close", 12)));
  }

  clicked(event) {
    if (event.target.closest("button")) return;
    this.field.focus();
    if (!this.popup) this.open("");
  }

  /** open shows the list for what is typed, or for a query given. */
  async open(query = this.field.value) {
    const turn = ++this.turn;
    if (!this.popup) this.show();
    const answer = this.o.load(query.trim());
    if (answer instanceof Promise) this.list.show([], "Searching …");
    let found;
    try {
      found = await answer;
    } catch (error) {
      found = { groups: [], message: `Nothing came back (${error.code || error.message}).` };
    }
    if (turn !== this.turn || !this.popup) return;
    this.list.show(this.decorate(found.groups), found.message);
    this.popup.place();
  }

  show() {
    this.popup = openPopup(this.el, this.list.el, { match: true, onClose: () => this.closed() });
    this.field.setAttribute("aria-expanded", "true");
  }

  closed() {
    this.popup = null;
    this.turn += 1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  decorate(groups) {
    const full = this.o.multi && this.o.most && this.items.length >= this.o.most;
    return groups.map((group) => ({
      label: group.label,
      options: group.options.map((item) => {
        const selected = this.items.some((i) => i.key === item.key);
        return { key: item.key, item, selected, disabled: full && !selected, node: row(item, selected) };
      }),
    }));
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.popup) this.list.move(event.key === "ArrowDown" ? 1 : -1);
      else this.open("");
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) this.o.submit?.();
      else if (this.popup) this.list.pick() || this.typed();
      else this.open("");
    } else if (event.key === "Backspace" && this.field.value === "" && this.o.multi && this.items.length > 0) {
      this.set(this.items.slice(0, -1));
    } else if (event.key === "Tab") {
      this.popup?.close();
    }
  }

  // What was typed may be a value by itself, such as a time of day.
  typed() {
    const item = this.o.parse?.(this.field.value);
    if (item) this.pick(item);
  }

  left() {
    const item = this.o.parse?.(this.field.value);
    if (item && item.key !== this.items[0]?.key) this.set([item]);
    else this.draw();
    // A press on the list keeps the focus here; leaving by other ways closes it.
    if (this.popup && document.activeElement !== this.field) this.popup.close();
  }

  pick(item) {
    if (!this.o.multi) {
      this.popup?.close();
      this.set([item]);
      this.field.select();
      return;
    }
    const has = this.items.some((i) => i.key === item.key);
    this.set(has ? this.items.filter((i) => i.key !== item.key) : [...this.items, item]);
    if (this.popup) this.open("");
  }

  async set(items) {
    const before = this.items;
    this.items = items;
    this.draw();
    if ((await this.o.onChange(items, this.field)) === false) {
      this.items = before;
      this.draw();
    }
  }
}

function row(item, selected) {
  return [
    item.node,
    h("span", { class: "option-text" }, item.text, item.hint && h("small", null, item.hint)),
    selected && h("span", { class: "option-check" }, icon("check", 16)),
  ];
}
