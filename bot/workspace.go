package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// workspaceRoutes are what becomes of the app and of the channels that the
// policy names. Nobody acts in these events whom an answer could go to.
func (b *Bot) workspaceRoutes() []Route {
	return []Route{
		{Kind: Event, ID: EventUninstalled, Nobody: true, Speed: Doing, Handle: b.noteUninstalled},
		{Kind: Event, ID: EventTokensRevoked, Nobody: true, Speed: Doing, Handle: b.noteRevoked},
		{Kind: Event, ID: EventChannelArchived, Nobody: true, Speed: Doing, Handle: b.noteArchived},
		{Kind: Event, ID: EventGroupArchived, Nobody: true, Speed: Doing, Handle: b.noteArchived},
		{Kind: Event, ID: EventChannelChanged, Nobody: true, Speed: Doing, Handle: b.noteChannelID},
		{Kind: Event, ID: EventMemberJoined, Nobody: true, Speed: Doing, Handle: b.noteMember},
	}
}

// Why Slack takes nothing more from this installation of the app.
const (
	SeveredUninstalled = "app_uninstalled"
	SeveredRevoked     = "tokens_revoked"
)

// noteUninstalled stops what goes out: Slack takes nothing more.
func (b *Bot) noteUninstalled(ctx context.Context, _ Request) (Reply, error) {
	b.sever(ctx, SeveredUninstalled, "the app was uninstalled from the workspace")
	return Nothing(), nil
}

// noteRevoked does the same where the bot's own token is among those revoked.
func (b *Bot) noteRevoked(ctx context.Context, req Request) (Reply, error) {
	var event struct {
		Tokens struct {
			Bot []string `json:"bot"`
		} `json:"tokens"`
	}
	if err := json.Unmarshal(req.Event, &event); err != nil {
		return Reply{}, domain.Refuse(domain.Invalid, "request.unknown") // it will not become readable
	}
	if slices.Contains(event.Tokens.Bot, b.home.BotUserID) {
		b.sever(ctx, SeveredRevoked, "the bot token was revoked")
	}
	return Nothing(), nil
}

// sever tells the operator, and whoever sends, that Slack has closed the door.
func (b *Bot) sever(ctx context.Context, reason, what string) {
	b.meter.Count("slack_severed", reason, 1)
	b.log.LogAttrs(ctx, slog.LevelError, "slack takes nothing more; install the app again and restart with its new token",
		slog.String("reason", reason), slog.String("what", what))
	if b.severed != nil {
		b.severed(reason)
	}
}

// noteArchived takes a channel that was archived out of the policy.
func (b *Bot) noteArchived(ctx context.Context, req Request) (Reply, error) {
	named, _, err := b.policies.NamesChannel(ctx, req.Place)
	if err != nil || !named {
		return Nothing(), err
	}
	return Nothing(), b.policies.ChannelGone(ctx, byNobody(req), req.Place)
}

// noteChannelID follows a channel to the id that Slack gave it.
func (b *Bot) noteChannelID(ctx context.Context, req Request) (Reply, error) {
	var event struct {
		Old   string `json:"old_channel_id"`
		Fresh string `json:"new_channel_id"`
	}
	if err := json.Unmarshal(req.Event, &event); err != nil {
		return Reply{}, domain.Refuse(domain.Invalid, "request.unknown")
	}
	named, _, err := b.policies.NamesChannel(ctx, event.Old)
	if err != nil || !named {
		return Nothing(), err
	}
	return Nothing(), b.policies.ChannelChanged(ctx, byNobody(req), event.Old, event.Fresh)
}

// noteMember looks who joined the digest's channel. Most joins are elsewhere.
func (b *Bot) noteMember(ctx context.Context, req Request) (Reply, error) {
	_, isDigest, err := b.policies.NamesChannel(ctx, req.Place)
	if err != nil || !isDigest || req.SlackUser == b.home.BotUserID {
		return Nothing(), err
	}
	person, err := b.people.Meet(ctx, req.SlackUser)
	if err != nil && domain.CodeOf(err) != domain.NotFound {
		return Reply{}, fmt.Errorf("look who joined: %w", err)
	}
	if person.Kind == domain.Bot {
		return Nothing(), nil
	}
	return Nothing(), b.policies.DigestRead(ctx, byNobody(req), req.Place, person.ID)
}

// byNobody is the act of an event: its key counts, whoever was in it.
func byNobody(req Request) domain.Act {
	return domain.Act{Key: req.Act.Key, Digest: req.Act.Digest}
}

// channelSentences say what became of a channel.
var channelSentences = map[domain.ChannelWord]string{
	domain.ThanksGone:   "policy.thanks_gone",
	domain.DigestGone:   "policy.digest_gone",
	domain.ChannelMoved: "policy.channel_moved",
	domain.DigestJoined: "policy.digest_joined",
}

// renderPolicyChannel tells one of the people team what became of a channel.
func (b *Bot) renderPolicyChannel(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	news := domain.ParseChannelNews(m.Detail)
	reader, who, err := b.readerAnd(ctx, m.Recipient, news.Person)
	if err != nil {
		return blockkit.Message{}, err
	}
	v := b.voiceOf(reader)
	name := who.Name
	if name == "" {
		name = v.Say("policy.somebody")
	}
	channel := blockkit.Channel(news.Channel, "")
	text := blockkit.Weave(v.Say(channelSentences[news.Word], "Channel", blockkit.Slot(0), "Name", name), channel)
	return blockkit.Message{
		Fallback: say(v, "policy.channel_notice"), More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(text),
			blockkit.Actions(button(v, PressPolicy, "", "home.policy_button")),
			blockkit.Context(say(v, "policy.channel_why")),
		},
	}, nil
}
