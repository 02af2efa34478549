// A month to choose a day from. Arrows move by day and week, Page Up and Page
// Down by month, Home and End within the week.

import { h, replace } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { dayText, fromISO, monthText, toISO } from "../core/zone.js";

const WEEK = [["Mo", "Monday"], ["Tu", "Tuesday"], ["We", "Wednesday"], ["Th", "Thursday"], ["Fr", "Friday"], ["Sa", "Saturday"], ["Su", "Sunday"]];
const DAY = 86400000;

/** calendar builds the month; today is the workspace's day, which can be moved. */
export function calendar({ value, today, onPick, onClear }) {
  let at = fromISO(value) || fromISO(today);
  const title = h("span", { class: "calendar-title", "aria-live": "polite" });
  const body = h("tbody");
  const turn = (months, label, name) => h("button", {
    class: "icon-button", type: "button", "aria-label": label, onClick: () => go(addMonths(at, months), false),
  }, icon(name, 16));
  const el = h("div", { class: "calendar", role: "dialog", "aria-label": "Choose a day" },
    h("div", { class: "calendar-head" }, turn(-1, "Earlier month", "back"), title, turn(1, "Later month", "next")),
    h("table", { role: "grid", onKeydown: keys },
      h("thead", null, h("tr", null, WEEK.map(([short, long]) => h("th", { scope: "col", abbr: long }, short)))), body),
    onClear && h("button", { class: "button button-plain", type: "button", onClick: onClear }, "Clear"));

  function draw() {
    title.textContent = monthText(at);
    const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
    const start = first.getTime() - ((first.getUTCDay() + 6) % 7) * DAY;
    const weeks = [...Array(6).keys()].map((w) => h("tr", null, [...Array(7).keys()].map((d) => cell(new Date(start + (w * 7 + d) * DAY)))));
    replace(body, weeks);
  }
  function cell(day) {
    const iso = toISO(day);
    const marks = [day.getUTCMonth() !== at.getUTCMonth() && "is-other", iso === today && "is-today", iso === value && "is-chosen"];
    return h("td", null, h("button", {
      class: ["calendar-day", ...marks.filter(Boolean)].join(" "), type: "button", "data-day": iso, "aria-label": dayText(iso),
      tabindex: iso === toISO(at) ? "0" : "-1", "aria-pressed": iso === value ? "true" : "false",
      "aria-current": iso === today ? "date" : null, onClick: () => onPick(iso),
    }, day.getUTCDate()));
  }
  function go(day, focus = true) {
    at = day;
    draw();
    if (focus) el.focusDay();
  }
  function keys(event) {
    const weekday = (at.getUTCDay() + 6) % 7;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -weekday, End: 6 - weekday }[event.key];
    const month = { PageUp: -1, PageDown: 1 }[event.key];
    if (step === undefined && month === undefined) return;
    event.preventDefault();
    go(month ? addMonths(at, month) : new Date(at.getTime() + step * DAY));
  }
  el.focusDay = () => body.querySelector("[tabindex='0']")?.focus();
  draw();
  return el;
}

function addMonths(day, n) {
  const to = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + n, 1));
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(day.getUTCDate(), last));
  return to;
}
