package bot

import (
	"context"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

func (b *Bot) digestRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressDigestAct, Speed: Opening, Handle: b.openOffer},
		{Kind: Submit, ID: DigestActForm, Speed: Doing, Handle: b.submitOffer},
		{Kind: Press, ID: PressDigestPairs, Speed: Opening, Handle: b.openPairs},
		{Kind: Press, ID: PressDigestMore, Speed: Opening, Handle: b.openFigures},
		{Kind: Press, ID: PressDigestNow, Speed: Doing, Handle: b.wantDigest},
	}
}

func (b *Bot) digestRenders() map[string]courier.Render {
	return map[string]courier.Render{
		domain.DigestWeekly: b.renderDigest,
		domain.DigestPage:   b.renderDigest,
		domain.DigestOffer:  b.renderOffer,
	}
}

// renderDigest shows a digest as it was counted. In a channel it speaks the
// language and zone of the organisation, to a person the person's own.
func (b *Bot) renderDigest(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	view, err := b.digests.Render(ctx, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	v := b.voiceOf(domain.Person{Zone: view.Policy.Digest.Zone})
	if m.Recipient != "" {
		reader, _, err := b.readerAnd(ctx, m.Recipient, "")
		if err != nil {
			return blockkit.Message{}, err
		}
		v = b.voiceOf(reader)
	}
	if m.Kind == domain.DigestPage {
		return digestPage(v, view), nil
	}
	return digestMessage(v, view, m.Channel != ""), nil
}

// renderOffer is what a manager gets from the people team.
func (b *Bot) renderOffer(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	action, by, policy, err := b.digests.Offered(ctx, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	reader, _, err := b.readerAnd(ctx, m.Recipient, "")
	if err != nil {
		return blockkit.Message{}, err
	}
	v := b.voiceOf(reader)
	return offerMessage(v, action.Kind, by, policy), nil
}

// factOf reads a button's value: the kind of fact, a colon, the digest.
func factOf(value string) (domain.FactKind, domain.ID) {
	kind, digest, _ := strings.Cut(value, ":")
	return domain.FactKind(kind), domain.ID(digest)
}

// openOffer shows what acting on a fact would send.
func (b *Bot) openOffer(ctx context.Context, req Request) (Reply, error) {
	kind, digest := factOf(req.Value)
	offer, err := b.digests.Preview(ctx, req.Person.ID, digest, kind)
	if err != nil {
		return Reply{}, err
	}
	switch {
	case offer.Done.ID != "":
		return notice(req, "digest.done_already", "Name", offer.By.Name), nil
	case len(offer.Managers) == 0:
		return notice(req, "digest.nobody_left"), nil
	}
	meta, err := b.formMetadata(digest, 0).With(kind)
	if err != nil {
		return Reply{}, err
	}
	version, err := b.policies.Get(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(offerForm(req.Voice, offer, req.Person, version.Policy, meta)), nil
}

// submitOffer sends it.
func (b *Bot) submitOffer(ctx context.Context, req Request) (Reply, error) {
	var kind domain.FactKind
	if err := req.Metadata.Read(&kind); err != nil {
		return Reply{}, err
	}
	if _, err := b.digests.Act(ctx, req.Act, req.Metadata.Subject, kind); err != nil {
		return Reply{}, err
	}
	return notice(req, "digest.offer_sent"), nil
}

// openPairs names those who missed two conversations running.
func (b *Bot) openPairs(ctx context.Context, req Request) (Reply, error) {
	view, err := b.digests.Pairs(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Open(pairsView(req.Voice, view)), nil
}

// openFigures shows the figures that have no place in the message.
func (b *Bot) openFigures(ctx context.Context, req Request) (Reply, error) {
	view, err := b.digests.Read(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Open(figuresView(req.Voice, view)), nil
}

// wantDigest asks for one of today.
func (b *Bot) wantDigest(ctx context.Context, req Request) (Reply, error) {
	if err := b.digests.Want(ctx, req.Act); err != nil {
		return Reply{}, err
	}
	return notice(req, "digest.wanted"), nil
}

// AreaName is how a digest calls a group of areas: their names, or "All" for
// the sum.
func AreaName(v *sentence.Voice, a domain.AreaFigures) string {
	if len(a.Areas) == 0 {
		return v.Say("digest.all")
	}
	const most = 3
	names := make([]string, len(a.Areas))
	for i, area := range a.Areas {
		if names[i] = area; area == "" {
			names[i] = v.Say("digest.no_area")
		}
	}
	return v.ListAtMost(names, most)
}
