package bot

import (
	"context"
	"errors"
	"strings"
	"testing"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/storage/storagetest"
)

// deafSlack takes no message for so many times.
type deafSlack struct {
	Client

	deaf int
	told []string
}

// Post fulfils Client.
func (s *deafSlack) Post(_ context.Context, _ string, m blockkit.Message) error {
	if s.deaf > 0 {
		s.deaf--
		return errors.New("no answer")
	}
	s.told = append(s.told, m.Fallback.Plain())
	return nil
}

func TestSettleOne(t *testing.T) {
	t.Parallel()
	for claim, c := range map[string]struct {
		saved bool
		deaf  int
		want  string // what is read; "" for nothing
	}{
		"what was saved is told":                       {true, 0, "It was saved after all"},
		"what was lost is told":                        {false, 0, "It was not saved"},
		"the end is told again until Slack takes it":   {false, 3, "It was not saved"},
		"and the same when it was saved":               {true, 3, "It was saved after all"},
		"what Slack never takes is given up some time": {false, mostTellings, ""},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			b, counts, _ := core(t)
			practice := storagetest.Practice(t)
			client := &deafSlack{deaf: c.deaf}
			b.practice, b.client = practice.Practice, client
			act := domain.Act{Actor: "p-ada", Key: "k1", Attempt: "a1"}
			if c.saved {
				saveRequest(t, practice, act)
			}
			one := doubt{req: Request{Kind: Command, Act: act, SlackUser: "U0ADA", Text: "<@U0GRACE> for it", Voice: testVoice(t)}}
			tries := 1
			for ; !b.settleOne(t.Context(), &one); tries++ {
				if tries > mostTellings {
					t.Fatal("it is never given up")
				}
			}
			told := strings.Join(client.told, "\n")
			if !strings.Contains(told, c.want) || len(client.told) > 1 || c.want == "" && told != "" {
				t.Errorf("got %q, want %q once", told, c.want)
			}
			if untold := counts.of("bot_untold"); (untold == 1) != (c.want == "") {
				t.Errorf("counted %d as never told", untold)
			}
			if want := min(c.deaf+1, mostTellings); tries != want {
				t.Errorf("got %d tries, want %d", tries, want)
			}
		})
	}
}

// saveRequest does what a use case does whose commit got through.
func saveRequest(t *testing.T, practice storagetest.Bench, act domain.Act) {
	t.Helper()
	err := practice.Store.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
		record := domain.RequestRecord{Actor: act.Actor, Key: act.Key, Digest: act.Attempt, Outcome: "given", At: tx.Now()}
		if _, _, err := tx.ClaimRequest(ctx, record); err != nil {
			return err
		}
		return tx.FinishRequest(ctx, record)
	})
	if err != nil {
		t.Fatal(err)
	}
}
