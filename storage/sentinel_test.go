package storage_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// sentinel is a word that must not be found in any file or row.
const sentinel = "sentinel-5f1c"

// writings are one write for each noun, with the sentinel in each of its free
// texts. Whoever adds a noun adds it here.
var writings = map[string]func(ctx context.Context, tx domain.Tx) error{
	"kudos": func(ctx context.Context, tx domain.Tx) error {
		k := fullKudos()
		k.Text, k.Reason = sentinel+" text", sentinel+" reason"
		if err := tx.CreateKudos(ctx, k); err != nil {
			return err
		}
		k.Text, k.Version = sentinel+" edited", 1
		_, err := tx.UpdateKudos(ctx, k)
		return err
	},
	"feedback": func(ctx context.Context, tx domain.Tx) error {
		f := fullFeedback()
		f.Situation, f.Behaviour, f.Impact, f.Next = sentinel+" situation", sentinel+" behaviour", sentinel+" impact", sentinel+" next"
		if err := tx.CreateFeedback(ctx, f); err != nil {
			return err
		}
		_, err := tx.AddFeedbackReply(ctx, domain.FeedbackReply{ID: "r1", Feedback: f.ID, Author: "p1", Kind: domain.ReplyWords, Text: sentinel + " reply"})
		return err
	},
	"feedback request": func(ctx context.Context, tx domain.Tx) error {
		r := domain.FeedbackRequest{ID: "r1", Asker: "p1", About: "p1", Giver: "p2", Question: sentinel + " question"}
		if err := tx.CreateFeedbackRequest(ctx, r); err != nil {
			return err
		}
		r.State, r.Why = domain.RequestDeclined, sentinel+" why"
		_, err := tx.EndFeedbackRequest(ctx, r)
		return err
	},
	"season": func(ctx context.Context, tx domain.Tx) error {
		s := domain.Season{ID: "s1", Kind: domain.GroupSeason, Name: sentinel + " name"}
		if err := tx.CreateSeason(ctx, s); err != nil {
			return err
		}
		s.Version, s.Name = 1, sentinel+" other name"
		if err := tx.UpdateSeason(ctx, s); err != nil {
			return err
		}
		c := domain.SeasonCase{ID: "sc1", Season: "s1", Person: "p1"}
		if _, err := tx.CreateSeasonCase(ctx, c); err != nil {
			return err
		}
		c.Version, c.Text, c.Why = 1, sentinel+" summary", sentinel+" why"
		if err := tx.UpdateSeasonCase(ctx, c); err != nil {
			return err
		}
		if err := tx.SaveSeasonText(ctx, domain.SeasonText{Case: "sc1", Author: "p2", Text: sentinel + " draft", At: start}); err != nil {
			return err
		}
		if err := tx.SaveSeasonText(ctx, domain.SeasonText{Case: "sc1", Author: "p2", Text: sentinel + " input", At: start, Version: 1}); err != nil {
			return err
		}
		if err := tx.AddSeasonReply(ctx, domain.SeasonReply{ID: "sr1", Case: "sc1", Text: sentinel + " reply", At: start}); err != nil {
			return err
		}
		if err := tx.AddSeasonDecision(ctx, domain.SeasonDecision{ID: "sd1", Case: "sc1", What: sentinel + " what", Why: sentinel + " why", At: start}); err != nil {
			return err
		}
		return tx.AddSeasonChange(ctx, domain.SeasonChange{ID: "sx1", Season: "s1", Before: sentinel + " was", After: sentinel + " became", Why: sentinel + " why"})
	},
	"concern": func(ctx context.Context, tx domain.Tx) error {
		c := domain.Concern{ID: "c1", Raiser: "p1", Received: sentinel + " received", Words: sentinel + " words"}
		if err := tx.CreateConcern(ctx, c); err != nil {
			return err
		}
		c.Answer, c.AnsweredAt = sentinel+" answer", start
		_, err := tx.AnswerConcern(ctx, c)
		return err
	},
	"erasure": func(ctx context.Context, tx domain.Tx) error {
		return tx.CreateErasure(ctx, domain.Erasure{ID: "e1", Person: "p1", Reason: sentinel + " reason", At: start})
	},
	"hold": func(ctx context.Context, tx domain.Tx) error {
		return tx.CreateHold(ctx, domain.Hold{ID: "h1", Person: "p1", Reason: sentinel + " reason", Ends: domain.DateOf(start, time.UTC), By: "p2"})
	},
	"access": func(ctx context.Context, tx domain.Tx) error {
		a := domain.Access{ID: "x1", Asker: "p1", Person: "p2", Sheet: domain.RecordSheet, Reason: sentinel + " reason", HoldWhy: sentinel + " hold", At: start, Until: start}
		if err := tx.CreateAccess(ctx, a); err != nil {
			return err
		}
		_, err := tx.AddAccessAnswer(ctx, domain.AccessAnswer{Access: "x1", Second: "p3", Why: sentinel + " why", At: start})
		return err
	},
	"packet": func(ctx context.Context, tx domain.Tx) error {
		return tx.CreatePacket(ctx, domain.Packet{ID: "k1", Person: "p1", Maker: "p2", Reason: sentinel + " reason", At: start})
	},
	"kept": func(ctx context.Context, tx domain.Tx) error {
		k := domain.Kept{ID: "k1", Owner: "p1", Words: sentinel + " words", Quote: sentinel + " quote"}
		if err := tx.CreateKept(ctx, k); err != nil {
			return err
		}
		k.Words, k.Version = sentinel+" edited", 1
		_, err := tx.UpdateKept(ctx, k)
		return err
	},
	"digest": func(ctx context.Context, tx domain.Tx) error {
		d := domain.Digest{ID: "d1", Figures: domain.DigestFigures{Groups: []domain.AreaFigures{{Areas: []string{sentinel}}}}}
		if err := tx.CreateDigest(ctx, d); err != nil {
			return err
		}
		_, err := tx.FillDigest(ctx, d)
		return err
	},
	"conversation": func(ctx context.Context, tx domain.Tx) error {
		c := domain.Conversation{ID: "c1", Employee: "p1", Partner: "p2", Period: "2000-01", LeftOutWhy: sentinel + " why", About: sentinel + " about"}
		if err := tx.CreateConversation(ctx, c); err != nil {
			return err
		}
		c.Version, c.About = 1, sentinel+" edited"
		if _, err := tx.UpdateConversation(ctx, c); err != nil {
			return err
		}
		answer := domain.PreparedAnswer{Question: "q1", Prompt: sentinel + " prompt", Text: sentinel + " answer"}
		if _, err := tx.SaveDraft(ctx, "c1", "p1", answer, "1.000001"); err != nil {
			return err
		}
		_, err := tx.SavePreparation(ctx, domain.Preparation{Conversation: "c1", Author: "p2", Answers: []domain.PreparedAnswer{answer}})
		return err
	},
	"summary": func(ctx context.Context, tx domain.Tx) error {
		saved, err := tx.SaveSummary(ctx, domain.Summary{Conversation: "c1", Author: "p1", Text: sentinel + " summary"})
		if err != nil {
			return err
		}
		saved.Added = sentinel + " added"
		_, err = tx.SaveSummary(ctx, saved)
		return err
	},
	"promise": func(ctx context.Context, tx domain.Tx) error {
		c := domain.Commitment{ID: "m1", Conversation: "c1", Employee: "p1", Who: "p1", What: sentinel + " promise", State: domain.PromiseOpen}
		if err := tx.CreateCommitment(ctx, c); err != nil {
			return err
		}
		c.Version, c.What = 1, sentinel+" other promise"
		_, err := tx.UpdateCommitment(ctx, c)
		return err
	},
	"note": func(ctx context.Context, tx domain.Tx) error {
		n, err := tx.SaveNote(ctx, domain.Note{ID: "n1", Author: "p1", About: "p2", Text: sentinel + " note"})
		if err != nil {
			return err
		}
		n.Text = sentinel + " other note"
		_, err = tx.SaveNote(ctx, n)
		return err
	},
	"goal": func(ctx context.Context, tx domain.Tx) error {
		g := domain.Goal{
			ID: "g1", Owner: "p1", Level: domain.PersonGoal, State: domain.GoalAgreed, Title: sentinel + " title", Why: sentinel + " why",
			Standard: sentinel + " standard", Lesson: sentinel + " lesson",
			Measure: domain.Measure{Kind: domain.MilestoneMeasure, Unit: sentinel, Milestones: []domain.Milestone{{Title: sentinel + " step"}}},
		}
		if _, err := tx.CreateGoal(ctx, g); err != nil {
			return err
		}
		return tx.AddGoalUpdate(ctx, domain.GoalUpdate{ID: "u1", Goal: "g1", Author: "p1", Why: sentinel + " reason", Next: sentinel + " next"})
	},
	"goal proposal": func(ctx context.Context, tx domain.Tx) error {
		terms := domain.GoalTerms{Title: sentinel, Measure: domain.Measure{Unit: sentinel, Milestones: []domain.Milestone{{Title: sentinel}}}}
		p := domain.GoalProposal{ID: "w1", Goal: "g1", Was: terms, Terms: terms, Why: sentinel, State: domain.ProposalOpen}
		if err := tx.CreateGoalProposal(ctx, p); err != nil {
			return err
		}
		p.State, p.Answer = domain.ProposalDeclined, sentinel
		return tx.SettleGoalProposal(ctx, p)
	},
	"scorecard": func(ctx context.Context, tx domain.Tx) error {
		return tx.CreateScorecard(ctx, domain.Scorecard{ID: "q1", Period: "2026-Q3", Figures: domain.ScoreFigures{Funds: []domain.ScoreFund{{Name: sentinel}}}})
	},
	"priorities": func(ctx context.Context, tx domain.Tx) error {
		return tx.SavePriorities(ctx, domain.PriorityList{Version: 1, Period: "2026-Q4", Start: domain.NewDate(2026, 10, 1), Entries: []domain.Priority{{ID: "y1", Text: sentinel}}})
	},
	"role profile": func(ctx context.Context, tx domain.Tx) error {
		p := domain.RoleProfile{
			ID: "r1", Role: "Nurse", Outcomes: []string{sentinel}, Processes: []string{sentinel}, Impact: sentinel,
			Expectations: []domain.Expectation{{ID: "e1", Version: 1, Text: sentinel + " text"}},
			KPIs:         []domain.KPI{{Name: sentinel, Unit: sentinel, Target: sentinel, Standard: sentinel}},
			Levels:       []domain.RoleLevel{{Name: sentinel, Differs: sentinel}},
		}
		p, err := tx.SaveRoleProfile(ctx, p)
		if err != nil {
			return err
		}
		p.Impact = sentinel + " edited"
		if _, err := tx.SaveRoleProfile(ctx, p); err != nil {
			return err
		}
		return tx.KeepWording(ctx, p.Expectations[0])
	},
	"round": func(ctx context.Context, tx domain.Tx) error {
		r := fullRound()
		r.Report.Texts = []domain.RoundText{{Texts: []string{sentinel + " report"}}}
		if err := tx.CreateRound(ctx, r); err != nil {
			return err
		}
		if err := tx.OpenRoundBox(ctx, r.ID); err != nil {
			return err
		}
		if _, err := tx.CastRoundAnswers(ctx, r.ID, "p1", []domain.RoundAnswer{{As: domain.AsPeer, Question: domain.KeepText, Text: sentinel + " answer"}}); err != nil {
			return err
		}
		return tx.CreateRoundQuote(ctx, domain.RoundQuote{ID: "q1", Round: r.ID, Author: "p1", Words: sentinel + " words", Source: sentinel + " source", On: r.AnswerBy, At: start})
	},
	"adaptation": func(ctx context.Context, tx domain.Tx) error {
		a := domain.Adaptation{ID: "a1", Person: "p1", About: "e1", Was: sentinel, Text: sentinel, Why: sentinel, Answer: sentinel, State: domain.AdaptationProposed}
		if err := tx.CreateAdaptation(ctx, a); err != nil {
			return err
		}
		a.Version, a.Answer = 1, sentinel+" edited"
		return tx.UpdateAdaptation(ctx, a)
	},
	"purpose": func(ctx context.Context, tx domain.Tx) error {
		p := domain.Purpose{Person: "p1", Text: sentinel}
		if err := tx.SavePurpose(ctx, p); err != nil {
			return err
		}
		p.Version, p.Text = 1, sentinel+" edited"
		return tx.SavePurpose(ctx, p)
	},
	"plan": func(ctx context.Context, tx domain.Tx) error {
		i := domain.PlanItem{
			ID: "i1", Person: "p1", What: sentinel + " what", Why: sentinel + " why", Steps: sentinel + " steps",
			Source: domain.Source{Title: sentinel + " title", Link: sentinel + " link"}, Reason: sentinel + " reason", Lesson: sentinel + " lesson",
		}
		i, err := tx.CreatePlanItem(ctx, i)
		if err != nil {
			return err
		}
		i.What = sentinel + " edited"
		if _, err := tx.UpdatePlanItem(ctx, i); err != nil {
			return err
		}
		return tx.AddPlanWord(ctx, domain.PlanWord{ID: "w1", Item: "i1", Author: "p1", Kind: domain.PlanNews, Text: sentinel + " word"})
	},
	"fund": func(ctx context.Context, tx domain.Tx) error {
		f := domain.Fund{ID: "f1", Name: sentinel + " name", Amount: domain.Currency("EUR").Of(5), Measure: domain.FundMeasure{Name: sentinel + " measure", Unit: sentinel}}
		if _, err := tx.CreateFund(ctx, f); err != nil {
			return err
		}
		r := domain.FundRequest{ID: "r1", Fund: "f1", What: sentinel + " what", Reason: sentinel + " reason", Asked: f.Amount, State: domain.FundAsked}
		if _, err := tx.CreateFundRequest(ctx, r); err != nil {
			return err
		}
		if err := tx.CreateHelp(ctx, domain.Help{Item: "i1", Person: "p1"}); err != nil {
			return err
		}
		_, err := tx.AnswerHelp(ctx, domain.HelpAnswer{Item: "i1", Author: "p1", Answer: domain.Worth, Words: sentinel + " words"})
		return err
	},
	"marks": func(ctx context.Context, tx domain.Tx) error {
		marks := []domain.SkillMark{{Expectation: "e1", Stand: sentinel}}
		if err := tx.SaveSkillMarks(ctx, "t1", "p1", marks, 0); err != nil {
			return err
		}
		return tx.SaveSkillMarks(ctx, "t1", "p1", marks, 1)
	},
	"ledger": func(ctx context.Context, tx domain.Tx) error {
		return tx.Record(ctx, domain.Entry{Act: "kudos.give", Subject: "k1", Reason: sentinel + " reason", Content: sentinel + " content"})
	},
}

