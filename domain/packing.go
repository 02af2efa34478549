package domain

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// PacketDraft is what somebody wants a packet of.
type PacketDraft struct {
	Person ID
	Period DateRange
	Format PacketFormat
	Reason string
}

// Order makes a packet: everything that the actor may read about a person's work
// in a period. The person makes it of themselves at any time, the manager for
// their people, a former manager of their time, the people team with a reason.
// Whose it is gets a receipt with who, when and why. Files are written and sent
// afterwards; one in Slack is read by its id. Errors: Forbidden where it is not
// the actor's to make, of which the person is told, too; Invalid with the fields.
func (s DossierService) Order(ctx context.Context, act Act, d PacketDraft) (Packet, error) {
	d.Reason = Tidy(d.Reason)
	act.Digest = DigestOf(string(d.Person), d.Period.Start.String(), d.Period.End.String(), string(d.Format), d.Reason)
	out, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		subject, err := s.aroundEvidence(ctx, tx, d.Person)
		if err != nil {
			return Outcome{}, err
		}
		maker, err := s.StandingOf(ctx, tx, act.Actor)
		if err != nil {
			return Outcome{}, err
		}
		packet := Packet{ID: s.IDs.New(), Person: d.Person, Maker: act.Actor, Period: d.Period, Format: d.Format, Reason: d.Reason, State: PacketOrdered, At: tx.Now()}
		rule, may := Can(maker, MakePacket, subject)
		if !may {
			return s.deny(ctx, tx, packet)
		}
		if err := s.checkPacket(ctx, tx, packet, rule); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: OutcomeDone, Subject: packet.ID}, s.pack(ctx, tx, packet)
	}, nil)
	if err != nil {
		return Packet{}, err
	}
	if out.Word == PacketRefused {
		return Packet{}, Refuse(Forbidden, "dossier.refused")
	}
	return s.packet(ctx, out.Subject)
}

// packet reads one that was made.
func (s DossierService) packet(ctx context.Context, id ID) (Packet, error) {
	var packet Packet
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		packet, err = tx.Packet(ctx, id)
		return err
	})
	return packet, err
}

// checkPacket tells everything that is wrong with what is wanted.
func (s DossierService) checkPacket(ctx context.Context, tx Tx, p Packet, rule Rule) error {
	person, err := tx.Person(ctx, p.Person)
	if err != nil {
		return err
	}
	w, err := s.calendarByID(ctx, tx, p.Person)
	if err != nil {
		return err
	}
	faults := p.check(w.Today(tx.Now()))
	if rule.Reason && p.Reason == "" {
		faults = append(faults, RefuseField("reason", "permission.reason_needed"))
	}
	// Somebody who left keeps the file.
	if person.Kind != Member && !person.TakesPart {
		faults = append(faults, RefuseField("person", "file.not_for_guests"))
	}
	return faults.Err()
}

// check looks at the packet alone; today is the person's.
func (p Packet) check(today Date) Faults {
	faults := TooLong("reason", p.Reason, MaxPacketReason)
	switch {
	case p.Period.Start.IsZero():
		faults = append(faults, RefuseField("from", "dossier.from_missing"))
	case p.Period.End.IsZero():
		faults = append(faults, RefuseField("to", "dossier.to_missing"))
	case p.Period.IsEmpty():
		faults = append(faults, RefuseField("to", "dossier.to_before"))
	case p.Period.Start.After(today):
		faults = append(faults, RefuseField("from", "dossier.from_ahead"))
	case monthsBetween(p.Period.Start, p.Period.End) >= MaxPacketMonths:
		faults = append(faults, RefuseField("to", "dossier.too_long", "Months", MaxPacketMonths))
	}
	if !slices.Contains(PacketFormats(), p.Format) {
		faults = append(faults, RefuseField("format", "form.choice_unknown"))
	}
	return faults
}

// pack stores what is ordered, with its entry and the receipt, and lets the file
// be written.
func (s DossierService) pack(ctx context.Context, tx Tx, p Packet) error {
	if err := tx.CreatePacket(ctx, p); err != nil {
		return err
	}
	entry := Entry{
		Actor: p.Maker, Act: string(MakePacket), Subject: p.ID, Person: p.Person, Version: 1, Reason: p.Reason,
		Content: string(p.Format) + " " + p.Period.Start.String() + " " + p.Period.End.String(),
	}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	if p.Maker != p.Person {
		receipt := Message{Kind: PacketMade, Deed: Post, Class: FromPeople, Recipient: p.Person, Subject: p.ID}
		if err := tx.Tell(ctx, receipt); err != nil {
			return err
		}
	}
	if p.Format == PacketView || p.Maker == "" {
		return nil
	}
	return tellWithFile(ctx, tx, Message{Kind: PacketReady, Class: Answer, Recipient: p.Maker, Subject: p.ID}, PacketFile)
}

