// Times of day and dates in a person's own zone. The browser's zone and clock
// are never used: the workspace has its own clock, which can be moved.

const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July",
  "August", "September", "October", "November", "December",
];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const formats = new Map();

function formatter(tz) {
  if (!formats.has(tz)) {
    const options = {
      timeZone: tz, hourCycle: "h23", year: "numeric", month: "numeric",
      day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    };
    try {
      formats.set(tz, new Intl.DateTimeFormat("en-US", options));
    } catch {
      // An unknown zone must not blank the page; Slack falls back as well.
      formats.set(tz, new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" }));
    }
  }
  return formats.get(tz);
}

/** parts splits Unix seconds into the calendar and clock fields of a zone. */
export function parts(unix, tz) {
  const found = {};
  for (const { type, value } of formatter(tz || "UTC").formatToParts(new Date(unix * 1000))) {
    if (type !== "literal") found[type] = Number(value);
  }
  found.weekday = new Date(Date.UTC(found.year, found.month - 1, found.day)).getUTCDay();
  return found;
}

const two = (n) => String(n).padStart(2, "0");

/** isoDate gives YYYY-MM-DD in a zone. */
export function isoDate(unix, tz) {
  const p = parts(unix, tz);
  return `${String(p.year).padStart(4, "0")}-${two(p.month)}-${two(p.day)}`;
}

/** clockTime gives HH:MM in a zone, 24-hour as this workspace prefers it. */
export function clockTime(unix, tz) {
  const p = parts(unix, tz);
  return `${two(p.hour)}:${two(p.minute)}`;
}

function ordinal(n) {
  const tens = n % 100;
  if (tens >= 11 && tens <= 13) return `${n}th`;
  return `${n}${{ 1: "st", 2: "nd", 3: "rd" }[n % 10] || "th"}`;
}

/** fromISO reads YYYY-MM-DD as a day; null if it is not one that exists. */
export function fromISO(iso) {
  const m = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(String(iso || "").trim());
  if (!m) return null;
  const day = new Date(Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])));
  return day.getUTCMonth() === Number(m[2]) - 1 ? day : null;
}

/** toISO writes a day made by fromISO back as YYYY-MM-DD. */
export function toISO(day) {
  return day.toISOString().slice(0, 10);
}

/** dayText gives a day as the date picker shows it: "Thu 26 November 2026". */
export function dayText(iso) {
  const day = fromISO(iso);
  if (!day) return iso;
  const name = DAYS[day.getUTCDay()].slice(0, 3);
  return `${name} ${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

/** monthText names a month of a year, for the head of a calendar. */
export function monthText(day) {
  return `${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

function near(unix, tz, now) {
  const day = (t) => fromISO(isoDate(t, tz)).getTime() / 86400000;
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[day(unix) - day(now)];
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** dayHeading names the day above a run of messages. */
export function dayHeading(unix, tz, now) {
  return capital(dateToken("{day_divider_pretty}", unix, tz, now));
}

/** clockText is the clock in the top bar: "Tue 24 Nov 2026, 09:00". */
export function clockText(unix, tz) {
  const p = parts(unix, tz);
  const day = `${DAYS[p.weekday].slice(0, 3)} ${p.day} ${MONTHS[p.month - 1].slice(0, 3)}`;
  return `${day} ${p.year}, ${two(p.hour)}:${two(p.minute)}`;
}

/** fullTime is the tooltip of a message's time. */
export function fullTime(unix, tz) {
  return dateToken("{date_long} at {time_secs}", unix, tz, unix);
}

function ago(unix, now) {
  const gap = Math.abs(now - unix);
  const steps = [[86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]];
  const [size, name] = steps.find(([s]) => gap >= s) || [1, "second"];
  const n = Math.floor(gap / size);
  const text = `${n} ${name}${n === 1 ? "" : "s"}`;
  return unix > now ? `in ${text}` : `${text} ago`;
}

function tokens(unix, tz, now) {
  const p = parts(unix, tz);
  const month = MONTHS[p.month - 1];
  const dayMonth = `${month} ${ordinal(p.day)}`;
  const weekday = `${DAYS[p.weekday]}, ${dayMonth}`;
  const pretty = near(unix, tz, now);
  const sameYear = p.year === parts(now, tz).year;
  const short = `${month.slice(0, 3)} ${p.day}, ${p.year}`;
  const long = `${weekday}, ${p.year}`;
  return {
    day_divider_pretty: pretty || (sameYear ? weekday : long),
    date_num: isoDate(unix, tz),
    date_slash: `${two(p.day)}/${two(p.month)}/${p.year}`,
    date_long: long,
    date_long_full: `${month} ${p.day}, ${p.year}`,
    date_long_pretty: pretty || long,
    date: dayMonth,
    date_pretty: pretty || dayMonth,
    date_short: short,
    date_short_pretty: pretty || short,
    time: `${two(p.hour)}:${two(p.minute)}`,
    time_secs: `${two(p.hour)}:${two(p.minute)}:${two(p.second)}`,
    ago: ago(unix, now),
  };
}

/**
 * dateToken fills a date format as Slack documents it for `<!date^…>` and for
 * the rich text date element. An unknown token stays as it was written; the
 * first word of the text is capitalised.
 */
export function dateToken(format, unix, tz, now) {
  const known = tokens(unix, tz, now);
  return format.replace(/\{(\w+)\}/g, (whole, name, at) => {
    const text = known[name];
    if (text === undefined) return whole;
    return at === 0 ? capital(text) : text;
  });
}

/**
 * unixOf gives the seconds at which a wall clock in a zone shows a date and
 * HH:MM. In a gap (spring) the time moves on by the gap; in an overlap it is the first.
 */
export function unixOf(iso, time, tz) {
  const [hour, minute] = time.split(":").map(Number);
  const wall = fromISO(iso).getTime() / 1000 + hour * 3600 + minute * 60;
  const offset = (unix) => {
    const p = parts(unix, tz);
    return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) / 1000 - unix;
  };
  const before = wall - offset(wall - 86400);
  const after = wall - offset(wall + 86400);
  const fits = [before, after].filter((t) => t + offset(t) === wall);
  return fits.length > 0 ? Math.min(...fits) : Math.max(before, after);
}
