package bot

import (
	"context"
	"strconv"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// sourceFields are the fields of the form for the list, four for each entry.
func sourceFields() []string {
	var fields []string
	for i := range domain.MaxSources {
		for _, name := range []string{FieldSourceTitle, FieldSourceLink, FieldSourceCost, FieldSourceDays} {
			fields = append(fields, sourceField(name, i))
		}
	}
	return fields
}

func sourceField(name string, i int) string { return name + "_" + strconv.Itoa(i+1) }

// areaRoutes are what the people team sees of growth, and its list of sources.
func (b *Bot) areaRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandGrowthAreas, Alone: true, Speed: Opening, Handle: b.openAreas},
		{Kind: Press, ID: PressAreas, Speed: Opening, Handle: b.openAreas},
		{Kind: Press, ID: PressSources, Speed: Opening, Handle: b.openSources},
		{Kind: Press, ID: PressSourceList, Speed: Opening, Handle: b.openSourceList},
		{Kind: Submit, ID: SourceListForm, Speed: Doing, Fields: sourceFields(), Handle: b.submitSourceList, Again: b.openSourceList},
	}
}

func (b *Bot) openAreas(ctx context.Context, req Request) (Reply, error) {
	areas, err := b.growth.Areas(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(areasView(req.Voice, areas)), nil
}

// sourceViews lead to each other in one place.
var sourceViews = append([]string{SourcesView, SourceListForm}, roleViews...)

func (b *Bot) openSources(ctx context.Context, req Request) (Reply, error) {
	return b.showSources(ctx, req, domain.ID(req.Value))
}

func (b *Bot) showSources(ctx context.Context, req Request, profile domain.ID) (Reply, error) {
	role, policy, err := b.growth.Sources(ctx, req.Person.ID, profile)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, sourceViews, sourcesView(req.Voice, role, policy.Policy.Growth)), nil
}

func (b *Bot) openSourceList(ctx context.Context, req Request) (Reply, error) {
	profile, expectation := roleEntry(req.Value)
	role, policy, err := b.growth.Sources(ctx, req.Person.ID, profile)
	if err != nil {
		return Reply{}, err
	}
	for _, e := range role.Expectations {
		if e.ID == expectation {
			meta := b.formMetadata(domain.ID(req.Value), policy.Version)
			return sameWay(req, sourceViews, sourceListForm(req.Voice, e, policy.Policy.Growth, meta)), nil
		}
	}
	return Reply{}, domain.Refuse(domain.NotFound, "expectation.gone")
}

func (b *Bot) submitSourceList(ctx context.Context, req Request) (Reply, error) {
	profile, expectation := roleEntry(string(req.Metadata.Subject))
	list, problems := readSources(req)
	if len(problems) > 0 {
		return Errors(problems), nil
	}
	if _, err := b.growth.ListSources(ctx, req.Act, req.Metadata.Version, expectation, list); err != nil {
		return Reply{}, sourceFaults(err, expectation)
	}
	return b.saved(ctx, req, func() (Reply, error) { return b.showSources(ctx, req, profile) }), nil
}

// readSources reads the form; days that are no number are told under their field.
func readSources(req Request) ([]domain.ListedSource, map[string]string) {
	problems := map[string]string{}
	list := make([]domain.ListedSource, domain.MaxSources)
	for i := range list {
		text := func(name string) string { return req.Values.Text(sourceField(name, i)) }
		list[i] = domain.ListedSource{Title: text(FieldSourceTitle), Link: text(FieldSourceLink), Cost: text(FieldSourceCost)}
		if days := strings.TrimSpace(text(FieldSourceDays)); days != "" {
			n, err := strconv.Atoi(days)
			if list[i].Days = n; err != nil {
				problems[sourceField(FieldSourceDays, i)] = req.Voice.Say("growth.days", "Limit", domain.MaxLearningDays)
			}
		}
	}
	return list, problems
}

