// "You are: …": the person through whose eyes the page looks.

import { h, replace } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { Listbox } from "../core/listbox.js";
import { active, avatar, person, personName, search } from "../core/people.js";
import { openPopup } from "../core/popup.js";
import { on, store } from "../core/store.js";

/** switcher builds the button and its list; onChoose gets the id of a person. */
export function switcher(onChoose) {
  const button = h("button", {
    class: "switcher", type: "button", "data-testid": "switch-user", "aria-haspopup": "listbox", "aria-expanded": "false", onClick: open,
  });

  function draw() {
    const me = person(store.me);
    replace(button,
      h("span", { class: "switcher-label" }, "You are:"), avatar(store.me, 24),
      h("span", { class: "switcher-name" }, h("strong", null, personName(store.me)), me?.title && h("small", null, me.title)), icon("down", 16));
    button.setAttribute("aria-label", `You are: ${personName(store.me)}${me?.title ? `, ${me.title}` : ""}. Change person`);
  }

  function open() {
    const list = new Listbox({
      label: "People", empty: "Nobody has this name.",
      onPick: (option) => {
        popup.close();
        if (option.key !== store.me) onChoose(option.key);
      },
    });
    const field = h("input", {
      class: "field", type: "text", placeholder: "Find a person by name or role", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-label": "Find a person", "aria-controls": list.el.id, "aria-expanded": "true", "aria-autocomplete": "list", "data-testid": "switch-search",
      onInput: () => fill(field.value), onKeydown: keys,
    });
    list.onMark = (id) => field.setAttribute("aria-activedescendant", id);
    const box = h("div", { class: "switcher-list" }, h("div", { class: "switcher-search" }, field), list.el);
    const popup = openPopup(button, box, {
      align: "end",
      onClose: () => {
        button.setAttribute("aria-expanded", "false");
        if (document.activeElement === document.body) button.focus();
      },
    });
    button.setAttribute("aria-expanded", "true");
    fill("");
    popup.place();
    field.focus();

    function keys(event) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") list.move(event.key === "ArrowDown" ? 1 : -1);
      else if (event.key === "Enter") list.pick();
      else if (event.key === "Tab") popup.close();
      else return;
      event.preventDefault();
    }
    function fill(typed) {
      list.show(groups(typed));
    }
  }
  on("me", draw);
  return button;
}

function groups(typed) {
  const textsOf = (u) => [personName(u.id), u.name, u.title];
  const first = (store.boot.suggested || []).map(person).filter(Boolean);
  const rest = active().filter((u) => !first.includes(u));
  return [
    { label: first.length > 0 ? "Begin with" : "", options: search(first, typed, textsOf).map(option) },
    { label: first.length > 0 ? "Everybody else" : "", options: search(rest, typed, textsOf).map(option) },
  ];
}

function option(user) {
  return {
    key: user.id, selected: user.id === store.me,
    node: [avatar(user.id, 28), h("span", { class: "option-text" }, personName(user.id), h("small", null, user.title)),
      user.id === store.me && h("span", { class: "option-check" }, icon("check", 16))],
  };
}