func TestSealed_NoPlainTextIsStored(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		for name, write := range writings {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				c := config(t)
				db := storagetest.OpenWith(t, c)
				mustTx(t, db, write)
				if found := findPlain(t, c, sentinel); found != "" {
					t.Errorf("found the sentinel in %s", found)
				}
			})
			t.Run(name+" is found without a key, so the search is right", func(t *testing.T) {
				t.Parallel()
				c := config(t)
				rawSQL(t, c, `DELETE FROM box_keys`)
				c.Box = storage.KeyNone()
				mustTx(t, storagetest.OpenWith(t, c), write)
				if findPlain(t, c, sentinel) == "" {
					t.Error("the search finds nothing even in plain text")
				}
			})
		}
	})
}

// findPlain looks for a word in everything that is stored: the bytes of a
// SQLite database's files, or each value of each table of PostgreSQL.
func findPlain(t testing.TB, c storage.Config, word string) string {
	t.Helper()
	path, isFile := strings.CutPrefix(c.URL, "sqlite:")
	if !isFile {
		return findInTables(t, c.URL, word)
	}
	for _, file := range []string{path, path + "-wal"} {
		content, err := os.ReadFile(file)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(word)) {
			return file
		}
	}
	return ""
}

func findInTables(t testing.TB, url, word string) string {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var tables []string
	rows, err := db.QueryContext(t.Context(), `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		// A bytea prints in hex, so both forms are looked for.
		query := fmt.Sprintf(`SELECT count(*) FROM %s AS r WHERE strpos(r::text, $1) > 0 OR strpos(r::text, encode(convert_to($1, 'UTF8'), 'hex')) > 0`, table)
		var hits int
		if err := db.QueryRowContext(t.Context(), query, word).Scan(&hits); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		if hits > 0 {
			return table
		}
	}
	return ""
}
