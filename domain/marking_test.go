package domain_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

// skills are the use cases around where people stand.
func (b *bureau) skills() domain.SkillService { return domain.SkillService{Practice: b.Practice} }

// markable gives Grace two expectations, and an open conversation with Lee.
func (b *bureau) markable() (domain.Conversation, []domain.Expectation) {
	b.t.Helper()
	b.assign("Engineer", &b.grace)
	b.mustApply(engineer())
	return b.open(), b.role("Engineer").Expectations
}

func (b *bureau) mustMark(by domain.Person, talk domain.ID, stands map[domain.ID]domain.Stand) string {
	b.t.Helper()
	sheet := b.mustSheet(by, talk)
	out, err := b.skills().Mark(b.t.Context(), b.act(by), talk, sheet.MineVersion, stands)
	if err != nil {
		b.t.Fatal(err)
	}
	return out.Word
}

func (b *bureau) mustSheet(by domain.Person, talk domain.ID) domain.SkillSheet {
	b.t.Helper()
	sheet, err := b.skills().Sheet(b.t.Context(), by.ID, talk)
	if err != nil {
		b.t.Fatal(err)
	}
	return sheet
}

func TestSkillService_HiddenUntilBothHaveMarked(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		c, list := b.markable()
		if word := b.mustMark(b.lee, c.ID, map[domain.ID]domain.Stand{list[0].ID: domain.NotYet, list[1].ID: domain.Solid}); word != "marked" {
			t.Errorf("got %q", word)
		}
		if got := b.asked(b.grace, c.ID); !slices.Contains(got, domain.AskSkill) {
			t.Errorf("the other is asked %v", got)
		}
		if got := b.mustSheet(b.grace, c.ID); len(got.Mine)+len(got.Theirs) > 0 || !got.MayMark {
			t.Errorf("the other sees %v before having marked", got.Theirs)
		}
		// Until then the own marks can change.
		b.mustMark(b.lee, c.ID, map[domain.ID]domain.Stand{list[0].ID: domain.Growing})
		_, err := b.skills().Learn(t.Context(), b.act(b.grace), c.ID, list[0].ID)
		b.want(domain.Outcome{}, err, domain.Conflict, "")
		b.waiting(b.lee, domain.SkillCompared)
		if word := b.mustMark(b.grace, c.ID, map[domain.ID]domain.Stand{list[0].ID: domain.RoleModel}); word != "compared" {
			t.Errorf("got %q", word)
		}
		if got := b.waiting(b.lee, domain.SkillCompared); got != 1 {
			t.Errorf("who marked first is told %d times", got)
		}
		sheet := b.mustSheet(b.lee, c.ID)
		if sheet.Mine[list[0].ID] != domain.Growing || sheet.Theirs[list[0].ID] != domain.RoleModel || sheet.MayMark {
			t.Errorf("got %v beside %v", sheet.Mine, sheet.Theirs)
		}
		// Then neither can move towards the other.
		for _, who := range []domain.Person{b.grace, b.lee} {
			_, err := b.skills().Mark(t.Context(), b.act(who), c.ID, b.mustSheet(who, c.ID).MineVersion, map[domain.ID]domain.Stand{list[0].ID: domain.Solid})
			b.want(domain.Outcome{}, err, domain.Conflict, "")
		}
	})
}

func TestSkillService_MarkRefuses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	c, list := b.markable()
	for name, stands := range map[string]map[domain.ID]domain.Stand{
		"nothing":                      {},
		"a stand that is none":         {list[0].ID: "best"},
		"an expectation of another":    {"e-other": domain.Solid},
		"one of another among the own": {list[0].ID: domain.Solid, "e-other": domain.Solid},
	} {
		if _, err := b.skills().Mark(t.Context(), b.act(b.grace), c.ID, 0, stands); domain.CodeOf(err) != domain.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
	b.mustMark(b.grace, c.ID, map[domain.ID]domain.Stand{list[0].ID: domain.Solid})
	_, err := b.skills().Mark(t.Context(), b.act(b.grace), c.ID, 0, map[domain.ID]domain.Stand{list[0].ID: domain.NotYet})
	b.want(domain.Outcome{}, err, domain.Conflict, "") // from a form that is older
	for _, who := range []domain.Person{b.mara, b.ada, b.hanna} {
		if _, err := b.skills().Sheet(t.Context(), who.ID, c.ID); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("%s reads it: %v", who.Name, err)
		}
	}
}

// Whom the employee asked to talk, and who is neither manager nor partner, marks
// nothing.
func TestSkillService_NotWithThePeopleTeam(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.markable()
	out, err := b.talks.AskNow(t.Context(), b.act(b.grace), b.hanna.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.skills().Sheet(t.Context(), b.hanna.ID, out.Subject); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("got %v", err)
	}
}

