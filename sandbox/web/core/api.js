// The page's only door to the server: JSON over /ui/.

/** APIError carries the server's short error word, such as "operation_timeout". */
export class APIError extends Error {
  constructor(code, status) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

/** Refusal is something the page itself will not do; its message is for the person. */
export class Refusal extends Error {}

async function request(path, init) {
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new APIError("no_connection", 0);
  }
  const type = response.headers.get("Content-Type") || "";
  const body = type.includes("json") ? await response.json() : null;
  if (!response.ok) {
    throw new APIError(body?.error || `http_${response.status}`, response.status);
  }
  return body || {};
}

function get(path, query) {
  const pairs = Object.entries(query || {}).filter(([, v]) => v !== undefined && v !== "");
  const search = new URLSearchParams(pairs).toString();
  return request(search ? `${path}?${search}` : path);
}

function post(path, body) {
  return request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

export const api = {
  boot: () => get("/ui/boot"),
  state: (as) => get("/ui/state", { as }),
  messages: (as, channel, thread) => get("/ui/messages", { as, channel, thread }),
  command: (body) => post("/ui/command", body),
  say: (body) => post("/ui/say", body),
  shortcut: (body) => post("/ui/shortcut", body),
  action: (body) => post("/ui/action", body),
  submit: (body) => post("/ui/submit", body),
  close: (body) => post("/ui/close", body),
  suggest: (body) => post("/ui/suggest", body),
  home: (as) => post("/ui/home", { as }),
  open: (as, channel) => post("/ui/open", { as, channel }),
  move: (id) => post("/ui/move", { id }),
};

/**
 * explain turns an error of the server into a sentence for the person at the
 * page. The code stays in it, because that is what a developer looks up.
 */
export function explain(error) {
  if (error instanceof Refusal) return error.message;
  const code = error?.code || error?.error || error?.message || String(error);
  switch (code) {
    case "no_connection":
      return "The sandbox does not answer. Is it still running?";
    case "operation_timeout":
      return "The app did not answer within 3 seconds (operation_timeout).";
    case "trouble_connecting":
    case "dispatch_failed":
      return `The app could not be reached, or did not answer in time (${code}).`;
    default:
      return `That did not work (${code}).`;
  }
}
