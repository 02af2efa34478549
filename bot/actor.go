package bot

import (
	"context"
	"log/slog"

	"rapport/domain"
	"rapport/sentence"
)

// meet finds out who acts and gives them their voice. Somebody whom Rapport has
// not met is read from Slack. Outsiders of a shared channel, bots and people
// who left are refused: they can see buttons, and press them.
func (b *Bot) meet(ctx context.Context, req *Request) error {
	if b.foreign(*req) {
		return domain.Refuse(domain.Forbidden, "person.outsider")
	}
	if req.SlackUser == "" {
		return domain.Refuse(domain.Forbidden, "person.nobody")
	}
	person, err := b.people.Meet(ctx, req.SlackUser)
	if domain.CodeOf(err) == domain.NotFound {
		return domain.Refuse(domain.Forbidden, "person.outsider")
	}
	if err != nil {
		return err
	}
	req.Person, req.Act.Actor = person, person.ID
	req.Voice = b.voiceOf(person)
	b.names.note(req.SlackUser, person.Name)
	switch {
	case person.Kind == domain.Bot:
		return domain.Refuse(domain.Forbidden, "person.nobody")
	case person.Kind == domain.Outsider:
		return domain.Refuse(domain.Forbidden, "person.outsider")
	case !person.Active:
		return domain.Refuse(domain.Forbidden, "person.inactive")
	}
	return nil
}

// foreign tells what is surely none of our business, before anything is read:
// a workspace of another organisation, or an account of one. In an Enterprise
// Grid the workspace of an account says nothing; there the directory decides.
func (b *Bot) foreign(req Request) bool {
	ours := func(id string) bool { return id == "" || id == b.home.TeamID || id == b.home.EnterpriseID }
	if b.home.EnterpriseID != "" {
		return req.team.EnterpriseID != "" && req.team.EnterpriseID != b.home.EnterpriseID
	}
	return !ours(req.team.ID) || !ours(req.userTeam)
}

// voiceOf speaks a person's language and tells times in the person's zone.
func (b *Bot) voiceOf(p domain.Person) *sentence.Voice {
	return b.book.In(p.Locale).At(b.zones.Load(p.Zone))
}

// reportZone is told each unknown zone once.
func (b *Bot) reportZone(name string) {
	b.log.Warn("zone is unknown, times are told in UTC", slog.String("zone", name))
}
