package storage_test

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// The size of the company that is attacked: in each round all raters answer, in
// an order of their own, while everything else goes on.
const (
	attackedRounds = 30
	attackedRaters = 8
)

// secretBallot is a practice in which rounds were held, and what the attacker may
// not find out: who wrote which text.
type secretBallot struct {
	t      *testing.T
	bench  storagetest.Bench
	rounds domain.RoundService
	raters []domain.ID
	held   []domain.ID
	author map[string]domain.ID
	keys   int
}

// holdBallots lets the rounds be held on a database without a key: the attacker
// has the key, too.
func holdBallots(t *testing.T, c storage.Config) *secretBallot {
	t.Helper()
	b := &secretBallot{t: t, bench: storagetest.PracticeOn(t, c), author: map[string]domain.ID{}}
	b.bench.Clock.Set(time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC))
	b.rounds = domain.RoundService{Practice: b.bench.Practice}
	policy := domain.DefaultPolicy()
	policy.Rounds.PerGiver = attackedRounds
	mustTx(t, b.bench.DB, func(ctx context.Context, tx domain.Tx) error {
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: policy, At: tx.Now()})
	})
	manager := b.hire("manager", "")
	for i := range attackedRaters {
		b.raters = append(b.raters, b.hire(fmt.Sprintf("rater%d", i), manager))
	}
	for i := range attackedRounds {
		b.held = append(b.held, b.hold(b.hire(fmt.Sprintf("subject%d", i), manager), manager))
	}
	order := make([]int, attackedRounds*attackedRaters)
	for i := range order {
		order[i] = i
	}
	mathrand.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	for n, who := range order {
		b.vote(b.held[who/attackedRaters], b.raters[who%attackedRaters])
		b.bench.Clock.Set(b.bench.Clock.Now().Add(7 * time.Minute))
		if n%10 == 0 {
			b.plan()
		}
	}
	return b
}

func (b *secretBallot) hire(name string, manager domain.ID) domain.ID {
	b.t.Helper()
	p := domain.Person{SlackID: "U" + name, Name: name, Zone: "UTC", Kind: domain.Member, Active: true, Manager: manager}
	mustTx(b.t, b.bench.DB, func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.CreatePerson(ctx, p)
		return err
	})
	return p.ID
}

func (b *secretBallot) act(who domain.ID) domain.Act {
	b.keys++
	return domain.Act{Actor: who, Key: fmt.Sprint("key", b.keys)}
}

// hold begins a round about somebody.
func (b *secretBallot) hold(subject, manager domain.ID) domain.ID {
	b.t.Helper()
	names := domain.RoundNames{Peers: b.raters}
	r, err := b.rounds.Begin(b.t.Context(), b.act(subject))
	if err == nil {
		r, err = b.rounds.Nominate(b.t.Context(), b.act(subject), r.Round.ID, r.Round.Version, names)
	}
	if err == nil {
		r, err = b.rounds.Approve(b.t.Context(), b.act(manager), r.Round.ID, r.Round.Version, names)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return r.Round.ID
}

// vote lets somebody answer: two texts of random words, whose author only the
// test knows.
func (b *secretBallot) vote(round, rater domain.ID) {
	b.t.Helper()
	a := domain.RoundAnswers{Keep: rand.Text(), Try: rand.Text()}
	b.author[a.Keep], b.author[a.Try] = rater, rater
	if fresh, err := b.rounds.Answer(b.t.Context(), rater, round, a); err != nil || !fresh {
		b.t.Fatalf("fresh %v, %v", fresh, err)
	}
}

// plan lets asks be planned and messages go.
func (b *secretBallot) plan() {
	b.t.Helper()
	if _, err := (domain.AskService{Practice: b.bench.Practice}).Plan(b.t.Context(), 100); err != nil {
		b.t.Fatal(err)
	}
	outbox := b.bench.DB.Outbox()
	claimed, err := outbox.Claim(b.t.Context(), 100, time.Minute)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range claimed {
		if err := outbox.Settle(b.t.Context(), c, domain.Settlement{State: domain.Sent}); err != nil {
			b.t.Fatal(err)
		}
	}
}

// plainConfig opens a database without a key.
func plainConfig(t *testing.T, c storage.Config) storage.Config {
	t.Helper()
	rawSQL(t, c, `DELETE FROM box_keys`)
	c.Box = storage.KeyNone()
	return c
}

// Whoever has the whole database and its key, and knows the program, puts raters
// and answers into every order that anything stored gives them, and lets the one
// order name the authors of the other. That is right as often as by chance.
func TestRound_AnswersCannotBeJoinedToAuthors(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := plainConfig(t, config(t))
		b := holdBallots(t, c)
		dump := storagetest.Dump(t, c)
		hits, tried := b.attack(dump)
		t.Logf("%d pairs of orders tried; the best is right %d times of %d, by chance %d are", tried, hits, attackedRounds*attackedRaters, attackedRounds)
		if tried < 100 || hits > mostByChance(attackedRounds) {
			t.Errorf("%d of %d authors are found by the best of %d pairs of orders", hits, attackedRounds*attackedRaters, tried)
		}
		if n := b.neighbours(dump); n > mostByChance(attackedRounds) {
			t.Errorf("%d neighbouring answers are of the same author, by chance %d are", n, attackedRounds)
		}
		// The attack is worth something: one time that is noted gives all away.
		if hits, _ := b.attack(append(dump, b.leak(dump)...)); hits < attackedRounds*attackedRaters/2 {
			t.Errorf("the attack finds %d where the order of answers is told", hits)
		}
	})
}

