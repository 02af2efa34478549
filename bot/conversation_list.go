package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// openRecords shows what was agreed before with an employee, also with a former
// manager.
func (b *Bot) openRecords(ctx context.Context, req Request) (Reply, error) {
	list, err := b.talks.Records(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Open(recordsView(req.Voice, list)), nil
}

// recordsView lists the records, newest first.
func recordsView(v *sentence.Voice, list domain.TalkRecords) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "conversation.records_intro", "Name", list.Employee.Name))}
	for _, r := range list.Records {
		c := r.Conversation
		blocks = append(blocks,
			blockkit.Header(say(v, "conversation.records_line", "Period", periodName(v, c), "Name", nameOr(v, list.People[c.Partner]))),
			blockkit.Section(blockkit.User(r.Summary.Text).Or(say(v, "conversation.only_promises"))))
		for _, p := range r.Promises {
			if p.State == domain.PromiseDropped {
				continue
			}
			blocks = append(blocks, blockkit.Context(blockkit.Weave(v.Say("conversation.promise_of", "Name", nameOr(v, list.People[p.Who]), "What", blockkit.Slot(0)), blockkit.User(p.What))))
		}
		if r.Summary.Added != "" {
			blocks = append(blocks, blockkit.Context(say(v, "conversation.added_by", "Name", nameOr(v, list.People[c.Other(r.Summary.Author)]))), blockkit.Quote(blockkit.User(r.Summary.Added)))
		}
		blocks = append(blocks, blockkit.Context(say(v, recordState(r.Summary), "Name", nameOr(v, list.People[r.Summary.Author]))))
	}
	if len(list.Records) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "conversation.records_none")))
	}
	return blockkit.Modal{ID: TalkView, Title: say(v, "conversation.records_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}
