package bot_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"rapport/bot"
	"rapport/demo"
	"rapport/domain"
	"rapport/storage"
)

// walkCompany is the demo's company, and those who stand around without a right.
func walkCompany(t testing.TB) *bench {
	t.Helper()
	templates, err := storage.RoleTemplates()
	if err != nil {
		t.Fatal(err)
	}
	ids := &counted{}
	b := setup(t, func(c *bot.Config) { c.Templates, c.Practice.IDs = templates, ids })
	b.IDs = ids
	if err := demo.Seed(t.Context(), b.Practice, templates); err != nil {
		t.Fatal(err)
	}
	lars := b.present("U0LARS").ID
	b.person("Sam Stranger", func(p *domain.Person) { p.Manager, p.SlackID = lars, "USTRANGER" })
	b.person("Fay Former", func(p *domain.Person) { p.Manager, p.SlackID = lars, "UFORMER" })
	lead := b.person("Tim Lead", func(p *domain.Person) { p.Manager, p.SlackID = lars, "ULEAD" })
	b.person("Una Under", func(p *domain.Person) { p.Manager, p.SlackID = lead.ID, "UUNDER" })
	b.person("Gus Guest", func(p *domain.Person) { p.Kind, p.SlackID = domain.Guest, "UGUEST" })
	b.person("Zoe Left", func(p *domain.Person) { p.Active, p.SlackID = false, "ULEFT" })
	b.person("Olga Observer", func(p *domain.Person) { p.Manager, p.SlackID = lars, "UOBSERVER" })
	b.person("Dora Deputy", func(p *domain.Person) { p.Manager, p.SlackID = lars, "UDEPUTY" })
	b.person("Nick New", func(p *domain.Person) { p.SlackID = "UNICK" })
	b.policy(func(p *domain.Policy) {
		p.PeopleTeam.Observers, p.PeopleTeam.Deputies = []string{"UOBSERVER"}, []string{"UDEPUTY"}
	})
	grace, lee, hanna, fay := b.present("U0GRACE").ID, b.present("U0LEE").ID, b.present("U0HANNA").ID, b.present("UFORMER").ID
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.CreateManagerChange(ctx, domain.ManagerChange{
			ID: "walk-change", Person: grace, Batch: "walk-batch", Former: fay, Manager: lee, Source: domain.LineByHR,
			On: domain.DateOf(start, time.UTC).AddDays(-300), DueAt: start.AddDate(0, 0, -300), DoneAt: start.AddDate(0, 0, -300),
		})
	})
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	wish := domain.AccessDraft{Person: grace, Sheet: domain.RecordSheet}
	must(domain.AccessService{Practice: b.Practice}.Ask(t.Context(), domain.Act{Actor: hanna, Key: "walk-access", Reason: "walked reason"}, wish))
	must(nil, domain.AwayService{Practice: b.Practice}.SuggestFromStatus(t.Context(), grace, b.Clock.Now().AddDate(0, 0, 12)))
	must(domain.PartnerService{Practice: b.Practice}.Name(t.Context(), domain.Act{Actor: lee, Key: "walk-partner"}, grace, b.present("U0YUKI").ID))
	return b
}

// counted gives ids in their order, so that each walk is the same.
type counted struct{ n atomic.Int64 }

// New fulfils domain.IDs.
func (c *counted) New() domain.ID {
	return domain.ID(fmt.Sprintf("01930000-0000-7000-8000-%012x", c.n.Add(1)))
}
