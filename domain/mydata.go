package domain

import (
	"context"
	"time"
)

// The kinds of messages with a person's own data: what says that they are there,
// and the two files behind it.
const (
	MyDataReady = "mydata.ready"
	MyDataPage  = "mydata.page" // to be read, as HTML
	MyDataFile  = "mydata.file" // for machines, as JSON
)

// OwnRecord is one row in which a person stands, with all that it says.
type OwnRecord struct {
	// Table and ID tell the row from others.
	Table, ID string
	// Stands is how the person stands to it; Reads is what permission is asked for,
	// where it is not that of its type.
	Stands Relation
	Reads  Action
	// At is from when it is; zero where the row does not say.
	At time.Time
	// People are those named in it, by the column that names them.
	People []OwnRecordPerson
	Fields []OwnRecordField
}

// OwnRecordPerson is somebody in a column of a row.
type OwnRecordPerson struct {
	Column string
	ID     ID
}

// OwnRecordField is a value of a row.
type OwnRecordField struct {
	Name string
	// Value is a text, a number, true or false, or a time; nil where there is none.
	Value any
	// Words is true for what somebody wrote, Pointer for the id of another record.
	Words, Pointer bool
}

// MyDataRows reads rows by who stands in them.
type MyDataRows interface {
	// RecordsOf lists the rows of a type in which somebody stands as a reader may,
	// oldest first; the same row once for each way to stand.
	RecordsOf(ctx context.Context, name RecordName, person ID) ([]OwnRecord, error)
	// LooksAt lists the entries of the ledger about a person by which somebody else
	// did something, oldest first, without their words.
	LooksAt(ctx context.Context, person ID) ([]Entry, error)
}

// MyData is everything about a person that the person may read.
type MyData struct {
	Person   Person
	At       time.Time
	Policy   Policy
	Sections []MyDataSection
	// Looks are when somebody of those whose looking is kept opened something about
	// the person.
	Looks  []Entry
	People map[ID]Person
}

// MyDataSection is the records of one type.
type MyDataSection struct {
	Type RecordType
	// Months or Days is how long they stay where the person works; both are zero
	// where they have no end.
	Months, Days int
	Records      []OwnRecord
}
