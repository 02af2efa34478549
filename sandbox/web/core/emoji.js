// The emoji that people use most, by Slack's short names. A name that is not
// here stays as it was typed, which is what Slack does with unknown names.

const TABLE = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", clap: "👏", raised_hands: "🙌",
  pray: "🙏", wave: "👋", muscle: "💪", ok_hand: "👌", point_right: "👉", point_left: "👈",
  point_down: "👇", point_up: "☝️", handshake: "🤝", writing_hand: "✍️", raising_hand: "🙋",
  eyes: "👀", smile: "😄", smiley: "😃", grinning: "😀", slightly_smiling_face: "🙂",
  wink: "😉", blush: "😊", heart_eyes: "😍", joy: "😂", sweat_smile: "😅", thinking_face: "🤔",
  neutral_face: "😐", slightly_frowning_face: "🙁", disappointed: "😞", cry: "😢", sob: "😭",
  tada: "🎉", sparkles: "✨", star: "⭐", star2: "🌟", fire: "🔥", rocket: "🚀", trophy: "🏆",
  medal: "🏅", heart: "❤️", blue_heart: "💙", green_heart: "💚", yellow_heart: "💛",
  purple_heart: "💜", hearts: "♥️", gift: "🎁", cake: "🍰", birthday: "🎂", coffee: "☕",
  bulb: "💡", memo: "📝", pencil: "📝", book: "📖", books: "📚", bookmark: "🔖", calendar: "📆",
  date: "📅", spiral_calendar_pad: "🗓️", clock1: "🕐", hourglass: "⌛", alarm_clock: "⏰",
  bell: "🔔", no_bell: "🔕", speech_balloon: "💬", thought_balloon: "💭", mega: "📣",
  loudspeaker: "📢", email: "📧", incoming_envelope: "📨", inbox_tray: "📥", link: "🔗",
  paperclip: "📎", pushpin: "📌", round_pushpin: "📍", lock: "🔒", unlock: "🔓", key: "🔑",
  shield: "🛡️", gear: "⚙️", wrench: "🔧", hammer: "🔨", package: "📦", bar_chart: "📊",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", dart: "🎯", compass: "🧭",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌",
  warning: "⚠️", no_entry: "⛔", question: "❓", exclamation: "❗", information_source: "ℹ️",
  "100": "💯", zap: "⚡", sunny: "☀️", cloud: "☁️", rainbow: "🌈", snowflake: "❄️",
  seedling: "🌱", deciduous_tree: "🌳", four_leaf_clover: "🍀", sunflower: "🌻", bouquet: "💐",
  red_circle: "🔴", large_blue_circle: "🔵", large_green_circle: "🟢",
  large_yellow_circle: "🟡", white_circle: "⚪", arrow_right: "➡️", arrow_left: "⬅️",
  arrow_up: "⬆️", arrow_down: "⬇️", recycle: "♻️", handbag: "👜", palm_tree: "🌴",
  house: "🏠", office: "🏢", earth_africa: "🌍", busts_in_silhouette: "👥",
  bust_in_silhouette: "👤", robot_face: "🤖", bug: "🐛", ship: "🚢", airplane: "✈️",
};

const TONES = ["🏻", "🏼", "🏽", "🏾", "🏿"];

/** emoji gives the character of a short name, or "" if the name is unknown. */
export function emoji(name, tone) {
  const found = Object.hasOwn(TABLE, name) ? TABLE[name] : "";
  return found && tone >= 2 && tone <= 6 ? found + TONES[tone - 2] : found;
}

/** emojiNames lists the names that begin with, then those that hold, a text. */
export function emojiNames(text, limit = 8) {
  const names = Object.keys(TABLE);
  const first = names.filter((n) => n.startsWith(text));
  const rest = names.filter((n) => !n.startsWith(text) && n.includes(text));
  return [...first, ...rest].slice(0, limit);
}

/** fromCodes gives the character of rich text's "1f44b-1f3fd" notation. */
export function fromCodes(codes) {
  const points = String(codes || "").split("-").map((c) => parseInt(c, 16));
  return points.every((p) => p > 0 && p <= 0x10ffff) ? String.fromCodePoint(...points) : "";
}
