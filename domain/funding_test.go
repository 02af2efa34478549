package domain_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"rapport/domain"
)

func (b *bureau) funds() domain.FundService { return domain.FundService{Practice: b.Practice} }

func eur(minor int64) domain.Money { return domain.Currency("EUR").Of(minor) }

// aFund is a draft of 1,000.00 EUR in Lee's hands, for this year.
func (b *bureau) aFund() domain.FundDraft {
	return domain.FundDraft{
		Name: "Training", Purpose: domain.TrainingFund, Amount: eur(100_000), Owner: b.lee.ID,
		Period:  domain.DateRange{Start: domain.NewDate(2026, time.January, 1), End: domain.NewDate(2026, time.December, 31)},
		Measure: domain.FundMeasure{Name: "hours until a customer is back", Unit: "h", Start: 8, Target: 2},
	}
}

func (b *bureau) mustFund(d domain.FundDraft) domain.Fund {
	b.t.Helper()
	out, err := b.funds().Create(b.t.Context(), b.act(b.hanna), d)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.fund(out.Subject)
}

func (b *bureau) fund(id domain.ID) domain.Fund {
	b.t.Helper()
	var f domain.Fund
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		f, err = tx.Fund(ctx, id)
		return err
	})
	return f
}

// item puts something into somebody's plan.
func (b *bureau) item(p domain.Person) domain.PlanItem {
	b.t.Helper()
	i := domain.PlanItem{
		ID: b.IDs.New(), Person: p.ID, What: "restore from a backup", Due: b.today().AddDays(30), State: domain.PlanOpen, Confidence: domain.OnTrack,
		Source: domain.Source{Title: "a course", Cost: eur(45_000)}, At: b.Clock.Now(),
	}
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		i, err = tx.CreatePlanItem(ctx, i)
		return err
	})
	return i
}

// leave closes somebody's account, as Slack tells it.
func (b *bureau) leave(p domain.Person) {
	b.t.Helper()
	p.Active = false
	if _, err := (domain.PeopleService{Practice: b.Practice}).Enrol(b.t.Context(), p); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bureau) application(f domain.Fund, i domain.PlanItem, minor int64) domain.FundApplication {
	return domain.FundApplication{Item: i.ID, Fund: f.ID, What: "the course in May", Amount: f.Amount.Currency.Of(minor)}
}

func (b *bureau) mustWant(p domain.Person, f domain.Fund, minor int64) domain.FundRequest {
	b.t.Helper()
	view, err := b.funds().Ask(b.t.Context(), b.act(p), b.application(f, b.item(p), minor))
	if err != nil {
		b.t.Fatal(err)
	}
	return view.Request
}

func (b *bureau) mustGrant(by domain.Person, r domain.FundRequest, minor int64) domain.FundRequest {
	b.t.Helper()
	view, err := b.funds().Decide(b.t.Context(), b.act(by), r.ID, domain.FundDecision{Grant: true, Amount: eur(minor)})
	if err != nil {
		b.t.Fatal(err)
	}
	return view.Request
}

// sentenceOf gives the fault of that sentence among those of an error.
func sentenceOf(t *testing.T, err error, sentence string) domain.Fault {
	t.Helper()
	for _, f := range domain.FaultsOf(err) {
		if f.Sentence == sentence {
			return f
		}
	}
	t.Errorf("got %v, want %s", err, sentence)
	return domain.Fault{}
}

// wantSentence tells whether an error has a fault of that sentence.
func wantSentence(t *testing.T, err error, sentence string) {
	t.Helper()
	_ = sentenceOf(t, err, sentence)
}

func TestFundService_Create(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund())
		if f.Owner != b.lee.ID || f.Left() != eur(100_000) || f.EndsAt != time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC) {
			t.Errorf("got %+v", f)
		}
		if n := b.waiting(b.lee, domain.FundOwned); n != 1 {
			t.Errorf("the owner has %d messages", n)
		}
		for name, p := range map[string]domain.Person{"the owner": b.lee, "a colleague": b.ada} {
			if _, err := b.funds().Create(t.Context(), b.act(p), b.aFund()); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s sets one up with %v", name, err)
			}
		}
	})
}

