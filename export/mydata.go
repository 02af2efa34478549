package export

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"rapport/domain"
	"rapport/sentence"
)

//go:embed mydata.html
var myDataPage string

var myDataTemplate = template.Must(template.New("mydata").Parse(myDataPage))

// myDataView is what the page shows: sentences and values, nothing to compute.
type myDataView struct {
	Lang, Title, Intro, Contents, NotHere, Team string
	Sections                                    []myDataSection
}

type myDataSection struct {
	ID, Title, Stays, Count string
	Records                 []myDataRecord
}

type myDataRecord struct {
	When   string
	People []string
	Words  []myDataWords
	Rest   string
}

type myDataWords struct{ Label, Text string }

// MyDataPage writes a person's own data as a page that needs nothing else: to be
// read, searched and printed. What people wrote is text in it, whatever it looks
// like.
func MyDataPage(v *sentence.Voice, data domain.MyData) ([]byte, error) {
	team := data.Policy.PeopleTeam.Name
	view := myDataView{
		Lang: "en", Title: v.Say("mydata.page_heading", "Name", data.Person.Name),
		Intro:    v.Say("mydata.page_intro", "When", v.Date(domain.DateOf(data.At, v.Zone())), "Time", v.Time(data.At)),
		Contents: v.Say("mydata.page_contents"), NotHere: v.Say("mydata.page_not_here", "Team", team),
	}
	for _, s := range data.Sections {
		section := myDataSection{ID: string(s.Type.Name), Title: v.Say("retention.record_" + string(s.Type.Name)), Stays: staysLine(v, s), Count: v.Number(len(s.Records))}
		for _, r := range slices.Backward(s.Records) {
			section.Records = append(section.Records, recordView(v, data, r))
		}
		view.Sections = append(view.Sections, section)
	}
	view.Sections = append(view.Sections, looksSection(v, data))
	var out bytes.Buffer
	if err := myDataTemplate.Execute(&out, view); err != nil {
		return nil, fmt.Errorf("write a person's data as a page: %w", err)
	}
	return out.Bytes(), nil
}

// staysLine says how long records of a section stay.
func staysLine(v *sentence.Voice, s domain.MyDataSection) string {
	switch {
	case s.Months > 0:
		return v.Say("mydata.stays", "Kept", v.Say("retention.months", "Count", s.Months), "From", v.Say("retention.from_"+s.Type.From), "Then", v.Say("retention.way_"+string(s.Type.Way)))
	case s.Days > 0:
		return v.Say("mydata.stays", "Kept", v.Say("retention.days", "Count", s.Days), "From", v.Say("retention.from_"+s.Type.From), "Then", v.Say("retention.way_delete"))
	}
	return v.Say("retention.way_never")
}

// looksSection is who looked, and when.
func looksSection(v *sentence.Voice, data domain.MyData) myDataSection {
	section := myDataSection{ID: "looks", Title: v.Say("mydata.looks"), Stays: v.Say("mydata.looks_intro"), Count: v.Number(len(data.Looks))}
	for _, look := range slices.Backward(data.Looks) {
		section.Records = append(section.Records, myDataRecord{When: whenOf(v, look.At), People: []string{nameOf(v, data, look.Actor)}, Rest: v.Looked(look.Act)})
	}
	return section
}

// recordView is one record: when, who, the words, and what else it says.
func recordView(v *sentence.Voice, data domain.MyData, r domain.OwnRecord) myDataRecord {
	record := myDataRecord{When: whenOf(v, r.At)}
	for _, p := range r.People {
		record.People = append(record.People, columnName(p.Column)+": "+nameOf(v, data, p.ID))
	}
	var rest []string
	for _, f := range r.Fields {
		switch text := valueText(v, f.Value); {
		case f.Words:
			record.Words = append(record.Words, myDataWords{columnName(f.Name), text})
		case !f.Pointer && text != "" && f.Name != "version":
			rest = append(rest, columnName(f.Name)+": "+text)
		}
	}
	record.Rest = strings.Join(rest, " · ")
	return record
}

