// The select elements: where their options come from and what they store.

import { debounce } from "../core/dom.js";
import { active, avatar, channelName, conversationName, person, personName, search } from "../core/people.js";
import { store } from "../core/store.js";
import { changed, marks } from "./act.js";
import { Combobox } from "./combobox.js";
import { plainOf } from "./text.js";
import { valueField } from "./values.js";

const PAUSE = 250;
const MIN_QUERY = 3;

const optionItem = (o) => ({ key: o.value, text: plainOf(o.text), hint: o.description && plainOf(o.description), value: o });

function userItem(id) {
  return { key: id, text: personName(id), hint: person(id)?.title || "", node: avatar(id, 20), value: id };
}

function conversationItem(id) {
  const dm = store.dms.find((d) => d.id === id);
  if (dm) return { key: id, text: conversationName(dm), hint: "Direct message", node: dm.user && avatar(dm.user, 20), value: id };
  return { key: id, text: `#${channelName(id) || id}`, value: id };
}

/** select renders any single or multi select element. */
export function select(element, block, ctx, aria) {
  const multi = element.type.startsWith("multi_");
  const kind = element.type.replace(/^multi_/, "");
  const source = SOURCES[kind](element, block, ctx);
  const field = valueField(element);
  startWithConversation(element, block, ctx, field, multi);
  const stored = [ctx.values.get(block, element)[field]].flat().filter(Boolean);
  const box = new Combobox({
    aria, multi, most: element.max_selected_items, attributes: marks(block, element),
    placeholder: plainOf(element.placeholder) || PLACEHOLDERS[kind], autofocus: element.focus_on_load,
    clearable: block.type === "input" && block.optional, selected: stored.map(source.item), load: source.load,
    submit: ctx.submit,
    onChange: (items, at) => {
      const values = items.map((i) => i.value);
      return changed(ctx, block, element, multi ? values : values[0] ?? null, at);
    },
  });
  return box.el;
}

const PLACEHOLDERS = {
  static_select: "Choose an option", external_select: "Search", users_select: "Choose a person",
  conversations_select: "Choose a conversation", channels_select: "Choose a channel",
};

// A form opened from a channel may begin with that channel.
function startWithConversation(element, block, ctx, field, multi) {
  if (!element.default_to_current_conversation || !ctx.conversation?.()) return;
  const now = ctx.values.get(block, element)[field];
  if (now === null || now?.length === 0) ctx.values.set(block, element, multi ? [ctx.conversation()] : ctx.conversation());
}

const SOURCES = {
  static_select: (element) => ({
    item: optionItem,
    load: (query) => ({ groups: narrow(groupsOf(element), query) }),
  }),
  external_select: (element, block, ctx) => ({ item: optionItem, load: external(element, block, ctx) }),
  users_select: () => ({
    item: userItem,
    load: (query) => ({ groups: narrow([{ options: active().map((u) => userItem(u.id)) }], query) }),
  }),
  channels_select: () => ({
    item: conversationItem,
    load: (query) => ({ groups: narrow([{ options: publicChannels().map((c) => conversationItem(c.id)) }], query) }),
  }),
  conversations_select: (element) => ({
    item: conversationItem,
    load: (query) => ({ groups: narrow(conversations(element.filter), query) }),
  }),
};

function groupsOf({ options, option_groups: groups }) {
  if (groups?.length) return groups.map((g) => ({ label: plainOf(g.label), options: g.options.map(optionItem) }));
  return [{ options: (options || []).map(optionItem) }];
}

function narrow(groups, query) {
  return groups.map((g) => ({ label: g.label, options: search(g.options, query, (i) => [i.text.replace(/^#/, ""), i.hint || ""]) }));
}

function publicChannels() {
  return store.channels.filter((c) => !c.private);
}

function conversations(filter) {
  const include = filter?.include || ["im", "mpim", "private", "public"];
  const channels = store.channels.filter((c) => include.includes(c.private ? "private" : "public"));
  const app = store.boot.app.bot_user_id;
  const dms = include.includes("im") ? store.dms.filter((d) => !(filter?.exclude_bot_users && d.user === app)) : [];
  return [
    { label: "Channels", options: channels.map((c) => conversationItem(c.id)) },
    { label: "Direct messages", options: dms.map((d) => conversationItem(d.id)) },
  ];
}

// Asks the app for options, once the typing pauses and is long enough.
function external(element, block, ctx) {
  const least = element.min_query_length ?? MIN_QUERY;
  const ask = debounce((query, done, fail) => ctx.suggest(block, element, query).then(done, fail), PAUSE);
  return (query) => {
    if (query.length < least) {
      const letters = least === 1 ? "a letter" : `${least} letters`;
      return { groups: [], message: `Type at least ${letters}.` };
    }
    return new Promise((done, fail) => {
      ask(query, (answer) => done({ groups: groupsOf(answer) }), fail);
    });
  };
}