// mostByChance is what chance exceeds once in some hundred millions: a sum of
// right guesses, one a round on average, is spread as Poisson says.
func mostByChance(mean float64) int { return int(mean + 7*math.Sqrt(mean)) }

// attack gives the best number of right authors, and how many pairs were tried.
func (b *secretBallot) attack(dump []storagetest.Table) (best, tried int) {
	found := map[string]int{}
	for _, round := range b.held {
		raters := b.raterOrders(dump, round)
		answers := b.answerOrders(dump, round)
		for one, people := range raters {
			for other, texts := range answers {
				for i, text := range texts {
					if i/2 < len(people) && b.author[text] == people[i/2] {
						found[one+" / "+other]++
					}
					if back := len(people) - 1 - i/2; back >= 0 && b.author[text] == people[back] {
						found[one+" / "+other+" from the end"]++
					}
				}
			}
		}
	}
	for _, n := range found {
		best = max(best, n/2) // each author has two texts
	}
	return best, len(found)
}

// raterOrders are the orders into which anything brings the raters of a round:
// each column of each table that names them, and the place of the rows.
func (b *secretBallot) raterOrders(dump []storagetest.Table, round domain.ID) map[string][]domain.ID {
	orders := map[string][]domain.ID{}
	for _, table := range dump {
		var about [][]string // rows that name a rater, and the round where any does
		for _, row := range table.Rows {
			if rater := b.raterIn(row); rater != "" && slices.ContainsFunc(row, func(v string) bool { return strings.Contains(v, string(round)) }) {
				about = append(about, append([]string{string(rater)}, row...))
			}
		}
		if about == nil {
			for _, row := range table.Rows {
				if rater := b.raterIn(row); rater != "" {
					about = append(about, append([]string{string(rater)}, row...))
				}
			}
		}
		if len(about) < attackedRaters {
			continue
		}
		add := func(name string) {
			var order []domain.ID
			for _, row := range about {
				if id := domain.ID(row[0]); !slices.Contains(order, id) {
					order = append(order, id)
				}
			}
			orders[table.Name+"."+name] = order
		}
		add("place")
		for i, column := range table.Columns {
			slices.SortStableFunc(about, func(x, y []string) int {
				return cmp.Or(cmp.Compare(len(x[i+1]), len(y[i+1])), strings.Compare(x[i+1], y[i+1]))
			})
			add(column)
		}
	}
	orders["box"] = b.boxOrder(dump, round)
	return orders
}

func (b *secretBallot) raterIn(row []string) domain.ID {
	for _, value := range row {
		if slices.Contains(b.raters, domain.ID(value)) {
			return domain.ID(value)
		}
	}
	return ""
}

// boxOrder is the order of those who have answered in the box of a round, which
// whoever has the key can compute.
func (b *secretBallot) boxOrder(dump []storagetest.Table, round domain.ID) []domain.ID {
	i := slices.IndexFunc(dump, func(t storagetest.Table) bool { return t.Name == "round_boxes" })
	for _, row := range dump[i].Rows {
		if !slices.Contains(row, string(round)) {
			continue
		}
		secret, hashes := strings.TrimPrefix(row[len(row)-2], "\x00"), strings.Fields(strings.TrimPrefix(row[len(row)-1], "\x00"))
		order := make([]domain.ID, len(hashes))
		for _, rater := range b.raters {
			mac := hmac.New(sha256.New, []byte(secret))
			mac.Write([]byte(string(round) + "\x00" + string(rater)))
			if at := slices.Index(hashes, hex.EncodeToString(mac.Sum(nil))); at >= 0 {
				order[at] = rater
			}
		}
		return order
	}
	b.t.Fatalf("the box of %s is not there", round)
	return nil
}

