package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// tier is how often a method may be called, by Slack's classes.
type tier int

const (
	free   tier = iota // special limits that nobody has documented
	tier1              // 1 a minute
	tier2              // 20
	tier3              // 50
	tier4              // 100
	posted             // chat.postMessage: by channel and by workspace
)

// method is one Web API method.
type method struct {
	run   func(*call) (object, error)
	tier  tier
	scope string // needed for any call; "" for none or for one that the handler checks
	app   bool   // wants the app-level token
	open  bool   // wants no token
}

// methods are those that the sandbox knows. Any other answers unknown_method.
var methods = map[string]method{
	"api.test":                     {run: apiTest, open: true},
	"auth.test":                    {run: authTest},
	"apps.connections.open":        {run: openConnection, app: true, tier: tier3},
	"blocks.validate":              {run: validateBlocks, open: true},
	"bots.info":                    {run: botInfo, scope: "users:read", tier: tier3},
	"chat.delete":                  {run: deleteMessage, scope: "chat:write", tier: tier3},
	"chat.getPermalink":            {run: permalinkOf},
	"chat.postEphemeral":           {run: postEphemeral, scope: "chat:write", tier: tier4},
	"chat.postMessage":             {run: postMessage, scope: "chat:write", tier: posted},
	"chat.update":                  {run: updateMessage, scope: "chat:write", tier: tier3},
	"conversations.history":        {run: history, tier: tier3},
	"conversations.info":           {run: channelInfo, tier: tier3},
	"conversations.join":           {run: joinChannel, scope: "channels:join", tier: tier3},
	"conversations.list":           {run: listChannels, tier: tier2},
	"conversations.members":        {run: channelMembers, tier: tier4},
	"conversations.open":           {run: openDirect, tier: tier3},
	"conversations.replies":        {run: replies, tier: tier3},
	"dnd.info":                     {run: dndInfo, scope: "dnd:read", tier: tier3},
	"files.completeUploadExternal": {run: completeUpload, scope: "files:write", tier: tier4},
	"files.getUploadURLExternal":   {run: uploadURL, scope: "files:write", tier: tier4},
	"reactions.get":                {run: reactionsOf, scope: "reactions:read", tier: tier3},
	"team.info":                    {run: teamInfo, scope: "team:read", tier: tier3},
	"team.profile.get":             {run: teamProfile, scope: "users.profile:read", tier: tier3},
	"usergroups.list":              {run: listGroups, scope: "usergroups:read", tier: tier2},
	"usergroups.users.list":        {run: groupUsers, scope: "usergroups:read", tier: tier2},
	"users.conversations":          {run: userChannels, tier: tier3},
	"users.info":                   {run: userInfo, scope: "users:read", tier: tier4},
	"users.list":                   {run: listUsers, scope: "users:read", tier: tier2},
	"users.lookupByEmail":          {run: userByEmail, scope: "users:read.email", tier: tier3},
	"users.profile.get":            {run: userProfile, scope: "users.profile:read", tier: tier4},
	"views.open":                   {run: openView, tier: tier4},
	"views.publish":                {run: publishView, tier: tier4},
	"views.push":                   {run: pushView, tier: tier4},
	"views.update":                 {run: updateView, tier: tier4},
}

// serveMethod answers one call of the Web API.
func (w *Workspace) serveMethod(rw http.ResponseWriter, r *http.Request) {
	c, err := readCall(w, r)
	w.mu.Lock()
	w.inflight++
	w.learnBase(r)
	faults := w.faultsFor(c)
	w.mu.Unlock()
	defer w.finished()

	if !faults.wait(r.Context()) {
		return // the caller has gone
	}
	out := faults.instead
	if out == nil {
		made := answerOf(w.perform(c, err))
		out = &made
	}
	w.record(c, out)
	if scopes := w.scopeHeader(); scopes != "" {
		rw.Header().Set("X-Oauth-Scopes", scopes)
	}
	faults.send(rw, out)
}

// scopeHeader is what Slack says with each answer about the token: its scopes.
// Empty where all are granted.
func (w *Workspace) scopeHeader() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.scopes, ",")
}

// finished counts a request down and wakes Drained.
func (w *Workspace) finished() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.inflight--
	w.touch()
}

// perform checks token, rate and scope, in Slack's order, and runs the method.
func (w *Workspace) perform(c *call, err error) (object, error) {
	if err != nil {
		return nil, err
	}
	m, known := methods[c.method]
	if !known {
		return nil, &fail{code: "unknown_method", extra: object{"req_method": c.method}}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.authorise(c, m); err != nil {
		return nil, err
	}
	if err := w.limit(c, m.tier); err != nil {
		return nil, err
	}
	if err := c.need(m.scope); err != nil {
		return nil, err
	}
	body, err := m.run(c)
	w.touch()
	return body, err
}

// authorise compares the token with the one that the method wants.
func (w *Workspace) authorise(c *call, m method) error {
	wanted, other := w.cfg.BotToken, w.cfg.AppToken
	if m.app {
		wanted, other = other, wanted
	}
	switch {
	case m.open:
		return nil
	case c.token == "":
		return refuse("not_authed")
	case c.token == other:
		return refuse("not_allowed_token_type")
	case slices.Contains(w.retired, c.token):
		return refuse("token_revoked")
	case c.token != wanted:
		return refuse("invalid_auth")
	case w.revoked:
		return refuse("token_revoked")
	}
	return nil
}

// need refuses with missing_scope unless the bot has the scope.
func (c *call) need(scope string) error {
	if c.w.granted(scope) {
		return nil
	}
	return &fail{code: "missing_scope", extra: object{
		"needed": scope, "provided": strings.Join(c.w.scopes, ",")}}
}

func (w *Workspace) record(c *call, out *answered) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls = remember(w.calls, Call{
		Method: c.method, Args: c.args, At: time.Now(), Status: out.status,
		Error: textOf(out.body, "error"), Answer: out.body,
	})
	w.touch()
}

func apiTest(c *call) (object, error) { return object{"args": object(c.args)}, nil }

func authTest(c *call) (object, error) {
	w := c.w
	o := object{
		"url": w.base + "/", "team": w.cfg.TeamName, "team_id": w.cfg.TeamID,
		"user": w.cfg.BotName, "user_id": w.cfg.BotUserID, "bot_id": w.botID,
		"is_enterprise_install": false,
	}
	if w.cfg.EnterpriseID != "" {
		o["enterprise_id"] = w.cfg.EnterpriseID
	}
	return o, nil
}
