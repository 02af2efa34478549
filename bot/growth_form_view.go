package bot

import (
	"strconv"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// growthForm asks for an item. What the people team recommends comes first, then the
// person's own.
func growthForm(v *sentence.Voice, i domain.PlanItem, serves domain.ID, places domain.PlanPlaces, meta Metadata) blockkit.Modal {
	title, link := i.Source.Title, i.Source.Link
	if i.Source.Listed != "" {
		title, link = "", ""
	}
	lines := func(id, label, initial string) blockkit.Block {
		return blockkit.Input(blockkit.Field{ID: id, Label: say(v, label), Optional: true, Element: blockkit.TextField{ID: id, Initial: initial, Multiline: true, Max: domain.MaxPlanText}})
	}
	blocks := []blockkit.Block{
		blockkit.Input(roleText(v, FieldGrowthWhat, "growth.what_label", i.What, domain.MaxPlanTitle)),
		lines(FieldGrowthWhy, "growth.why_label", i.Why),
	}
	if len(places.Serves) > 0 {
		blocks = append(blocks, growthChoice(v, FieldGrowthServes, "goal.serves_label", parentOr(serves), servesOptions(v, places.Serves)))
	}
	if len(places.Sources) > 0 {
		blocks = append(blocks, growthChoice(v, FieldGrowthListed, "growth.listed_label", parentOr(domain.ID(i.Source.Listed)), sourceOptions(v, places.Sources)))
	}
	blocks = append(blocks,
		blockkit.Input(leftEmpty(roleText(v, FieldGrowthTitle, "growth.own_label", title, domain.MaxSourceTitle))),
		blockkit.Input(leftEmpty(roleText(v, FieldGrowthLink, "growth.link_label", link, domain.MaxSourceLink))),
		lines(FieldGrowthSteps, "growth.steps_label", i.Steps),
		blockkit.Input(costField(v, i.Source.Cost, places)),
		blockkit.Input(leftEmpty(roleText(v, FieldGrowthDays, "growth.days_label", countOr(i.Source.Days), 0))),
		blockkit.Input(blockkit.Field{ID: FieldGrowthDue, Label: say(v, "goal.due_label"), Element: blockkit.DateField{ID: FieldGrowthDue, Initial: i.Due.String()}}),
		blockkit.Context(say(v, "growth.readers_mine")))
	return form(v, frame{GrowthForm, "growth.title", "rapport.save_button"}, meta, blocks...)
}

// costField asks what it costs, with its currency or in the usual one.
func costField(v *sentence.Voice, cost domain.Money, places domain.PlanPlaces) blockkit.Field {
	f := leftEmpty(roleText(v, FieldGrowthCost, "growth.cost_label", "", 0))
	if cost.Minor > 0 {
		f = leftEmpty(roleText(v, FieldGrowthCost, "growth.cost_label", cost.String(), 0))
	}
	f.Hint = say(v, "growth.cost_hint")
	if places.Usual != "" {
		f.Hint = say(v, "growth.cost_usual_hint", "Currency", string(places.Usual))
	}
	return f
}

func countOr(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func growthChoice(v *sentence.Voice, id, label, initial string, options []blockkit.Option) blockkit.Block {
	return blockkit.Input(blockkit.Field{ID: id, Label: say(v, label), Optional: true, Element: blockkit.Select{ID: id, Options: options, Initial: initial, Placeholder: say(v, "goal.choose")}})
}

// sourceOptions are what the list has, each with what it takes and what it is for.
func sourceOptions(v *sentence.Voice, list []domain.Offered) []blockkit.Option {
	options := []blockkit.Option{{Value: noParent, Label: say(v, "growth.own_option")}}
	for _, o := range list {
		options = append(options, blockkit.Option{
			Value: o.Source.Listed, Label: blockkit.Name(o.Source.Title), Description: blockkit.Name(o.Expectation.Text),
		})
	}
	return options
}

// growthTellForm asks how it goes.
func growthTellForm(v *sentence.Voice, i domain.PlanItem, meta Metadata) blockkit.Modal {
	id := string(i.ID)
	return form(v, frame{GrowthTellForm, "growth.tell_title", "rapport.save_button"}, meta,
		blockkit.Section(blockkit.Bold(blockkit.User(i.What))),
		blockkit.Input(blockkit.Field{
			ID: FieldGrowthConfidence, Label: say(v, "goal.confidence_label"),
			Element: blockkit.Radio{ID: FieldGrowthConfidence, Initial: string(i.Confidence), Options: labelled(v, string(domain.OnTrack), "goal.confidence_on_track", string(domain.AtRisk), "goal.confidence_at_risk", string(domain.OffTrack), "goal.confidence_off_track")},
		}),
		growthTextField(v, "growth.news_label", true),
		blockkit.Actions(button(v, PressGrowthOpen, id, "rapport.open_button"), button(v, PressGrowthEnd, id, "growth.end_button")))
}

func growthTextField(v *sentence.Voice, label string, optional bool) blockkit.Block {
	return blockkit.Input(blockkit.Field{ID: FieldGrowthText, Label: say(v, label), Optional: optional, Element: blockkit.TextField{ID: FieldGrowthText, Multiline: true, Max: domain.MaxPlanText}})
}

// growthEndForm asks how it ended and what was learned.
func growthEndForm(v *sentence.Voice, i domain.PlanItem, meta Metadata) blockkit.Modal {
	return form(v, frame{GrowthEndForm, "growth.end_title", "growth.end_button"}, meta,
		blockkit.Section(blockkit.Bold(blockkit.User(i.What))),
		blockkit.Input(blockkit.Field{
			ID: FieldGrowthEnding, Label: say(v, "goal.ending_label"),
			Element: blockkit.Radio{ID: FieldGrowthEnding, Options: labelled(v, string(domain.PlanFinished), "growth.finished_option", string(domain.PlanDropped), "growth.dropped_option")},
		}),
		blockkit.Input(leftEmpty(roleText(v, FieldGrowthReason, "growth.reason_label", "", domain.MaxPlanReason))),
		blockkit.Input(leftEmpty(roleText(v, FieldGrowthLesson, "goal.lesson_label", "", domain.MaxPlanReason))))
}

// growthSupportForm is the yes of the manager; the plan stays the person's.
func growthSupportForm(v *sentence.Voice, d domain.PlanDetail, meta Metadata) blockkit.Modal {
	return form(v, frame{GrowthSupportForm, "growth.support_title", "growth.support_button"}, meta,
		blockkit.Section(growthLine(v, d.PlanList, d.Item())),
		growthTextField(v, "growth.support_label", true),
		blockkit.Context(say(v, "growth.support_readers", "Name", nameOr(v, d.Person))))
}

// growthCommentForm asks for a word on an item.
func growthCommentForm(v *sentence.Voice, d domain.PlanDetail, meta Metadata) blockkit.Modal {
	return form(v, frame{GrowthCommentForm, "growth.comment_title", "growth.comment_submit"}, meta,
		blockkit.Section(growthLine(v, d.PlanList, d.Item())),
		growthTextField(v, "growth.comment_label", false),
		blockkit.Context(growthReaders(v, d.PlanList)))
}
