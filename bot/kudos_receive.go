package bot

import (
	"context"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// joinKudos adds the own thanks to somebody else's, or takes them away. The post
// changes in place, which is the answer.
func (b *Bot) joinKudos(ctx context.Context, req Request) (Reply, error) {
	_, err := b.kudos.Join(ctx, req.Act, domain.ID(req.Value))
	return Nothing(), err
}

// followLink has nothing to do: the button is a link to the DM with the giver,
// and Slack wants to hear that the press was noticed.
func (b *Bot) followLink(context.Context, Request) (Reply, error) { return Nothing(), nil }

// settleKudos does what a receiver chose behind the three dots.
func (b *Bot) settleKudos(ctx context.Context, req Request) (Reply, error) {
	choice, id, _ := strings.Cut(req.Value, ":")
	kudos := domain.ID(id)
	switch choice {
	case SettlePrivate:
		if _, err := b.kudos.MakePrivate(ctx, req.Act, kudos); err != nil {
			return Reply{}, err
		}
		return Say(sentences(req.Voice, "", req.Voice.Say("kudos.made_private"))), nil
	case SettleOut, SettleIn:
		if _, err := b.kudos.LeaveOutOfFile(ctx, req.Act, kudos, choice == SettleOut); err != nil {
			return Reply{}, err
		}
		key := "kudos.left_out"
		if choice == SettleIn {
			key = "kudos.put_back"
		}
		return Say(sentences(req.Voice, "", req.Voice.Say(key))), nil
	case SettleManner:
		return b.openKudosManner(ctx, req)
	case SettleCite:
		return b.openKudosCite(ctx, req, kudos)
	case SettleWrong:
		return b.openWrongKudos(ctx, req, kudos)
	default:
		return Reply{}, domain.Refuse(domain.NotFound, "request.unknown")
	}
}

// openKudosManner asks how the person likes to be thanked.
func (b *Bot) openKudosManner(_ context.Context, req Request) (Reply, error) {
	return Open(kudosMannerForm(req.Voice, req.Person.Privately, b.formMetadata(req.Person.ID, 0))), nil
}

// submitKudosManner notes how the person likes to be thanked.
func (b *Bot) submitKudosManner(ctx context.Context, req Request) (Reply, error) {
	privately := req.Values.Choice(FieldKudosManner) == ReachPrivate
	if err := b.people.WantPrivately(ctx, req.Act, privately); err != nil {
		return Reply{}, err
	}
	key := "kudos.manner_public"
	if privately {
		key = "kudos.manner_private"
	}
	return Say(sentences(req.Voice, "", req.Voice.Say(key))), nil
}

// openWrongMessage is "Something is wrong here" on a message. A post of kudos
// and what was shared are known by their buttons.
func (b *Bot) openWrongMessage(ctx context.Context, req Request) (Reply, error) {
	kudos := domain.ID(req.Message.buttons[PressKudosJoin])
	shared := domain.ID(req.Message.buttons[PressFeedbackRead])
	if shared != "" && req.Message.sender == b.home.BotUserID {
		return b.openConcernAbout(ctx, req, domain.ConcernFeedback, shared)
	}
	if kudos == "" || req.Message.sender != b.home.BotUserID {
		return Say(sentences(req.Voice, "", req.Voice.Say("kudos.no_kudos_here"))), nil
	}
	return b.openWrongKudos(ctx, req, kudos)
}

// openWrongKudos lets who received a kudos raise a concern, and the people team
// take it back; everybody else is told whom to turn to.
func (b *Bot) openWrongKudos(ctx context.Context, req Request, id domain.ID) (Reply, error) {
	mine, err := b.concerns.Receives(ctx, req.Person.ID, domain.ConcernKudos, id)
	if err != nil {
		return Reply{}, err
	}
	if mine {
		return b.openConcernAbout(ctx, req, domain.ConcernKudos, id)
	}
	wrong, err := b.kudos.Wrong(ctx, req.Person.ID, id)
	if err != nil {
		return Reply{}, err
	}
	if wrong.MayRetract {
		return Open(kudosRetractForm(req.Voice, b.formMetadata(id, 0))), nil
	}
	key := "kudos.wrong_ask"
	if wrong.Contact == "" {
		key = "kudos.wrong_ask_team"
	}
	line := req.Voice.Say(key, "Team", wrong.Team, "Contact", wrong.Contact)
	return Open(noticeView(req.Voice, sentences(req.Voice, "", line))), nil
}

// submitKudosRetract takes a kudos back for the people team.
func (b *Bot) submitKudosRetract(ctx context.Context, req Request) (Reply, error) {
	act := req.Act
	act.Reason = req.Values.Text(FieldKudosReason)
	receipt, err := b.kudos.Retract(ctx, act, req.Metadata.Subject)
	if err != nil {
		return Reply{}, err
	}
	people := pick(receipt.People, append([]domain.ID{receipt.Kudos.Giver}, receipt.Kudos.ReceiverIDs()...))
	return Say(sentences(req.Voice, "", req.Voice.Say("kudos.retracted", "People", namesOf(people)))), nil
}

// listKudos shows what was received or given, newest first.
func (b *Bot) listKudos(ctx context.Context, req Request) (Reply, error) {
	which := listReceived
	if req.ID == CommandKudosGiven {
		which = listGiven
	}
	m, err := b.kudosPage(ctx, req, which, "")
	return Say(m), err
}

// openKudosList shows the same in a modal, from Home.
func (b *Bot) openKudosList(ctx context.Context, req Request) (Reply, error) {
	m, err := b.kudosPage(ctx, req, req.Value, "")
	return Open(noticeView(req.Voice, m)), err
}

// turnKudosPage shows the next page in the place of this one.
func (b *Bot) turnKudosPage(ctx context.Context, req Request) (Reply, error) {
	which, after, _ := strings.Cut(req.Value, ":")
	m, err := b.kudosPage(ctx, req, which, domain.ID(after))
	return Replace(m), err
}

// The lists of kudos, as buttons name them.
const (
	listReceived = "received"
	listGiven    = "given"
)

func (b *Bot) kudosPage(ctx context.Context, req Request, which string, after domain.ID) (blockkit.Message, error) {
	read := b.kudos.Received
	if which == listGiven {
		read = b.kudos.Given
	}
	list, err := read(ctx, req.Person.ID, after)
	if err != nil {
		return blockkit.Message{}, err
	}
	return kudosListView(req.Voice, list, which, req.Person.ID), nil
}
