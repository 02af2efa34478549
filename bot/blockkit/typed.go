package blockkit

import "github.com/slack-go/slack"

// TextField gives the block id of a field to type in and what stands in it; ok
// is false for every other block.
func (b Block) TextField() (id, initial string, ok bool) {
	input, element := b.textInput()
	if element == nil {
		return "", "", false
	}
	return input.BlockID, element.InitialValue, true
}

// Typed returns a field to type in with other words in it, cut to what it takes;
// every other block comes back as it is.
func (b Block) Typed(words string) Block {
	input, element := b.textInput()
	if element == nil {
		return b
	}
	limit := LimitInput
	if element.MaxLength > 0 {
		limit = element.MaxLength
	}
	field, typed := *input, *element
	typed.InitialValue = prefix(words, limit)
	field.Element = &typed
	b.main = &field
	if calm := b.calm; calm != nil {
		b.calm = func() Block { return calm().Typed(words) }
	}
	return b
}

func (b Block) textInput() (*slack.InputBlock, *slack.PlainTextInputBlockElement) {
	input, ok := b.main.(*slack.InputBlock)
	if !ok {
		return nil, nil
	}
	element, _ := input.Element.(*slack.PlainTextInputBlockElement)
	return input, element
}
