// Date, time, and date with time.

import { trapTab, h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { viewerZone } from "../core/people.js";
import { openPopup } from "../core/popup.js";
import { store } from "../core/store.js";
import { clockTime, dayText, isoDate, unixOf } from "../core/zone.js";
import { changed, marks } from "./act.js";
import { calendar } from "./calendar.js";
import { Combobox } from "./combobox.js";
import { plainOf } from "./text.js";

/** datepicker renders a button with a calendar behind it. */
export function datepicker(element, block, ctx, aria) {
  const value = () => ctx.values.get(block, element).selected_date;
  return dayButton({
    aria, value: value(), autofocus: element.focus_on_load, attributes: marks(block, element),
    placeholder: plainOf(element.placeholder) || "Choose a day", clearable: block.type === "input" && block.optional,
    onChange: async (iso, at) => ((await changed(ctx, block, element, iso, at)) ? iso : value()),
  });
}

function dayButton({ aria, value, placeholder, autofocus, attributes, clearable, onChange }) {
  let chosen = value;
  const text = h("span", { class: "picker-text" });
  const el = h("button", {
    class: "picker", type: "button", id: aria.id, "aria-haspopup": "dialog", "aria-expanded": "false",
    "aria-describedby": aria.describedby, "data-autofocus": autofocus, ...attributes, onClick: open,
  }, icon("calendar", 16), text);

  function draw() {
    text.textContent = chosen ? dayText(chosen) : placeholder;
    el.classList.toggle("is-empty", !chosen);
    el.dataset.value = chosen || "";
    el.setAttribute("aria-label", `${aria.label || placeholder}: ${chosen ? dayText(chosen) : "no day chosen"}`);
  }
  function open() {
    const month = calendar({
      value: chosen, today: isoDate(store.now, viewerZone()), onPick: pick, onClear: clearable && chosen ? () => pick(null) : null,
    });
    month.addEventListener("keydown", (event) => trapTab(event, month));
    const popup = openPopup(el, month, {
      onClose: () => {
        el.setAttribute("aria-expanded", "false");
        if (el.isConnected && document.activeElement === document.body) el.focus();
      },
    });
    el.setAttribute("aria-expanded", "true");
    month.focusDay();

    async function pick(iso) {
      popup.close();
      el.focus();
      chosen = iso;
      draw();
      chosen = await onChange(iso, el);
      draw();
    }
  }
  draw();
  return el;
}

const HALF_HOURS = [...Array(48).keys()].map((i) => `${String(Math.floor(i / 2)).padStart(2, "0")}:${i % 2 ? "30" : "00"}`);
const timeItem = (time) => ({ key: time, text: time, value: time });

/** readTime reads 9, 9:15, 0915 or 9:15 pm as HH:MM; "" if it is no time. */
export function readTime(text) {
  const m = /^\s*(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap])?\.?m?\.?\s*$/i.exec(text);
  if (!m) return "";
  let hour = Number(m[1]);
  const minute = Number(m[2] || 0);
  if (m[3]) hour = (hour % 12) + (m[3].toLowerCase() === "p" ? 12 : 0);
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}` : "";
}

function timeBox({ aria, value, placeholder, attributes, autofocus, clearable, submit, onChange }) {
  const times = (query) => {
    const typed = readTime(query);
    const hour = (typed || query).slice(0, 2);
    const fits = HALF_HOURS.filter((t) => t !== typed && t.startsWith(hour));
    // What was typed stands first, so that Enter takes it and not a neighbour.
    const all = typed ? [typed, ...fits] : fits;
    return { groups: [{ options: all.map(timeItem) }], message: "Write a time such as 14:15." };
  };
  return new Combobox({
    aria, placeholder, attributes: { ...attributes, "data-part": "time" }, autofocus, clearable, submit,
    selected: value ? [timeItem(value)] : [], load: times,
    parse: (text) => (readTime(text) ? timeItem(readTime(text)) : null),
    onChange: (items, at) => onChange(items[0]?.value ?? null, at),
  }).el;
}

/** timepicker renders a list of half hours into which any time can be typed. */
export function timepicker(element, block, ctx, aria) {
  const box = timeBox({
    aria, value: ctx.values.get(block, element).selected_time, attributes: marks(block, element), submit: ctx.submit,
    placeholder: plainOf(element.placeholder) || "Choose a time", autofocus: element.focus_on_load,
    clearable: block.type === "input" && block.optional,
    onChange: (time, at) => changed(ctx, block, element, time, at),
  });
  return element.timezone ? h("span", { class: "picker-pair" }, box, h("span", { class: "hint" }, element.timezone)) : box;
}

/** datetimepicker renders both; its value is in Unix seconds, read in the viewer's zone. */
export function datetimepicker(element, block, ctx, aria) {
  const zone = viewerZone();
  const start = ctx.values.get(block, element).selected_date_time;
  let day = start ? isoDate(start, zone) : null;
  let time = start ? clockTime(start, zone) : null;
  const save = (at) => changed(ctx, block, element, day && time ? unixOf(day, time, zone) : null, at);
  const label = aria.label || "Date and time";
  return h("span", { class: "picker-pair", role: "group", "aria-label": label, ...marks(block, element) },
    dayButton({
      aria: { ...aria, label: `${label}, day` }, value: day, placeholder: "Choose a day", autofocus: element.focus_on_load,
      attributes: { "data-part": "day" },
      onChange: async (iso, at) => {
        day = iso;
        await save(at);
        return iso;
      },
    }),
    timeBox({
      aria: { describedby: aria.describedby, label: `${label}, time` }, value: time, placeholder: "Time", attributes: {}, submit: ctx.submit,
      onChange: (next, at) => {
        time = next;
        return save(at);
      },
    }));
}