// sourceFaults names the form's first field of a kind in the place of the file's.
func sourceFaults(err error, expectation domain.ID) error {
	before := "growth.sources." + string(expectation)
	return renamed(err, map[string]string{
		before: sourceField(FieldSourceTitle, 0), before + ".title": sourceField(FieldSourceTitle, 0), before + ".link": sourceField(FieldSourceLink, 0),
		before + ".cost": sourceField(FieldSourceCost, 0), before + ".days": sourceField(FieldSourceDays, 0),
		"growth.sources": sourceField(FieldSourceTitle, 0),
	})
}

// areasView shows what many in a role want to learn.
func areasView(v *sentence.Voice, a domain.LearningAreas) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "growth.areas_intro", "From", v.Date(a.From), "To", v.Date(a.Before.AddDays(-1)), "Least", a.Least))}
	if len(a.Roles) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "growth.areas_none", "Least", a.Least)))
	}
	for _, role := range a.Roles {
		blocks = append(blocks, blockkit.Header(blockkit.User(role.Role)))
		for _, area := range role.Areas {
			line := blockkit.User(area.Expectation.Text)
			if len(area.Helped) > 0 {
				line = blockkit.Lines(line, blockkit.Weave(v.Say("growth.areas_helped", "Titles", blockkit.Slot(0)), blockkit.User(v.List(area.Helped))))
			}
			blocks = append(blocks, blockkit.Section(line))
		}
	}
	return blockkit.Modal{ID: AreasView, Title: say(v, "growth.areas_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// sourcesView shows the list for each expectation of a role.
func sourcesView(v *sentence.Voice, role domain.RoleProfile, growth domain.GrowthPolicy) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Header(blockkit.User(role.Role)), blockkit.Context(say(v, "growth.sources_intro"))}
	for _, e := range role.Expectations {
		lines := []blockkit.Text{blockkit.Bold(blockkit.User(e.Text))}
		for _, s := range growth.Sources[string(e.ID)] {
			lines = append(lines, blockkit.User(s.String()))
		}
		if len(lines) == 1 {
			lines = append(lines, say(v, "growth.sources_none"))
		}
		blocks = append(blocks, blockkit.SectionWith(blockkit.Lines(lines...), button(v, PressSourceList, entryValue(role.ID, e.ID), "expectation.role_change_button")))
	}
	blocks = append(blocks, blockkit.Actions(button(v, PressRole, string(role.ID), "expectation.role_title")))
	return blockkit.Modal{ID: SourcesView, Title: say(v, "growth.sources_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// sourceListForm asks for what is recommended for an expectation.
func sourceListForm(v *sentence.Voice, e domain.Expectation, growth domain.GrowthPolicy, meta Metadata) blockkit.Modal {
	list := make([]domain.ListedSource, domain.MaxSources)
	copy(list, growth.Sources[string(e.ID)])
	blocks := []blockkit.Block{blockkit.Section(blockkit.Bold(blockkit.User(e.Text)))}
	for i, s := range list {
		text := func(name, initial string, label blockkit.Text, limit int) blockkit.Block {
			id := sourceField(name, i)
			return blockkit.Input(blockkit.Field{ID: id, Label: label, Optional: true, Element: blockkit.TextField{ID: id, Initial: initial, Max: limit}})
		}
		blocks = append(blocks,
			text(FieldSourceTitle, s.Title, say(v, "growth.source_title_label", "Number", i+1), domain.MaxSourceTitle),
			text(FieldSourceLink, s.Link, say(v, "growth.source_link_label"), domain.MaxSourceLink),
			text(FieldSourceCost, s.Cost, say(v, "growth.source_cost_label"), 0),
			text(FieldSourceDays, countOr(s.Days), say(v, "growth.source_days_label"), 0))
	}
	return form(v, frame{SourceListForm, "growth.sources_title", "rapport.save_button"}, meta, blocks...)
}