// With a new manager there is another time of marking: the former one's marks stay
// with the two of then.
func TestSkillService_ANewManagerSeesNothingOfTheFormer(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		c, list := b.markable()
		b.mustMark(b.lee, c.ID, map[domain.ID]domain.Stand{list[0].ID: domain.NotYet})
		b.mustMark(b.grace, c.ID, map[domain.ID]domain.Stand{list[0].ID: domain.Solid})
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			grace, err := tx.Person(ctx, b.grace.ID)
			grace.Manager = b.mara.ID
			_, saved := tx.UpdatePerson(ctx, grace)
			now, read := tx.Conversation(ctx, c.ID)
			next := now
			next.ID, next.Partner, next.Period = "next", b.mara.ID, "another"
			return errors.Join(err, saved, read, tx.CreateConversation(ctx, next))
		})
		sheet := b.mustSheet(b.mara, "next")
		if sheet.Talk.ID != "" || len(sheet.Mine)+len(sheet.Theirs) > 0 || !sheet.MayMark {
			t.Errorf("the new manager finds %+v", sheet)
		}
		b.mustMark(b.mara, "next", map[domain.ID]domain.Stand{list[0].ID: domain.Growing})
		if got := b.mustSheet(b.grace, "next"); len(got.Theirs) > 0 {
			t.Errorf("the employee sees %v before having marked anew", got.Theirs)
		}
		if _, err := b.skills().Sheet(t.Context(), b.mara.ID, c.ID); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("the new manager reads the former comparison: %v", err)
		}
		if got := b.mustSheet(b.lee, c.ID); got.Theirs[list[0].ID] != domain.Solid {
			t.Errorf("the two of then do not read it any more: %v", got.Theirs)
		}
	})
}

func TestSkillService_Learn(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		c, list := b.markable()
		b.mustMark(b.lee, c.ID, map[domain.ID]domain.Stand{list[0].ID: domain.NotYet})
		b.mustMark(b.grace, c.ID, map[domain.ID]domain.Stand{list[0].ID: domain.NotYet, list[1].ID: domain.Solid})
		_, err := b.skills().Learn(t.Context(), b.act(b.lee), c.ID, list[0].ID)
		b.want(domain.Outcome{}, err, domain.Forbidden, "") // the plan is the person's
		_, err = b.skills().Learn(t.Context(), b.act(b.grace), c.ID, "e-other")
		b.want(domain.Outcome{}, err, domain.Conflict, "")
		first, err := b.skills().Learn(t.Context(), b.act(b.grace), c.ID, list[0].ID)
		b.want(first, err, "", "created")
		second, err := b.skills().Learn(t.Context(), b.act(b.grace), c.ID, list[0].ID)
		b.want(second, err, "", "known")
		item := b.planItem(first.Subject)
		if second.Subject != first.Subject || item.What != list[0].Text || item.Due != b.today().AddDays(90) {
			t.Errorf("got %+v", item)
		}
		detail, err := b.plans().Show(t.Context(), b.lee.ID, item.ID)
		if err != nil || detail.Serves[item.ID].ID != list[0].ID {
			t.Errorf("it serves %+v, %v", detail.Serves[item.ID], err)
		}
		// Of no mark is there a word in the ledger.
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			talk, err := tx.SkillTalkOf(ctx, b.grace.ID, b.lee.ID, "2026-Q4")
			if err != nil {
				return err
			}
			entries, err := tx.EntriesOf(ctx, talk.ID)
			for _, e := range entries {
				if e.Content != "" || e.Reason != "" {
					t.Errorf("the ledger holds %q", e.Content)
				}
			}
			if len(entries) != 2 {
				t.Errorf("%d entries, want one for each who marked", len(entries))
			}
			return err
		})
	})
}

// Both press at the same moment: both are kept, and both see both.
func TestSkillService_BothAtOnce(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		c, list := b.markable()
		b.mustMark(b.lee, c.ID, map[domain.ID]domain.Stand{list[0].ID: domain.NotYet})
		acts := []domain.Act{b.act(b.lee), b.act(b.grace)}
		versions := []int{1, 0}
		faults := make(chan error, len(acts))
		for n, act := range acts {
			go func() {
				_, err := b.skills().Mark(t.Context(), act, c.ID, versions[n], map[domain.ID]domain.Stand{list[0].ID: domain.Growing})
				faults <- err
			}()
		}
		for range acts {
			// The second of Lee's comes before Grace's, or too late.
			if err := <-faults; err != nil && domain.CodeOf(err) != domain.Conflict {
				t.Errorf("got %v", err)
			}
		}
		if got := b.mustSheet(b.grace, c.ID); !got.Talk.Compared() || got.Theirs[list[0].ID] == "" || got.Mine[list[0].ID] != domain.Growing {
			t.Errorf("got %+v", got)
		}
	})
}

// In the next quarter the two mark anew.
func TestSkillService_EachQuarter(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	c, list := b.markable()
	b.mustMark(b.lee, c.ID, map[domain.ID]domain.Stand{list[0].ID: domain.NotYet})
	b.mustMark(b.grace, c.ID, map[domain.ID]domain.Stand{list[0].ID: domain.Solid})
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		next, err := tx.Conversation(ctx, c.ID)
		next.ID, next.Period, next.OpensAt = "january", "later", time.Date(2027, time.January, 5, 9, 0, 0, 0, time.UTC)
		december := next
		december.ID, december.Period, december.OpensAt = "december", "sooner", c.OpensAt
		return errors.Join(err, tx.CreateConversation(ctx, next), tx.CreateConversation(ctx, december))
	})
	if got := b.mustSheet(b.grace, "december"); got.MayMark || !got.Talk.Compared() {
		t.Error("the two mark twice in a quarter")
	}
	if got := b.mustSheet(b.grace, "january"); !got.MayMark || len(got.Mine) > 0 {
		t.Errorf("in the next quarter there is %v", got.Mine)
	}
}