// deny keeps that somebody wanted what is not theirs, and tells the person, once a
// day: who asks a hundred times must not send a hundred messages.
func (s DossierService) deny(ctx context.Context, tx Tx, p Packet) (Outcome, error) {
	p.State = PacketDenied
	before, err := tx.RefusedPackets(ctx, p.Person, p.Maker, p.At.Add(-24*time.Hour))
	if err != nil {
		return Outcome{}, err
	}
	if err := tx.CreatePacket(ctx, p); err != nil {
		return Outcome{}, err
	}
	if err := tx.Record(ctx, Entry{Actor: p.Maker, Act: "packet.refuse", Subject: p.ID, Person: p.Person, Version: 1, Reason: p.Reason}); err != nil {
		return Outcome{}, err
	}
	out := Outcome{Word: PacketRefused, Subject: p.ID}
	if before > 0 {
		return out, nil
	}
	return out, tx.Tell(ctx, Message{Kind: PacketRefused, Deed: Post, Class: FromPeople, Recipient: p.Person, Subject: p.ID})
}

// Receipt gives a packet to whom it is about and to who made it, without what is
// in it.
func (s DossierService) Receipt(ctx context.Context, reader, id ID) (Dossier, error) {
	var d Dossier
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		packet, err := tx.Packet(ctx, id)
		if err != nil {
			return err
		}
		if _, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadReceipt, Subject{Person: packet.Person, Author: packet.Maker}); err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		d = Dossier{Packet: packet, Team: version.Policy.PeopleTeam.Name}
		if d.People, err = peopleByID(ctx, tx, []ID{packet.Person, packet.Maker}); err != nil {
			return err
		}
		d.Person, d.Maker = d.People[packet.Person], d.People[packet.Maker]
		return nil
	})
	return d, err
}

// Unpack gives what is in a packet to who made it, as they may read it now. What a
// person sees in their own packet they have seen.
func (s DossierService) Unpack(ctx context.Context, reader, id ID) (Dossier, error) {
	var d Dossier
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		packet, err := tx.Packet(ctx, id)
		if err != nil {
			return err
		}
		subject, err := s.aroundEvidence(ctx, tx, packet.Person)
		if err != nil {
			return err
		}
		maker, err := s.Permitted(ctx, tx, Act{Actor: reader}, MakePacket, subject)
		if err != nil {
			return err
		}
		if packet.Maker != reader || packet.State == PacketDenied {
			return Refuse(Forbidden, "dossier.refused")
		}
		d, err = s.fill(ctx, tx, packet, maker)
		return err
	})
	if err != nil || reader != d.Packet.Person {
		return d, err
	}
	var seen []Sighted
	for _, e := range d.Lines {
		if e.SeenAt.IsZero() && len(e.Parts) > 0 {
			seen = append(seen, e.Sight)
		}
	}
	return d, s.sighted(ctx, reader, seen)
}

// fill reads everything that a packet shows.
func (s DossierService) fill(ctx context.Context, tx Tx, p Packet, maker Standing) (Dossier, error) {
	d := Dossier{Packet: p, At: tx.Now()}
	version, err := tx.Policy(ctx)
	if err != nil {
		return d, err
	}
	d.LateAfter, d.Team = version.Policy.Evidence.LateAfter, version.Policy.PeopleTeam.Name
	if d.Lines, err = s.evidenceOf(ctx, tx, maker, p.Person, p.Period); err != nil {
		return d, err
	}
	d.Lines = slices.DeleteFunc(d.Lines, func(e Evidence) bool { return !e.Standing() })
	byKind(d.Lines)
	if err := (SeasonService{Practice: s.Practice}).rests(ctx, tx, maker, d.Lines); err != nil {
		return d, err
	}
	subject, err := s.aroundEvidence(ctx, tx, p.Person)
	if err != nil {
		return d, err
	}
	_, within, err := s.inTheirTime(ctx, tx, maker, p.Person, subject)
	if err != nil {
		return d, err
	}
	if err := s.cover(ctx, tx, &d, version.Policy, within); err != nil {
		return d, err
	}
	if !version.Policy.figuresFor(maker, subject) {
		d.Coverage = Coverage{}
	}
	rule, may := Can(maker, ReadRecord, subject)
	d.WithoutRecords = !may || rule.Second
	if d.Head, err = tx.LedgerHead(ctx); err != nil {
		return d, err
	}
	if p.Maker != "" && p.Maker != p.Person {
		if d.Missing, err = s.Coached(ctx, tx, p.Maker); err != nil {
			return d, err
		}
	}
	ids := []ID{p.Person, p.Maker}
	for _, e := range d.Lines {
		ids = append(ids, e.named()...)
	}
	d.People, err = peopleByID(ctx, tx, slices.DeleteFunc(ids, func(id ID) bool { return id == "" }))
	d.Person, d.Maker = d.People[p.Person], d.People[p.Maker]
	return d, err
}

