package demo

import (
	"context"

	"rapport/domain"
)

func (t *Tale) accessScenes() []scene {
	return []scene{
		{"2026-11-19 10:00", opening, t.hannaWantsToOpen},
		{"2026-11-19 11:00", opening, t.larsSaysYes},
		{"2026-11-19 14:00", opening, t.hannaOpens},
		{"2026-11-19 16:00", opening, t.samReadsReceipt},
	}
}

// openedWhy is why Hanna opens a record.
const openedWhy = "Sam asked us to settle whether a course was agreed in the summer."

func (t *Tale) hannaWantsToOpen(ctx context.Context) error {
	t.saysf("Hanna types /rapport person @sam. For the arrangement alone she has to say why, and Sam will read it. For what Sam and Lee agreed in their conversations a second person has to agree, too.")
	hanna := t.at(ctx, hr)
	hanna.types("/rapport", "person @sam")
	hanna.sees("You are about to open this of Sam Ortiz: the arrangement")
	hanna.fills("Why do you open it?", t.hidden(openedWhy))
	hanna.sends()
	hanna.sees("Sam Ortiz", "Conversations")
	hanna.presses("Conversations")
	hanna.sees("Another person has to agree first", "Preparations and notes are never opened")
	hanna.fills("Why do you open it?", t.hidden(openedWhy))
	hanna.sends()
	hanna.sees("It waits until")
	return hanna.closes()
}

func (t *Tale) larsSaysYes(ctx context.Context) error {
	t.saysf("Lars, who stands in for the people team, reads the reason, and says yes with his name. Pia could not: she reports to Hanna.")
	lars := t.at(ctx, deputy)
	lars.opens("See", "needs a second yes")
	lars.sees(openedWhy)
	lars.fills("Your answer to Hanna Weiss", "Yes, open it")
	lars.sends()
	return lars.closes()
}

func (t *Tale) hannaOpens(ctx context.Context) error {
	t.saysf("Hanna opens it, and reads what was agreed. Sam and Lee are told at once.")
	hanna := t.at(ctx, hr)
	hanna.opens("See", "What you asked to open is answered")
	hanna.sees("Lars Holm said yes")
	hanna.presses("Open")
	hanna.sees("Agreed before")
	return hanna.closes()
}

func (t *Tale) samReadsReceipt(ctx context.Context) error {
	t.saysf("Sam reads the receipt: who opened what, when, why, and who agreed to it.")
	sam := t.at(ctx, "sam")
	sam.opens("See", "Something about you was opened")
	sam.sees(openedWhy, "Hanna Weiss", "Lars Holm said yes")
	return sam.closes()
}

// openedDays is how many days ago a record was opened.
const openedDays = 10

// opened writes that Hanna looked at what was agreed with Rob, with a reason and
// the yes of Lars; Rob and his manager have their receipts.
func (s *seeder) opened(ctx context.Context) error {
	at := s.now.AddDate(0, 0, -openedDays)
	a := domain.Access{
		ID: s.practice.IDs.New(), Asker: s.ids[hr], Person: s.ids["rob"], Sheet: domain.RecordSheet, Yeses: 1, State: domain.AccessEnded, At: at, Until: at.AddDate(0, 0, 1), Version: 1,
		Reason: "Rob asked us to look: he and Tom remember the terms of his move differently.",
	}
	if err := s.tx.CreateAccess(ctx, a); err != nil {
		return err
	}
	yes := domain.AccessAnswer{Access: a.ID, Second: s.ids[deputy], Yes: true, At: at}
	if _, err := s.tx.AddAccessAnswer(ctx, yes); err != nil {
		return err
	}
	if err := s.tx.NoteLook(ctx, domain.AccessLook{Access: a.ID, Act: string(domain.OpenRecord), At: at}); err != nil {
		return err
	}
	look := domain.Entry{Act: string(domain.OpenRecord), Subject: a.ID, Actor: a.Asker, Person: a.Person, At: at, Version: 1, Reason: a.Reason}
	if err := s.recorded(ctx, look, ""); err != nil {
		return err
	}
	for _, handle := range []string{"rob", "tom"} {
		r := domain.AccessReceipt{Access: a.ID, Person: s.ids[handle], Due: at}
		if err := s.tx.OweReceipt(ctx, r); err != nil {
			return err
		}
		if _, err := s.tx.TellReceipt(ctx, r, at); err != nil {
			return err
		}
	}
	return nil
}
