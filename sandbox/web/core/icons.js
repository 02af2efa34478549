// Line icons of the page, drawn on a 20 by 20 field in the text's colour.

import { svg } from "./dom.js";

const PATHS = {
  alert: "M10 3 2.5 16.5h15L10 3Zm0 5v4.5m0 2v.2",
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm0 0v1.5a2 2 0 0 0 4 0V10a7 7 0 1 0-3 5.7",
  back: "M12 4.5 6.5 10l5.5 5.5",
  bolt: "M11 2.5 4.5 11.5h4.7L8.5 17.5 15.5 8.5h-4.8L11 2.5Z",
  calendar: "M4 5h12v12H4V5Zm0 4h12M7.5 3v4M12.5 3v4",
  check: "m4.5 10.5 3.7 3.7 7.5-8.2",
  clock: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0ZM10 6v4l2.8 2",
  close: "m5 5 10 10M15 5 5 15",
  copy: "M7 7h9v9H7V7Zm-3 6V4h9",
  down: "m5.5 8 4.5 4.5L14.5 8",
  download: "M10 3v9.5m-4-3.8 4 4 4-4M4 16.5h12",
  eye: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5Zm9.5 0a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z",
  fast: "m4 5 6 5-6 5V5Zm6.5 0 6 5-6 5V5Z",
  file: "M5.5 2.5h6l3 3v12h-9v-15Zm6 0v3.2h3",
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.2h13.4M3 12.8h13.4",
  home: "M3.5 9.5 10 4l6.5 5.5M5.5 8.5v8h9v-8",
  info: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Zm-7-.8v4.3m0-6.7v.2",
  lock: "M5.5 9h9v7.5h-9V9ZM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  next: "m8 4.5 5.5 5.5L8 15.5",
  person: "M13 7a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm-9 9.5c.6-3.3 3-5 6-5s5.4 1.7 6 5",
  reply: "M4 4.5h12v8.5h-5.5L6.5 16.5V13H4V4.5Z",
  search: "M13.5 8.5a5 5 0 1 1-10 0 5 5 0 0 1 10 0Zm-1.3 3.7 4.3 4.3",
  send: "M3.5 3.5 17 10 3.5 16.5 5.2 10 3.5 3.5ZM5.2 10H11",
  slash: "M12.5 3.5 7.5 16.5",
  smile: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Zm-10 1.5c.7 1.4 1.8 2 3 2s2.3-.6 3-2M7.7 7.8V8m4.6-.2V8",
  sort: "m6.5 8 3.5-3.5L13.5 8m-7 4 3.5 3.5 3.5-3.5",
  star: "m10 3 2.1 4.5 4.9.6-3.6 3.4.9 4.9L10 14l-4.3 2.4.9-4.9L3 8.1l4.9-.6L10 3Z",
  thread: "M4 4.5h12v8.5h-5.5L6.5 16.5V13H4V4.5ZM7 7.5h6M7 10h4",
  thumbdown: "M7 11.5V3.5h7l2.5 8h-4.5l.5 4-1.5 1L7 11.5Zm0 0H3.5v-8H7",
  thumbup: "M7 8.5v8h7l2.5-8h-4.5l.5-4-1.5-1L7 8.5Zm0 0H3.5v8H7",
  trash: "M4 6h12M8 6V4h4v2m-6.5 0 .7 10.5h7.6L14.5 6M8.5 9v4.5m3-4.5v4.5",
  up: "m5.5 12.5 4.5-4.5 4.5 4.5",
};

/** icon draws a line icon; it is hidden from screen readers, so label its button. */
export function icon(name, size = 18) {
  if (name === "more") return dots(size);
  return svg("svg", frame(size, "icon"), svg("path", { d: PATHS[name] || PATHS.star }));
}

function dots(size) {
  const dot = (cx) => svg("circle", { cx, cy: 10, r: 1.6 });
  return svg("svg", frame(size, "icon icon-solid"), dot(4.5), dot(10), dot(15.5));
}

function frame(size, cls) {
  return { class: cls, viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true", focusable: "false" };
}
