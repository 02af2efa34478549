// A list to choose from while the focus stays in a text field (the combobox
// pattern): the field moves the mark with the arrow keys.

import { append, h, uid } from "./dom.js";

/**
 * Listbox shows groups of options: [{label, options: [{key, node, selected,
 * disabled}]}]. onPick gets the option that was pressed or entered.
 */
export class Listbox {
  constructor({ label, onPick, multi = false, empty = "Nothing fits." }) {
    this.onPick = onPick;
    this.empty = empty;
    this.options = [];
    this.at = -1;
    this.el = h("div", {
      class: "listbox", role: "listbox", id: uid("list"), "aria-label": label,
      "aria-multiselectable": multi ? "true" : null,
      // The field keeps the focus, so that typing goes on.
      onMousedown: (event) => event.preventDefault(),
    });
  }

  /** show replaces the options; the mark goes to the chosen one, else the first. */
  show(groups, message = "") {
    this.options = [];
    this.el.replaceChildren();
    for (const group of groups) this.addGroup(group);
    if (this.options.length === 0) {
      this.el.append(h("div", { class: "listbox-empty", role: "presentation" }, message || this.empty));
    }
    const chosen = this.options.findIndex((o) => o.selected && !o.disabled);
    this.mark(chosen >= 0 ? chosen : this.options.findIndex((o) => !o.disabled), false);
  }

  addGroup(group) {
    if (group.options.length === 0) return;
    const into = group.label
      ? h("div", { role: "group", "aria-label": group.label }, h("div", { class: "listbox-label", "aria-hidden": "true" }, group.label))
      : this.el;
    for (const option of group.options) {
      const index = this.options.push(option) - 1;
      option.el = append(h("div", {
        class: "listbox-option", role: "option", id: uid("option"), "data-key": option.key,
        "aria-selected": option.selected ? "true" : "false", "aria-disabled": option.disabled ? "true" : null,
        onClick: () => this.pick(index), onPointermove: () => this.mark(index, false),
      }), option.node);
      into.append(option.el);
    }
    if (into !== this.el) this.el.append(into);
  }

  /** move takes the mark some steps on, around the ends, past disabled ones. */
  move(step) {
    const n = this.options.length;
    for (let i = 1; i <= n; i++) {
      const at = (((this.at + step * i) % n) + n) % n;
      if (!this.options[at].disabled) {
        this.mark(at, true);
        return;
      }
    }
  }

  mark(index, scroll) {
    this.options[this.at]?.el?.classList.remove("is-active");
    this.at = index;
    const el = this.options[index]?.el;
    el?.classList.add("is-active");
    if (scroll) el?.scrollIntoView({ block: "nearest" });
    this.onMark?.(el?.id || "");
  }

  /** current is the marked option, if any. */
  current() {
    return this.options[this.at] || null;
  }

  /** pick chooses an option, the marked one by default; false if there is none. */
  pick(index = this.at) {
    const option = this.options[index];
    if (!option || option.disabled) return false;
    this.onPick(option);
    return true;
  }
}
