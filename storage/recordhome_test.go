package storage

import (
	"io/fs"
	"regexp"
	"slices"
	"testing"

	"rapport/domain"
)

var (
	createTable = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)`)
	addColumn   = regexp.MustCompile(`ALTER TABLE (\w+) ADD COLUMN (\w+) +\{\{(id|sealed)\}\}`)
	aColumn     = regexp.MustCompile(`(?m)^\s+(\w+) +\{\{(id|sealed)\}\}`)
)

// privateColumns are, by table, the columns of the schema that hold ids or sealed
// words, as the migrations write them.
func privateColumns(t *testing.T) map[string]map[string]string {
	t.Helper()
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("list the migrations: %v, %d", err, len(files))
	}
	tables := map[string]map[string]string{}
	for _, file := range files {
		text, err := fs.ReadFile(migrationFiles, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range createTable.FindAllStringSubmatch(string(text), -1) {
			columns := map[string]string{}
			for _, column := range aColumn.FindAllStringSubmatch(table[2], -1) {
				columns[column[1]] = column[2]
			}
			if len(columns) > 0 {
				tables[table[1]] = columns
			}
		}
		for _, added := range addColumn.FindAllStringSubmatch(string(text), -1) {
			if tables[added[1]] == nil {
				tables[added[1]] = map[string]string{}
			}
			tables[added[1]][added[2]] = added[3]
		}
	}
	return tables
}

// namedColumns are, by table, the columns that some record type names.
func namedColumns(t *testing.T) map[string]map[string]string {
	t.Helper()
	tables := map[string]map[string]string{}
	types := map[string]domain.RecordName{}
	for _, home := range recordHomes {
		for _, place := range home.places {
			for _, table := range place.tables {
				if before, twice := types[table.name]; twice && before != home.name {
					t.Errorf("%s is named by %s and by %s", table.name, before, home.name)
				}
				types[table.name] = home.name
				columns := map[string]string{}
				for _, column := range table.people {
					columns[column.name] = "id"
				}
				for _, column := range table.others {
					columns[column] = "id"
				}
				for _, column := range table.words {
					columns[column] = "sealed"
				}
				tables[table.name] = columns
			}
		}
	}
	return tables
}

// Nothing that holds a person or words escapes: no purge, no erasure and no export
// of somebody's own data knows of a column that is not named.
func TestRecords_NameTheWholeSchema(t *testing.T) {
	t.Parallel()
	named := namedColumns(t)
	for table, columns := range privateColumns(t) {
		for column, kind := range columns {
			switch got := named[table][column]; {
			case got == "" && column == "id" && kind == "id":
				// the row's own id, unless it is a person's
			case got != kind:
				t.Errorf("%s.%s is %s in the schema, and %q in recordhome.go: name it in the record type it belongs to", table, column, kind, got)
			}
		}
	}
}

func TestRecords_AreThoseOfThePractice(t *testing.T) {
	t.Parallel()
	for _, record := range domain.RecordTypes {
		if len(placesOf(record.Name)) == 0 {
			t.Errorf("%s lies nowhere", record.Name)
		}
		ends := slices.ContainsFunc(placesOf(record.Name), func(p recordPlace) bool { return p.since != "" })
		if wants := record.Way != domain.PurgeNever; ends != wants {
			t.Errorf("%s: has an end %t, want %t", record.Name, ends, wants)
		}
	}
	for _, home := range recordHomes {
		if _, known := domain.RecordTypeOf(home.name); !known {
			t.Errorf("%s is no record type", home.name)
		}
	}
}
