package storage

import "rapport/domain"

// sharedCase are the cases of somebody who can read what was written.
const sharedCase = "IN (SELECT id FROM season_cases WHERE person = ? AND shared_at IS NOT NULL)"

// caseTables are the rows of one person's part in a season.
var caseTables = []recordTable{
	{
		name: "season_cases", key: []string{"id"}, record: "id", at: "at", people: append([]personColumn{owned("person")}, others("writer", "handed_by")...),
		others: []string{"season"}, words: []string{"text", "why"},
		mine: []finding{{where: "person = ? AND shared_at IS NOT NULL", stands: domain.Self}, {where: "writer = ?", stands: domain.Author}},
	},
	{
		name: "season_changes", key: []string{"id"}, record: "about", at: "at", people: others("changed_by"), others: []string{"season", "about"},
		words: []string{"was", "became", "why"},
		mine:  []finding{{where: "about " + sharedCase, stands: domain.Self}, {where: "changed_by = ?", stands: domain.Author}},
	},
	{
		name: "season_texts", key: []string{"season_case", "author"}, record: "season_case", at: "at", people: others("author"), others: []string{"season_case"},
		words: []string{"text"},
		mine: []finding{
			{where: "given_at IS NOT NULL AND season_case " + sharedCase, stands: domain.Self}, {where: "author = ?", stands: domain.Author},
		},
	},
	{
		name: "season_citations", key: []string{"season_case", "kind", "record"}, record: "season_case", at: "at", people: others("cited_by"),
		others: []string{"season_case", "record", "expectation"}, mine: []finding{{where: "season_case " + sharedCase, stands: domain.Self}},
	},
	{
		name: "season_replies", key: []string{"id"}, record: "season_case", at: "at", people: others("author"), others: []string{"season_case"},
		words: []string{"text"}, mine: []finding{{where: "season_case " + sharedCase, stands: domain.Self}, {where: "author = ?", stands: domain.Author}},
	},
	{
		name: "season_decisions", key: []string{"id"}, record: "season_case", at: "at", people: others("decided_by", "confirmed_by"),
		others: []string{"season_case"}, words: []string{"what", "why"},
		mine: []finding{{where: "confirmed_at IS NOT NULL AND season_case " + sharedCase, stands: domain.Self}, {where: "decided_by = ?", stands: domain.Author}},
	},
}

// seasonTables are the rows of a season itself.
var seasonTables = []recordTable{
	{
		name: "seasons", key: []string{"id"}, record: "id", at: "at", people: append([]personColumn{owned("person")}, others("opened_by", "manager")...),
		others: []string{"worked"}, words: []string{"name"}, mine: mineBy("person"),
	},
	{name: "season_comparers", key: []string{"season", "person"}, record: "season", people: others("person"), others: []string{"season"}},
	{
		name: "season_changes", key: []string{"id"}, record: "season", at: "at", people: others("changed_by"), others: []string{"season", "about"},
		words: []string{"was", "became", "why"},
	},
}

// seasonPlaces are where seasons come to their end: each person's part counted
// from the day of decisions or, where it was never shared, from its beginning; the
// season once nobody's part is left.
var seasonPlaces = []recordPlace{
	{tables: caseTables, from: "season_cases r", since: "r.decide_from", day: true, where: "r.decide_from <> ''", words: true},
	{tables: caseTables, from: "season_cases r", since: "r.at", where: "r.decide_from = ''", words: true},
	{
		tables: seasonTables, from: "seasons r", since: "r.decide_on", day: true, words: true,
		where: "NOT EXISTS (SELECT 1 FROM season_cases c WHERE c.season = r.id)",
	},
}
