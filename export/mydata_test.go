package export_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/export"
	"rapport/sentence"
)

// hostileData is what somebody with bad intentions may have written.
func hostileData() domain.MyData {
	at := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	kudos, _ := domain.RecordTypeOf(domain.RecordKudos)
	return domain.MyData{
		Person: domain.Person{ID: "p1", Name: "Grace </title><script>alert(1)</script>"}, At: at, Policy: domain.DefaultPolicy(),
		People: map[domain.ID]domain.Person{"p2": {ID: "p2", Name: `Ada "><img src=x onerror=alert(1)>`}},
		Sections: []domain.MyDataSection{{Type: kudos, Months: 36, Records: []domain.OwnRecord{{
			Table: "kudos", ID: "k1", Stands: domain.Receiver, At: at, People: []domain.OwnRecordPerson{{Column: "giver", ID: "p2"}, {Column: "person", ID: "gone"}},
			Fields: []domain.OwnRecordField{
				{Name: "text", Value: "<script>alert(1)</script>\n& \u4e16\u754c 🎉 \u202e", Words: true},
				{Name: "state", Value: "given"}, {Name: "id", Value: "k1", Pointer: true}, {Name: "units", Value: int64(3)}, {Name: "none", Value: nil},
			},
		}}}},
		Looks: []domain.Entry{{At: at, Actor: "p2", Act: "person.look", Subject: "p1"}},
	}
}

func TestMyDataPage_HostileTextIsText(t *testing.T) {
	t.Parallel()
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	page, err := export.MyDataPage(book.In("").At(time.UTC), hostileData())
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for _, want := range []string{
		"&lt;script&gt;alert(1)&lt;/script&gt;", "\u4e16\u754c 🎉", "36 months since it was given, then deleted.", "Somebody who is not here any more",
		"default-src 'none'", "units: 3", "@media print",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, never := range []string{"<script", "<img", "http://", "https://", "@import", "k1"} {
		if strings.Contains(text, never) {
			t.Errorf("the page has %q", never)
		}
	}
}

func TestMyDataFile_IsOfItsForm(t *testing.T) {
	t.Parallel()
	text, err := export.MyDataFile(hostileData())
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Format  string
		Version int
		Records []struct {
			Type string
			Kept int `json:"kept_months"`
			Rows []struct {
				Table, ID, You string
				At             time.Time
				People         map[string]struct{ ID, Name string }
				Words          map[string]string
				Fields         map[string]any
			}
		}
		Looks []struct{ Act string }
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	row := file.Records[0].Rows[0]
	if file.Format != export.MyDataFormat || file.Version != export.MyDataVersion || file.Records[0].Kept != 36 || row.You != "receiver" ||
		row.Words["text"] != "<script>alert(1)</script>\n& \u4e16\u754c 🎉 \u202e" || row.People["giver"].ID != "p2" || row.Fields["id"] != "k1" || len(file.Looks) != 1 {
		t.Errorf("got %+v", file)
	}
}

// Who looked at what is said in sentences, as the receipt says it, and by no name
// of the ledger.
func TestMyDataPage_SaysWhatWasLookedAt(t *testing.T) {
	t.Parallel()
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	data := hostileData()
	data.Looks = nil
	for act := range domain.LookActs {
		data.Looks = append(data.Looks, domain.Entry{At: data.At, Actor: "p2", Act: act})
	}
	page, err := export.MyDataPage(book.In("").At(time.UTC), data)
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for act, sheet := range domain.LookActs {
		if strings.Contains(text, act) || strings.Contains(text, "mydata.looked") {
			t.Errorf("the page names the act %s as the ledger does", act)
		}
		if sheet != "" && !strings.Contains(text, book.In("").Say("access.sheet_"+string(sheet))) {
			t.Errorf("%s does not say %s", act, sheet)
		}
	}
}