func TestFundService_CreateRefuses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	gone := b.hire("gone", "")
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		gone.Active = false
		_, err := tx.UpdatePerson(ctx, gone)
		return err
	})
	for want, change := range map[string]func(*domain.FundDraft){
		"fund.name_missing":     func(d *domain.FundDraft) { d.Name = " \n" },
		"fund.measure_missing":  func(d *domain.FundDraft) { d.Measure.Name = "" },
		"fund.unit_missing":     func(d *domain.FundDraft) { d.Measure.Unit = "" },
		"form.choice_unknown":   func(d *domain.FundDraft) { d.Purpose = "parties" },
		"fund.currency_unknown": func(d *domain.FundDraft) { d.Amount.Currency = "ABC" },
		"fund.days_for_time":    func(d *domain.FundDraft) { d.Amount.Currency = domain.WorkingDays },
		"fund.amount_zero":      func(d *domain.FundDraft) { d.Amount.Minor = 0 },
		"fund.amount_huge":      func(d *domain.FundDraft) { d.Amount.Minor = domain.MaxMinor + 1 },
		"fund.period_missing":   func(d *domain.FundDraft) { d.Period.End = domain.Date{} },
		"fund.period_backwards": func(d *domain.FundDraft) { d.Period.Start = domain.NewDate(2027, time.January, 1) },
		"fund.period_past":      func(d *domain.FundDraft) { d.Period.End = domain.NewDate(2026, time.January, 31) },
		"fund.period_long":      func(d *domain.FundDraft) { d.Period.End = domain.NewDate(2031, time.January, 2) },
		"fund.target_is_start":  func(d *domain.FundDraft) { d.Measure.Target = d.Measure.Start },
		"fund.owner_missing":    func(d *domain.FundDraft) { d.Owner = "nobody" },
		"fund.owner_unfit":      func(d *domain.FundDraft) { d.Owner = gone.ID },
		"fund.too_many_places":  func(d *domain.FundDraft) { d.Areas = make([]string, 30); fillWords(d.Areas) },
	} {
		d := b.aFund()
		change(&d)
		_, err := b.funds().Create(t.Context(), b.act(b.hanna), d)
		wantSentence(t, err, want)
	}
	// All faults are told at once.
	_, err := b.funds().Create(t.Context(), b.act(b.hanna), domain.FundDraft{})
	if n := len(domain.FaultsOf(err)); n < 7 {
		t.Errorf("an empty form has %d faults: %v", n, err)
	}
}

func fillWords(list []string) {
	for i := range list {
		list[i] = fmt.Sprint("area ", i)
	}
}

func TestFundService_Change(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund())
		r := b.mustWant(b.grace, f, 40_000)
		b.mustGrant(b.lee, r, 30_000)
		change := func(version int, change func(*domain.FundDraft)) error {
			d := b.aFund()
			change(&d)
			_, err := b.funds().Change(t.Context(), b.act(b.hanna), f.ID, version, d)
			return err
		}
		fault := sentenceOf(t, change(1, func(d *domain.FundDraft) { d.Amount = eur(29_999) }), "fund.below_reserved")
		if fault.Args["Reserved"] != eur(30_000) || fault.Args["Spent"] != eur(0) {
			t.Errorf("got %v", fault.Args)
		}
		wantSentence(t, change(1, func(d *domain.FundDraft) { d.Amount = domain.Currency("USD").Of(100_000) }), "fund.currency_fixed")
		wantSentence(t, change(9, func(*domain.FundDraft) {}), "fund.changed")
		if err := change(1, func(d *domain.FundDraft) { d.Amount = eur(30_000) }); err != nil {
			t.Fatal(err)
		}
		if got := b.fund(f.ID); got.Left() != eur(0) || got.Version != 2 {
			t.Errorf("got %+v", got)
		}
	})
}

