package storage

import (
	"slices"

	"rapport/domain"
)

// erasing is what becomes of a row when somebody is erased who stands in one of
// its columns.
type erasing int

const (
	// left: the row is somebody else's record. It stays, and names nobody any more,
	// since names stand in the directory alone.
	left erasing = iota
	// gone: the record is that person's, and goes as a whole.
	gone
	// shared: the record is that person's and others'. This row goes, and the
	// record with the last of them.
	shared
	// rowGone: this row goes, the record stays.
	rowGone
)

// personColumn is a column with the id of a person.
type personColumn struct {
	name string
	// owner is true where the record is that person's, whose country decides how
	// long it is kept.
	owner  bool
	erased erasing
	// when limits erased to some rows; the others stay.
	when string
}

// finding is how somebody's own rows are found, and how they stand to them. In the
// condition each ? is the person.
type finding struct {
	where  string
	stands domain.Relation
	// reads is what permission is asked for, where it is not that of the type.
	reads domain.Action
}

// recordTable is a table with rows of a record.
type recordTable struct {
	name string
	// key are the columns that tell a row from others: sealed text is bound to
	// them, with slashes between.
	key []string
	// record is the column that names the record a row belongs to; empty for rows
	// that stand alone.
	record string
	people []personColumn
	// others are columns with other ids: of records, and of Slack.
	others []string
	// words are the sealed columns.
	words []string
	// at is the column that says from when a row is.
	at   string
	mine []finding
}

// recordPlace is where rows of one type come to their end.
type recordPlace struct {
	// tables hold the record: the first names it, the others go before it.
	tables []recordTable
	// below are rows of other types that go with the record: table and the column
	// that names it.
	below [][2]string
	// from, since and where select what has ended, oldest first: a FROM clause in
	// which the first table is r, when it ended, and a condition. A place without
	// since has no end of its own.
	from, since, where string
	// day is true where since is a date in text.
	day bool
	// id is how the record is named; r.id where empty.
	id string
	// numbered is true for the ledger, which is gone through by its numbers.
	numbered bool
	// words is true where the ledger holds the record's words under its id.
	words bool
	// cites is the kind of a citation that goes with it.
	cites string
	// citing selects the records of those citations from the ids at its end, where
	// they are not the ids themselves.
	citing string
}

// recordHome are the places of one type.
type recordHome struct {
	name   domain.RecordName
	places []recordPlace
}

// placesOf are the places of a type.
func placesOf(name domain.RecordName) []recordPlace {
	i := slices.IndexFunc(recordHomes, func(h recordHome) bool { return h.name == name })
	if i < 0 {
		return nil
	}
	return recordHomes[i].places
}

// owned is a column of whose record it is.
func owned(name string) personColumn { return personColumn{name: name, owner: true, erased: gone} }

// others are columns with people whose record it is not.
func others(names ...string) []personColumn {
	columns := make([]personColumn, len(names))
	for i, name := range names {
		columns[i] = personColumn{name: name}
	}
	return columns
}

// mineBy finds somebody's own rows by a column.
func mineBy(column string) []finding { return []finding{{where: column + " = ?", stands: domain.Self}} }

// own is a table whose rows are about one person alone.
func own(name, person, at string, key ...string) recordTable {
	if len(key) == 0 {
		key = []string{"id"}
	}
	t := recordTable{name: name, key: key, people: []personColumn{owned(person)}, at: at, mine: mineBy(person)}
	if len(key) == 1 && key[0] != "seq" {
		t.record = key[0] // rows with a number of their own are no records
	}
	return t
}

// goingWhen limits which of somebody's rows go with them.
func (t recordTable) goingWhen(when string) recordTable {
	t.people[0].when = when
	return t
}

// foundWhere lets a table's own rows be found by another condition, such as when
// the person is told of them.
func (t recordTable) foundWhere(where string) recordTable {
	t.mine = []finding{{where: where, stands: domain.Self}}
	return t
}

// with adds to a table what else there is in it.
func (t recordTable) with(people []personColumn, ids, words []string) recordTable {
	t.people, t.others, t.words = append(t.people, people...), append(t.others, ids...), append(t.words, words...)
	return t
}