// whenOf is a time as its reader writes it.
func whenOf(v *sentence.Voice, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return v.Date(domain.DateOf(at, v.Zone())) + ", " + v.Time(at)
}

// nameOf is how somebody is called who may be erased.
func nameOf(v *sentence.Voice, data domain.MyData, id domain.ID) string {
	if name := data.People[id].Name; name != "" {
		return name
	}
	return v.Say("mydata.somebody")
}

// columnName is the name of a column as a person reads it: the JSON file has the
// same, as they are.
func columnName(column string) string { return strings.ReplaceAll(column, "_", " ") }

// valueText is a value in one line; empty for what says nothing.
func valueText(v *sentence.Voice, value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case time.Time:
		return whenOf(v, value)
	case string:
		return value
	default:
		return fmt.Sprint(value)
	}
}

// MyDataFormat and MyDataVersion name the form of the file for machines, which
// docs/my-data.md describes. The version rises where a reader would go wrong.
const (
	MyDataFormat  = "rapport-my-data"
	MyDataVersion = 1
)

type jsonData struct {
	Format  string        `json:"format"`
	Version int           `json:"version"`
	MadeAt  time.Time     `json:"made_at"`
	Person  jsonPerson    `json:"person"`
	Records []jsonSection `json:"records"`
	Looks   []jsonLook    `json:"looks"`
}

type jsonPerson struct {
	ID    domain.ID `json:"id"`
	Slack string    `json:"slack_id"`
	Name  string    `json:"name"`
	Email string    `json:"email"`
}

type jsonSection struct {
	Type   domain.RecordName `json:"type"`
	Months int               `json:"kept_months,omitempty"`
	Days   int               `json:"kept_days,omitempty"`
	From   string            `json:"kept_from,omitempty"`
	Rows   []jsonRow         `json:"rows"`
}

type jsonRow struct {
	Table  string                `json:"table"`
	ID     string                `json:"id"`
	At     time.Time             `json:"at,omitzero"`
	You    domain.Relation       `json:"you"`
	People map[string]jsonPeople `json:"people,omitempty"`
	Words  map[string]string     `json:"words,omitempty"`
	Fields map[string]any        `json:"fields,omitempty"`
}

type jsonPeople struct {
	ID   domain.ID `json:"id"`
	Name string    `json:"name"`
}

type jsonLook struct {
	At   time.Time  `json:"at"`
	By   jsonPeople `json:"by"`
	Act  string     `json:"act"`
	What domain.ID  `json:"record"`
}

// MyDataFile writes the same for machines, as JSON: every column, with the names
// that the database has for them.
func MyDataFile(data domain.MyData) ([]byte, error) {
	p := data.Person
	file := jsonData{
		Format: MyDataFormat, Version: MyDataVersion, MadeAt: data.At, Person: jsonPerson{p.ID, p.SlackID, p.Name, p.Email},
		Records: []jsonSection{}, Looks: []jsonLook{},
	}
	person := func(id domain.ID) jsonPeople { return jsonPeople{id, data.People[id].Name} }
	for _, s := range data.Sections {
		section := jsonSection{Type: s.Type.Name, Months: s.Months, Days: s.Days, From: s.Type.From}
		for _, r := range s.Records {
			row := jsonRow{Table: r.Table, ID: r.ID, At: r.At, You: r.Stands, People: map[string]jsonPeople{}, Words: map[string]string{}, Fields: map[string]any{}}
			for _, p := range r.People {
				row.People[p.Column] = person(p.ID)
			}
			for _, f := range r.Fields {
				if text, is := f.Value.(string); is && f.Words {
					row.Words[f.Name] = text
				} else {
					row.Fields[f.Name] = f.Value
				}
			}
			section.Rows = append(section.Rows, row)
		}
		file.Records = append(file.Records, section)
	}
	for _, look := range data.Looks {
		file.Looks = append(file.Looks, jsonLook{look.At, person(look.Actor), look.Act, look.Subject})
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(file); err != nil {
		return nil, fmt.Errorf("write a person's data as json: %w", err)
	}
	return out.Bytes(), nil
}
