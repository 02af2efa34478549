package storage

import "rapport/domain"

// myTalks are the conversations of somebody, by the side on which they stand.
const (
	asEmployee = "IN (SELECT id FROM conversations WHERE employee = ?)"
	asPartner  = "IN (SELECT id FROM conversations WHERE partner = ?)"
)

// sharedWithMe are rows of what the other side of somebody's conversation has
// shared.
const sharedWithMe = `author <> ? AND EXISTS (SELECT 1 FROM preparations shown JOIN conversations c ON c.id = shown.conversation
	WHERE shown.conversation = r.conversation AND shown.author = r.author AND shown.shared IS NOT NULL AND (c.employee = ? OR c.partner = ?))
	AND r.conversation IN (SELECT id FROM conversations WHERE employee = ? UNION SELECT id FROM conversations WHERE partner = ?)`

var kudosTables = []recordTable{
	{
		name: "kudos", key: []string{"id"}, record: "id", at: "at", people: others("giver"),
		others: []string{"channel", "link_channel", "link_ts"}, words: []string{"text", "reason"},
		mine: []finding{
			// Each is a range of an index: what is given and what was taken back have
			// their own.
			{where: "giver = ? AND state = 'given'", stands: domain.Author},
			{where: "giver = ? AND state <> 'given'", stands: domain.Author},
			{where: "id IN (SELECT kudos FROM kudos_receivers WHERE person = ? AND state = 'given')", stands: domain.Receiver},
			{where: "id IN (SELECT kudos FROM kudos_receivers WHERE person = ? AND state <> 'given')", stands: domain.Receiver},
		},
	},
	{
		name: "kudos_receivers", key: []string{"kudos", "person"}, record: "kudos", at: "at", others: []string{"kudos"},
		people: []personColumn{{name: "person", owner: true, erased: shared}},
	},
	{
		name: "kudos_joins", key: []string{"kudos", "person"}, record: "kudos", at: "at", others: []string{"kudos"},
		people: []personColumn{{name: "person", erased: rowGone}},
		mine:   []finding{{where: "person = ?", stands: domain.Self, reads: domain.ReadMyData}},
	},
}

var conversationTables = []recordTable{
	{
		name: "conversations", key: []string{"id"}, record: "id", at: "opens_at",
		people: []personColumn{owned("employee"), {name: "partner"}, {name: "said_held_by"}},
		others: []string{"period"}, words: []string{"left_out_why", "about"},
		mine: []finding{{where: "employee = ?", stands: domain.Self}, {where: "partner = ?", stands: domain.Partner}},
	},
	{
		name: "usefulness", key: []string{"conversation", "person"}, record: "conversation", at: "at", others: []string{"conversation"},
		people: []personColumn{{name: "person", erased: rowGone}}, mine: mineBy("person"),
	},
}

var preparationTables = []recordTable{
	{
		name: "preparations", key: []string{"conversation", "author"}, record: "conversation", others: []string{"conversation"},
		people: []personColumn{{name: "author", erased: rowGone}}, mine: mineBy("author"),
	},
	{
		name: "answers", key: []string{"conversation", "author", "question"}, record: "conversation", others: []string{"conversation", "question"},
		people: []personColumn{{name: "author", erased: rowGone}}, words: []string{"prompt", "text"},
		mine: append(mineBy("author"), finding{where: sharedWithMe, stands: domain.Self}),
	},
}

var helpTables = []recordTable{
	{
		name: "helps", key: []string{"item"}, record: "item", at: "ask_at", people: []personColumn{owned("person"), {name: "other"}}, others: []string{"item"},
		mine: []finding{{where: "person = ?", stands: domain.Self}, {where: "other = ?", stands: domain.Receiver}},
	},
	{
		name: "help_answers", key: []string{"item", "author"}, record: "item", at: "at", others: []string{"item"}, words: []string{"words"},
		people: []personColumn{{name: "author", erased: rowGone}},
		mine: []finding{
			{where: "author = ?", stands: domain.Self},
			// What the other answered, once one has answered oneself.
			{where: "author <> ? AND item IN (SELECT item FROM help_answers WHERE author = ?)", stands: domain.Receiver},
		},
	},
}