// answerOrders are the orders into which anything brings the answers of a round.
func (b *secretBallot) answerOrders(dump []storagetest.Table, round domain.ID) map[string][]string {
	orders := map[string][]string{}
	for _, table := range dump {
		if !strings.HasPrefix(table.Name, "round_answers") {
			continue
		}
		var mine [][]string
		for _, row := range table.Rows {
			if slices.Contains(row, string(round)) {
				mine = append(mine, row)
			}
		}
		add := func(name string) {
			var texts []string
			for _, row := range mine {
				texts = append(texts, textIn(b.t, row))
			}
			orders[table.Name+"."+name] = texts
		}
		add("place")
		for i, column := range table.Columns {
			slices.SortStableFunc(mine, func(x, y []string) int {
				return cmp.Or(cmp.Compare(len(x[i]), len(y[i])), strings.Compare(x[i], y[i]))
			})
			add(column)
		}
	}
	return orders
}

// textIn opens an answer, whose row ends with it.
func textIn(t *testing.T, row []string) string {
	t.Helper()
	var content struct{ T string }
	if err := json.Unmarshal([]byte(strings.TrimPrefix(row[len(row)-1], "\x00")), &content); err != nil {
		t.Fatal(err)
	}
	return content.T
}

// neighbours counts answers that lie side by side and are of one author.
func (b *secretBallot) neighbours(dump []storagetest.Table) int {
	n := 0
	for _, round := range b.held {
		texts := b.answerOrders(dump, round)["round_answers.place"]
		for i := 1; i < len(texts); i++ {
			if b.author[texts[i]] == b.author[texts[i-1]] {
				n++
			}
		}
	}
	return n
}

// leak are two tables as they would be had each answer and each request kept its
// time: answers by author, and authors in the same order.
func (b *secretBallot) leak(dump []storagetest.Table) []storagetest.Table {
	answers := storagetest.Table{Name: "round_answers_leak", Columns: []string{"round", "content"}}
	asked := storagetest.Table{Name: "leak", Columns: []string{"round", "person"}}
	for _, round := range b.held {
		texts := b.answerOrders(dump, round)["round_answers.place"]
		slices.SortStableFunc(texts, func(x, y string) int { return cmp.Compare(b.author[x], b.author[y]) })
		for i, text := range texts {
			answers.Rows = append(answers.Rows, []string{string(round), `{"t":"` + text + `"}`})
			if i%2 == 0 {
				asked.Rows = append(asked.Rows, []string{string(round), string(b.author[text])})
			}
		}
	}
	return []storagetest.Table{answers, asked}
}

// That somebody answers changes the answers and the box, and nothing else in the
// whole database; and all of the round's answers are other rows than before.
func TestRound_AnsweringLeavesNothingElse(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := config(t)
		b := &secretBallot{t: t, bench: storagetest.PracticeOn(t, c), author: map[string]domain.ID{}}
		b.rounds = domain.RoundService{Practice: b.bench.Practice}
		manager := b.hire("manager", "")
		for i := range attackedRaters {
			b.raters = append(b.raters, b.hire(fmt.Sprintf("rater%d", i), manager))
		}
		round := b.hold(b.hire("subject", manager), manager)
		b.vote(round, b.raters[0])
		before := storagetest.Dump(t, c)
		b.vote(round, b.raters[1])
		after := storagetest.Dump(t, c)
		lengths := map[int]bool{}
		for i, table := range after {
			same := fmt.Sprint(table.Rows) == fmt.Sprint(before[i].Rows)
			if may := table.Name == "round_answers" || table.Name == "round_boxes"; may == same {
				t.Errorf("%s changed: %v", table.Name, !same)
			}
			if table.Name != "round_answers" {
				continue
			}
			for _, row := range table.Rows {
				lengths[len(row[len(row)-1])] = true
				if slices.ContainsFunc(before[i].Rows, func(old []string) bool { return slices.Contains(old, row[len(row)-3]) }) {
					t.Error("an answer kept its id")
				}
			}
		}
		if len(lengths) != 1 {
			t.Errorf("texts are stored in %d lengths", len(lengths))
		}
	})
}
