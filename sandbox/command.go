package sandbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Reply is what a person sees after a slash command.
type Reply struct {
	// Ephemeral is the reply that only they see, Public one that the whole
	// channel sees. Both are nil when the app answered without words.
	Ephemeral, Public *Message
	// TimedOut tells that the app did not answer within 3 s.
	TimedOut bool
	// Failed is Slack's word for what went wrong, as the person reads it:
	// operation_timeout, dispatch_failed, invalid_command_response.
	Failed string
}

// ask sends an envelope that a person waits for. apply runs with the lock held
// when the app has answered, so the workspace has changed before anybody can
// see the answer; its error replaces the outcome.
func (w *Workspace) ask(ctx context.Context, e *envelope, apply func(object) error) error {
	done := make(chan error, 1)
	w.mu.Lock()
	e.settled = func(payload object, err error) {
		if err == nil && apply != nil {
			err = apply(payload)
		}
		done <- err
	}
	w.dispatch(e)
	w.mu.Unlock()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("wait for the app: %w", ctx.Err())
	}
}

// typedCommand is a command as a person types it.
type typedCommand struct{ user, channel, name, text string }

// runCommand sends a slash command and waits for the answer.
func (w *Workspace) runCommand(ctx context.Context, t typedCommand) (*Reply, error) {
	e, hookID, err := w.commandEnvelope(t)
	if err != nil {
		return nil, err
	}
	reply := &Reply{}
	err = w.ask(ctx, e, func(payload object) error {
		if payload == nil {
			return nil
		}
		m, made, err := w.respond(w.hooks[hookID], payload)
		switch {
		case err != nil:
			return errBadAnswer
		case made && m.Ephemeral:
			reply.Ephemeral = m.seenBy(t.user)
		case made:
			reply.Public = m.seenBy(t.user)
		}
		return nil
	})
	switch {
	case err == nil:
		return reply, nil
	case errors.Is(err, errTimeout):
		return &Reply{TimedOut: true, Failed: errTimeout.Error()}, nil
	case errors.Is(err, errNoConnection):
		return &Reply{Failed: errNoConnection.Error()}, nil
	case errors.Is(err, errBadAnswer):
		return &Reply{Failed: "invalid_command_response"}, nil
	}
	return nil, fmt.Errorf("run %s: %w", t.name, err)
}

// commandEnvelope checks that the person can run the command there, and makes
// the payload.
func (w *Workspace) commandEnvelope(t typedCommand) (*envelope, string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, c := w.userByName(t.user), w.channelByName(t.channel)
	cmd, known := w.command(t.name)
	switch {
	case u == nil:
		return nil, "", fmt.Errorf("run %s: no user %s", t.name, t.user)
	case u.Deleted:
		return nil, "", fmt.Errorf("run %s: %s is deactivated", t.name, u.Name)
	case c == nil:
		return nil, "", fmt.Errorf("run %s: no channel %s", t.name, t.channel)
	case !known || u.Stranger:
		return nil, "", fmt.Errorf("%s is not a valid command", t.name)
	case !c.has(u.ID) && c.kind != public:
		return nil, "", fmt.Errorf("run %s: %s is not in %s", t.name, u.Name, t.channel)
	}
	w.dismiss(u.ID)
	text := strings.TrimSpace(t.text)
	if cmd.ShouldEscape {
		text = w.escape(text)
	}
	hookID := w.newHook(&hook{user: u.ID, channel: c.ID, typed: strings.TrimSpace(cmd.Name + " " + t.text)})
	payload := object{
		"token": "verification-token", "team_id": w.cfg.TeamID, "team_domain": w.domain(),
		"channel_id": c.ID, "channel_name": channelName(c), "user_id": u.ID, "user_name": u.Name,
		"command": cmd.Name, "text": text, "api_app_id": w.cfg.AppID,
		"is_enterprise_install": "false", "response_url": w.hookURL(hookID),
		"trigger_id": w.newTrigger(u.ID, ""),
	}
	if w.cfg.EnterpriseID != "" {
		payload["enterprise_id"], payload["enterprise_name"] = w.cfg.EnterpriseID, w.cfg.TeamName
	}
	return &envelope{kind: slashCommands, payload: payload}, hookID, nil
}

func (w *Workspace) command(name string) (Command, bool) {
	for _, c := range w.cfg.Commands {
		if c.Name == name {
			return c, true
		}
	}
	return Command{}, false
}

// channelName is what payloads call a conversation that has no name.
func channelName(c *channel) string {
	switch c.kind {
	case direct:
		return "directmessage"
	case private:
		return "privategroup"
	default:
		return c.Name
	}
}

// domain is the part of the workspace's address that carries its name.
func (w *Workspace) domain() string {
	return strings.ToLower(strings.ReplaceAll(w.cfg.TeamName, " ", "-"))
}