// kudosCiting selects the records by which each receiver lets a kudos cite an
// expectation.
const kudosCiting = "SELECT kudos || ':' || person FROM kudos_receivers WHERE kudos"

var skillTables = []recordTable{
	{
		name: "skill_talks", key: []string{"id"}, record: "id", at: "at", people: []personColumn{owned("person"), {name: "partner"}}, others: []string{"quarter"},
		mine: []finding{{where: "person = ?", stands: domain.Self}, {where: "partner = ?", stands: domain.Partner}},
	},
	{
		name: "skill_marks", key: []string{"talk", "author"}, record: "talk", at: "at", others: []string{"talk"}, words: []string{"marks"},
		people: []personColumn{{name: "author", erased: rowGone}},
	},
}

// recordHomes is where the rows of every type lie. A table that holds people or
// words stands here once, with all its columns that do; a test compares that with
// the migrations.
var recordHomes = []recordHome{
	{domain.RecordKudos, []recordPlace{
		{tables: kudosTables, from: "kudos r", since: "r.at", where: "r.state = 'given'", words: true, cites: string(domain.CitedByKudos), citing: kudosCiting},
		{tables: kudosTables, from: "kudos r", since: "r.at", where: "r.state <> 'given'", words: true, cites: string(domain.CitedByKudos), citing: kudosCiting},
	}},
	{domain.RecordFeedback, []recordPlace{{
		tables: []recordTable{
			{
				name: "feedback", key: []string{"id"}, record: "id", at: "at",
				people: []personColumn{{name: "giver"}, owned("receiver"), {name: "reader"}},
				others: []string{"goal", "link_channel", "link_ts"}, words: []string{"situation", "behaviour", "impact", "next"},
				mine: []finding{
					{where: "giver = ? AND state = 'given'", stands: domain.Author},
					{where: "giver = ? AND state <> 'given'", stands: domain.Author},
					{where: "receiver = ? AND state = 'given'", stands: domain.Receiver},
					{where: "reader = ? AND state = 'given'", stands: domain.Reader},
				},
			},
			{
				name: "feedback_replies", key: []string{"id"}, record: "feedback", at: "at", people: others("author"),
				others: []string{"feedback"}, words: []string{"text"},
				mine: []finding{
					{where: "feedback IN (SELECT id FROM feedback WHERE giver = ?)", stands: domain.Author},
					{where: "feedback IN (SELECT id FROM feedback WHERE receiver = ?)", stands: domain.Receiver},
					{where: "feedback IN (SELECT id FROM feedback WHERE reader = ?)", stands: domain.Reader},
				},
			},
		},
		from: "feedback r", since: "r.at", words: true, cites: string(domain.CitedByFeedback),
	}}},
	{domain.RecordRequest, []recordPlace{
		{
			tables: []recordTable{{
				name: "feedback_requests", key: []string{"id"}, record: "id", at: "at",
				people: []personColumn{owned("asker"), owned("about"), {name: "giver"}, {name: "reader"}},
				others: []string{"feedback"}, words: []string{"question", "why"},
				mine: []finding{{where: "asker = ?", stands: domain.Author}, {where: "giver = ?", stands: domain.Receiver}},
			}},
			from: "feedback_requests r", since: "r.at", where: "r.state <> 'open'", words: true,
		},
		{tables: []recordTable{{
			name: "feedback_asked", key: []string{"giver", "about"}, at: "at",
			people: []personColumn{{name: "giver", erased: rowGone}, {name: "about", erased: rowGone}},
		}}},
	}},
	{domain.RecordConcern, []recordPlace{{
		// Its sender is not told of it by Rapport, and so does not find it here.
		tables: []recordTable{own("concerns", "raiser", "at").goingWhen("answered_at IS NOT NULL").with(others("sender", "answered_by"), []string{"about"}, []string{"received", "words", "answer"})},
		from:   "concerns r", since: "r.answered_at", where: "r.answered_at IS NOT NULL", words: true,
	}}},
	{domain.RecordAccess, []recordPlace{{
		tables: accessTables, from: "accesses r", since: "r.at", words: true,
		where: "NOT EXISTS (SELECT 1 FROM access_receipts p WHERE p.access = r.id AND p.told_at IS NULL)",
	}}},
	{domain.RecordPreparation, []recordPlace{{
		tables: preparationTables, from: "conversations r", since: "r.closed_at",
		where: "r.closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM preparations p WHERE p.conversation = r.id)",
	}}},
	{domain.RecordSummary, []recordPlace{{
		tables: []recordTable{{
			name: "summaries", key: []string{"conversation"}, record: "conversation", at: "proposed_at", people: others("author"),
			others: []string{"conversation"}, words: []string{"text", "added"},
			mine: []finding{{where: "conversation " + asEmployee, stands: domain.Self}, {where: "conversation " + asPartner, stands: domain.Partner}},
		}},
		from: "conversations r", since: "r.closed_at", words: true,
		where: "r.closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM summaries s WHERE s.conversation = r.id)",
	}}},
	{domain.RecordCommitment, []recordPlace{{
		tables: []recordTable{{
			name: "commitments", key: []string{"id"}, record: "id", at: "at", people: []personColumn{owned("employee"), {name: "who"}},
			others: []string{"conversation"}, words: []string{"what"},
			mine: []finding{{where: "employee = ?", stands: domain.Self}, {where: "who = ?", stands: domain.Partner}},
		}},
		from: "commitments r", since: "r.at", where: "r.state <> 'open'", words: true, cites: string(domain.CitedByPromise),
	}}},
	{domain.RecordConversation, []recordPlace{{
		tables: conversationTables, from: "conversations r", since: "r.closed_at", where: "r.closed_at IS NOT NULL", words: true,
		below: [][2]string{{"answers", "conversation"}, {"preparations", "conversation"}, {"summaries", "conversation"}, {"commitments", "conversation"}},
	}}},
	{domain.RecordNote, []recordPlace{{
		// Whom a note is about does not find it here; see decision 0030.
		tables: []recordTable{{
			name: "notes", key: []string{"id"}, record: "id", at: "at", people: []personColumn{owned("author"), owned("about")}, words: []string{"text"},
			mine: []finding{{where: "author = ?", stands: domain.Author}},
		}},
		from: "notes r", since: "r.at", words: true,
	}}},
	{domain.RecordGoal, []recordPlace{{
		tables: []recordTable{
			{
				name: "goals", key: []string{"id"}, record: "id", at: "at", people: []personColumn{{name: "owner", owner: true, erased: gone, when: "level = 'person'"}, {name: "proposed_by"}},
				others: []string{"parent", "priority"}, words: []string{"title", "why", "standard", "unit", "milestones", "lesson"},
				mine: mineBy("owner"),
			},
			{
				name: "goal_updates", key: []string{"id"}, record: "goal", at: "at", people: others("author"), others: []string{"goal"},
				words: []string{"why", "next"}, mine: []finding{{where: "goal IN (SELECT id FROM goals WHERE owner = ?)", stands: domain.Self}},
			},
			{
				name: "goal_proposals", key: []string{"id"}, record: "goal", at: "at", people: others("proposed_by", "answered_by"), others: []string{"goal"},
				words: []string{"was", "terms", "why", "answer"}, mine: []finding{{where: "goal IN (SELECT id FROM goals WHERE owner = ?)", stands: domain.Self}},
			},
		},
		from: "goals r", since: "r.closed_at", where: "r.closed_at IS NOT NULL", words: true, cites: string(domain.CitedByGoal),
	}}},
	{domain.RecordGrowth, []recordPlace{{
		tables: []recordTable{
			own("plan_items", "person", "at").with(others("supporter", "ended_by"), nil, []string{"what", "why", "steps", "title", "link", "reason", "lesson"}),
			{
				name: "plan_words", key: []string{"id"}, record: "item", at: "at", people: others("author"), others: []string{"item"},
				words: []string{"text"}, mine: []finding{{where: "item IN (SELECT id FROM plan_items WHERE person = ?)", stands: domain.Self}},
			},
		},
		from: "plan_items r", since: "r.ended_at", where: "r.state <> 'open'", words: true, cites: string(domain.CitedByPlan),
	}, {
		// What was marked is in no export, not in that of its person either: the two
		// find that they marked, and read it in Rapport.
		tables: skillTables, from: "skill_talks r", since: "r.at",
	}}},
	{domain.RecordSeason, seasonPlaces},
	{domain.RecordFundRequest, []recordPlace{{
		tables: []recordTable{own("fund_requests", "person", "at").with(others("decider"), []string{"fund", "item"}, []string{"what", "reason"})},
		from:   "fund_requests r", since: "r.ended_at", where: "r.ended_at IS NOT NULL", words: true,
	}}},
	{domain.RecordHelp, []recordPlace{{
		tables: helpTables, from: "helps r", since: "r.ended_on", where: "r.ended_on <> ''", day: true, id: "r.item", words: true,
	}}},
	{domain.RecordFund, []recordPlace{
		{tables: []recordTable{{name: "funds", key: []string{"id"}, people: others("owner", "author"), words: []string{"name", "measure", "unit"}, at: "at"}}},
	}},
	{domain.RecordRound, roundPlaces},
	{domain.RecordExpected, []recordPlace{
		{
			tables: []recordTable{own("adaptations", "person", "at").with(
				others("proposed_by", "answered_by"), []string{"profile", "about"}, []string{"was", "text", "why", "answer"})},
			from: "people o JOIN adaptations r ON r.person = o.id", since: "o.left_at", where: "o.left_at IS NOT NULL", words: true,
		},
		{
			tables: []recordTable{own("purposes", "person", "at", "person").with(nil, []string{"profile"}, []string{"text"})},
			from:   "people o JOIN purposes r ON r.person = o.id", since: "o.left_at", where: "o.left_at IS NOT NULL", id: "r.person",
		},
		{tables: []recordTable{{
			name: "wordings", key: []string{"id", "owner", "version"}, people: []personColumn{owned("owner")}, others: []string{"id"},
			words: []string{"text"}, mine: mineBy("owner"),
		}}},
		{tables: []recordTable{{
			name: "citations", key: []string{"kind", "record"}, at: "at", people: append([]personColumn{owned("person")}, others("cited_by")...),
			others: []string{"record", "expectation", "owner"}, mine: mineBy("person"),
		}}},
	}},
	{domain.RecordRole, []recordPlace{
		{tables: []recordTable{{name: "role_profiles", key: []string{"id"}, people: others("author"), others: []string{"id", "told"}, words: []string{"document"}}}},
		{tables: []recordTable{{name: "role_versions", key: []string{"profile", "version"}, people: others("author"), others: []string{"profile"}, words: []string{"document"}}}},
	}},
	{domain.RecordKept, []recordPlace{{
		tables: []recordTable{own("kept", "owner", "at").with(nil, []string{"link_channel", "link_ts"}, []string{"words", "quote"})},
		from:   "people o JOIN kept r ON r.owner = o.id", since: "o.left_at", where: "o.left_at IS NOT NULL", words: true, cites: string(domain.CitedByKept),
	}}},
	{domain.RecordAbsence, []recordPlace{
		{
			tables: []recordTable{own("absences", "person", "at").with(others("set_by"), nil, nil)},
			from:   "absences r", since: "r.ends", where: "r.ends <> ''", day: true, words: true,
		},
		{tables: []recordTable{{name: "pauses", key: []string{"id"}, people: others("set_by"), at: "at"}}},
	}},
	{domain.RecordLine, []recordPlace{
		{
			tables: []recordTable{own("manager_changes", "person", "at").foundWhere("person = ? AND done_at IS NOT NULL").with(others("former", "manager", "author"), []string{"batch"}, nil)},
			from:   "manager_changes r", since: "r.at", words: true,
		},
		{tables: []recordTable{own("reporting_lines", "person", "at", "person", "source").with(others("manager"), []string{"source"}, nil)}},
		{tables: []recordTable{own("line_differences", "person", "at", "person", "source", "manager", "in_force").with(others("manager", "in_force"), []string{"source"}, nil)}},
		{tables: []recordTable{own("partners", "employee", "at", "employee").with(others("partner", "named_by"), nil, nil)}},
		{tables: []recordTable{own("partner_offers", "employee", "at", "employee").with(others("partner", "named_by"), nil, nil)}},
		{tables: []recordTable{own("step_ins", "employee", "at", "employee").with(others("absent", "substitute"), nil, nil)}},
		{tables: []recordTable{own("managing", "manager", "since", "manager")}},
		{tables: []recordTable{own("planning", "person", "at", "person")}},
	}},
	{domain.RecordDigest, []recordPlace{{
		tables: []recordTable{
			{name: "digests", key: []string{"id"}, record: "id", people: others("wanted_by"), words: []string{"figures"}},
			{name: "digest_actions", key: []string{"id"}, record: "digest", people: others("actor"), others: []string{"digest"}},
		},
		from: "digests r", since: "r.made_at", where: "r.made_at IS NOT NULL",
	}, {
		tables: []recordTable{{name: "scorecards", key: []string{"id"}, record: "id", words: []string{"figures"}}},
		from:   "scorecards r", since: "r.made_at",
	}}},
	{domain.RecordPosted, []recordPlace{{
		tables: []recordTable{{
			name: "deliveries", key: []string{"channel", "ts"}, record: "ts", at: "at", people: []personColumn{owned("recipient")},
			others: []string{"channel", "ts", "subject"}, mine: mineBy("recipient"),
		}},
		from: "deliveries r", since: "r.at", id: "r.channel || ' ' || r.ts",
	}}},
	{domain.RecordLedger, []recordPlace{{
		tables: []recordTable{{
			name: "ledger", key: []string{"id"}, record: "id", at: "at", people: others("actor", "person"), others: []string{"subject"},
			words: []string{"reason", "content", "salt"},
		}},
		from: "ledger r", since: "r.at", numbered: true, where: "r.number IS NOT NULL AND r.salt IS NOT NULL AND r.act <> '" + domain.LedgerErase + "'",
	}}},
	{domain.RecordPerson, []recordPlace{
		{
			tables: []recordTable{{
				name: "people", key: []string{"id"}, record: "id", at: "joined_at", people: []personColumn{{name: "id", owner: true}, {name: "manager"}},
				others: []string{"slack_id", "team_id", "email_key", "name_key", "first_key", "handle_key"}, mine: mineBy("id"),
			}},
			from: "people r", since: "r.left_at", where: "r.left_at IS NOT NULL AND r.erased_at IS NULL",
		},
		{tables: []recordTable{{name: "offices", key: []string{"office", "slack_id"}, others: []string{"slack_id"}}}},
	}},
	{domain.RecordPriority, []recordPlace{
		{tables: []recordTable{{name: "priority_lists", key: []string{"version"}, people: others("author"), others: []string{"told"}, at: "at"}}},
		{tables: []recordTable{{
			name: "priorities", key: []string{"list", "place"}, people: others("owner"), others: []string{"id"}, words: []string{"text"},
		}}},
	}},
	{domain.RecordPolicy, []recordPlace{
		{tables: []recordTable{{name: "policies", key: []string{"version"}, people: others("author"), at: "at"}}},
		{tables: []recordTable{{name: "organisation", key: []string{"one"}, others: []string{"team_id", "enterprise_id"}, at: "at"}}},
		{tables: []recordTable{{
			name: "retention_runs", key: []string{"id"}, people: others("seen_by", "yes_by", "second_by", "ended_by"), others: []string{"id", "row_id"},
		}}},
		{tables: []recordTable{{name: "retention_counts", key: []string{"run", "type", "country"}, others: []string{"run"}}}},
	}},
	{domain.RecordSight, []recordPlace{
		{
			tables: []recordTable{own("sights", "person", "at", "person", "record", "version").with(nil, []string{"record"}, nil)},
			from:   "sights r", since: "r.at",
		},
		{
			tables: []recordTable{own("packets", "person", "at").with(others("maker"), nil, []string{"reason"})},
			from:   "packets r", since: "r.at", words: true,
		},
	}},
	{domain.RecordErasure, []recordPlace{{
		// What was asked, by whom, and that it was done outlives the person.
		tables: []recordTable{{
			name: "erasures", key: []string{"id"}, record: "id", at: "at", people: others("person", "asked_by", "yes_by"), words: []string{"reason"},
		}},
		from: "erasures r", since: "r.ended_at", where: "r.ended_at IS NOT NULL", words: true,
	}}},
	{domain.RecordHold, []recordPlace{{
		tables: []recordTable{{
			name: "holds", key: []string{"id"}, record: "id", at: "at", people: others("person", "set_by", "lifted_by"), others: []string{"item"}, words: []string{"reason"},
		}},
		from: "holds r", since: "r.ends", day: true, words: true,
	}}},
	{domain.RecordSight, []recordPlace{{
		tables: []recordTable{own("sights", "person", "at", "person", "record", "version").with(nil, []string{"record"}, nil)},
		from:   "sights r", since: "r.at",
	}}},
	{domain.RecordAsk, []recordPlace{
		{
			tables: []recordTable{own("asks", "person", "at").with(nil, []string{"subject"}, nil)},
			below:  [][2]string{{"card_asks", "ask"}}, from: "asks r", since: "r.at", where: "r.state NOT IN ('waiting', 'told')",
		},
		{
			tables: []recordTable{own("cards", "person", "at"), {name: "card_asks", key: []string{"card", "ask"}, record: "card", others: []string{"card", "ask"}}},
			from:   "cards r", since: "r.at",
		},
		{tables: []recordTable{own("ask_log", "person", "at", "person", "at").with(nil, []string{"subject"}, nil)}, from: "ask_log r", since: "r.at"},
		{tables: []recordTable{own("ask_weeks", "person", "", "person", "week")}, from: "ask_weeks r", since: "r.week", day: true},
		{tables: []recordTable{own("coached", "person", "at", "person", "card")}, from: "coached r", since: "r.at"},
		{tables: []recordTable{own("allowances", "person", "", "person", "day")}, from: "allowances r", since: "r.day", day: true},
		{tables: []recordTable{own("thanked", "person", "at", "person")}},
		{
			tables: []recordTable{own("priority_questions", "asker", "", "priority", "asker", "day").with(nil, []string{"priority"}, nil)},
			from:   "priority_questions r", since: "r.day", day: true,
		},
	}},
	{domain.RecordMessage, []recordPlace{
		{
			tables: []recordTable{own("outbox", "recipient", "at", "seq").goingWhen("deed <> 'delete' AND state NOT IN ('waiting', 'sending')").with(nil, []string{"lane", "queued", "channel", "subject"}, nil)},
			from:   "outbox r", since: "r.ended_at", where: "r.state IN ('sent', 'dropped')",
		},
		{tables: []recordTable{own("letters", "person", "at", "seq").with(nil, []string{"subject"}, nil)}, from: "letters r", since: "r.at"},
		{tables: []recordTable{{name: "lanes", key: []string{"lane"}, others: []string{"lane"}}}},
	}},
	{domain.RecordTrace, []recordPlace{
		{
			tables: []recordTable{own("requests", "actor", "at", "actor", "key").with(nil, []string{"key", "subject"}, nil)},
			from:   "requests r", since: "r.at",
		},
		{tables: []recordTable{{name: "sweeps", key: []string{"name"}, others: []string{"name"}}}},
	}},
}