// Of fifty who grant at once those succeed that fit: there is never less than
// nothing, and each who is refused reads what is left.
func TestFundService_FiftyGrantAtOnce(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund()) // 1,000.00
		const many, each = 50, 3_300
		requests, acts := make([]domain.FundRequest, many), make([]domain.Act, many)
		for i := range many {
			requests[i], acts[i] = b.mustWant(b.grace, f, each), b.act(b.lee)
		}
		results := make([]error, many)
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() {
				_, results[i] = b.funds().Decide(t.Context(), acts[i], requests[i].ID, domain.FundDecision{Grant: true, Amount: eur(each)})
			})
		}
		all.Wait()
		granted := 0
		for _, err := range results {
			if err == nil {
				granted++
				continue
			}
			fault := sentenceOf(t, err, "fund.too_little_left")
			left, ok := fault.Args["Left"].(domain.Money)
			if !ok || left.Minor < 0 || left.Minor >= each || fault.Field != "amount" {
				t.Errorf("who is refused reads %v", fault)
			}
		}
		got := b.fund(f.ID)
		if granted != 30 || got.Reserved != 30*each || got.Left() != eur(1_000) {
			t.Errorf("%d were granted, %d are reserved and %v left", granted, got.Reserved, got.Left())
		}
		var count int
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			list, err := tx.FundRequests(ctx, domain.FundRequestFilter{Fund: f.ID, States: []domain.FundRequestState{domain.FundGranted}})
			count = len(list)
			return err
		})
		if count != granted {
			t.Errorf("%d are granted by their own word, want %d", count, granted)
		}
	})
}

// Fifty at once grant, take back and settle the same few: each has one effect.
func TestFundService_ManyAtOnceOnTheSame(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund())
		r := b.mustWant(b.grace, f, 60_000)
		errs := make([]error, 50)
		acts := make([]domain.Act, len(errs))
		for i := range acts {
			if acts[i] = b.act(b.lee); i%5 == 1 {
				acts[i] = b.act(b.grace)
			}
		}
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				var err error
				switch i % 5 {
				case 0:
					_, err = b.funds().Decide(t.Context(), acts[i], r.ID, domain.FundDecision{Grant: true, Amount: eur(50_000)})
				case 1:
					_, err = b.funds().Withdraw(t.Context(), acts[i], r.ID)
				case 2:
					_, err = b.funds().Spend(t.Context(), acts[i], r.ID, eur(45_000))
				case 3:
					_, err = b.funds().Decide(t.Context(), acts[i], r.ID, domain.FundDecision{Reason: "not this year"})
				default:
					_, err = b.funds().Decide(t.Context(), acts[i], r.ID, domain.FundDecision{Grant: true, Amount: eur(60_000)})
				}
				errs[i] = err
			})
		}
		all.Wait()
		for i, err := range errs {
			if code := domain.CodeOf(err); err != nil && code != domain.Conflict && code != domain.Forbidden {
				t.Errorf("%d: %v", i, err)
			}
		}
		var got domain.FundRequest
		b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
			got, err = tx.FundRequest(ctx, r.ID)
			return err
		})
		now := b.fund(f.ID)
		want := map[domain.FundRequestState][2]int64{
			domain.FundGranted: {got.Granted.Minor, 0}, domain.FundWithdrawn: {0, 0}, domain.FundRefused: {0, 0}, domain.FundSpent: {0, 45_000},
		}[got.State]
		if now.Reserved != want[0] || now.Spent != want[1] {
			t.Errorf("it is %s with %v of %v, and %d are reserved, %d spent", got.State, got.Cost, got.Granted, now.Reserved, now.Spent)
		}
	})
}
