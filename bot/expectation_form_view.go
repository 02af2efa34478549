package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// purposeForm asks how the own role serves the company.
func purposeForm(v *sentence.Voice, e domain.Expected, meta Metadata) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(blockkit.Bold(blockkit.User(e.Role.Role)))}
	if e.Role.Impact != "" {
		blocks = append(blocks, blockkit.Section(blockkit.User(e.Role.Impact)))
	}
	if first := prioritiesLine(v, e.Priorities); !first.Empty() {
		blocks = append(blocks, blockkit.Section(first))
	}
	return form(v, frame{PurposeForm, "expectation.purpose_title", "rapport.save_button"}, meta, append(blocks,
		blockkit.Input(blockkit.Field{
			ID: FieldPurpose, Label: say(v, "expectation.purpose_label"),
			Element: blockkit.TextField{ID: FieldPurpose, Initial: e.Purpose.Text, Multiline: true, Max: domain.MaxPurpose},
		}),
		blockkit.Context(say(v, "expectation.purpose_readers")))...)
}