// cover adds what is expected, who says what about it, and when the person was
// away. Who is limited to days sees what was expected by then, as the lines have
// it, and absences of these days.
func (s DossierService) cover(ctx context.Context, tx Tx, d *Dossier, policy Policy, within []DateRange) error {
	e, err := expectedOf(ctx, tx, d.Packet.Person)
	if err != nil {
		return err
	}
	period := d.Packet.Period
	absences, err := tx.Absences(ctx, d.Packet.Person, period.Start)
	if err != nil {
		return err
	}
	w := s.calendar(e.Person, policy, absences)
	if within != nil {
		e.Own.Expectations = slices.DeleteFunc(e.Own.Expectations, func(x Expectation) bool {
			return !slices.ContainsFunc(d.Lines, func(l Evidence) bool { return l.Kind == ExpectationEvidence && l.ID == x.ID })
		})
		away := w.Absences
		w.Absences = nil
		for _, days := range within {
			w.Absences = append(w.Absences, clippedAway(away, days)...)
		}
	}
	d.Expected, d.Zone, d.Away = e.Own.Expectations, w.Zone, clippedAway(w.Absences, period)
	until := DateRange{Start: period.Start, End: earlierOf(period.End, w.Today(d.At))}
	d.Coverage = CoverageOf(d.Lines, d.Expected, until, w)
	return nil
}

// byKind orders lines by kind and then by time; what belongs to a goal, a
// conversation or a feedback stands with it.
func byKind(list []Evidence) {
	order := EvidenceKinds()
	slices.SortStableFunc(list, func(a, b Evidence) int {
		return cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind))
	})
}

// clippedAway are absences as far as they lie in a period.
func clippedAway(absences []DateRange, period DateRange) []DateRange {
	var away []DateRange
	for _, a := range absences {
		if !a.Overlaps(period) {
			continue
		}
		a.Start = laterOf(a.Start, period.Start)
		if a.End.IsZero() || a.End.After(period.End) {
			a.End = period.End
		}
		away = append(away, a)
	}
	return away
}

// atTheMachine stands for whoever runs the machine: nobody in the directory has
// this id.
const atTheMachine ID = "command line"

// Export makes a packet at the command line, for who runs the machine: what the
// people team may read, always with a reason, with an entry and a receipt as any
// other. Errors: NotFound for the person; Invalid with the fields.
func (s DossierService) Export(ctx context.Context, d PacketDraft) (Dossier, error) {
	d.Reason = Tidy(d.Reason)
	var packet Packet
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		packet = Packet{ID: s.IDs.New(), Person: d.Person, Period: d.Period, Format: d.Format, Reason: d.Reason, State: PacketOrdered, At: tx.Now()}
		if err := s.checkPacket(ctx, tx, packet, Rule{Reason: true}); err != nil {
			return err
		}
		return s.pack(ctx, tx, packet)
	})
	if err != nil {
		return Dossier{}, err
	}
	var out Dossier
	err = s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		machine := Standing{Person: Person{ID: atTheMachine, Kind: Member, Active: true}, HR: true}
		out, err = s.fill(ctx, tx, packet, machine)
		return err
	})
	return out, err
}

// NoFile notes that Slack took no file from Rapport, and says so where the file
// was announced.
func (s DossierService) NoFile(ctx context.Context, id ID) error {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		packet, err := tx.Packet(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.SettlePacket(ctx, id, PacketFileless); err != nil {
			return err
		}
		return tx.Tell(ctx, Message{Kind: PacketReady, Deed: Update, Class: Quiet, Recipient: packet.Maker, Subject: id})
	})
}

// Show lets others read something kept: whoever makes a packet about its owner,
// and who holds the conversations, from now on. It cannot be hidden again, only
// taken out.
func (s DossierService) Show(ctx context.Context, act Act, id ID) error {
	return s.alter(ctx, act, id, func(ctx context.Context, tx Tx, kept Kept) (string, error) {
		return "show", tx.ShareKept(ctx, []ID{kept.ID}, tx.Now())
	})
}
