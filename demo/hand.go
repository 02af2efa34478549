package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rapport/sandbox"
)

// hand is somebody at their Slack, as a scene tells it: types, presses, fills in,
// and looks whether what is shown is what should be. The first step that fails is
// kept, and those after it do nothing.
type hand struct {
	ctx  context.Context //nolint:containedctx // a scene's hand lives as long as the scene
	t    *Tale
	p    *sandbox.Person
	view *sandbox.View
	err  error
}

// at gives a member's hand for a scene.
func (t *Tale) at(ctx context.Context, handle string) *hand {
	return &hand{ctx: ctx, t: t, p: t.person(handle)}
}

// errOtherwise is a scene in which something else is shown than should be.
var errOtherwise = errors.New("something else is shown")

// errNoMessage is a scene that does not find what it is about.
var errNoMessage = errors.New("no message says so")

// step does something unless a step before has failed.
func (h *hand) step(what string, do func() error) {
	if h.err != nil {
		return
	}
	if err := do(); err != nil {
		h.err = fmt.Errorf("%s: %w", what, err)
	}
}

// types sends a command from where everybody is.
func (h *hand) types(command, text string) {
	h.step("type "+command+" "+text, func() error {
		_, err := h.p.Command(h.ctx, "general", command, text)
		return err
	})
}

// told waits for an answer to a command that this person alone sees.
func (h *hand) told(words ...string) {
	h.step("read an answer", func() error {
		_, err := h.p.AwaitEphemeral(h.ctx, "general", func(m *sandbox.Message) bool { return showsAll(m.Text(), words) })
		return err
	})
}

// sees waits until the form or view on top shows all the words.
func (h *hand) sees(words ...string) {
	h.step("look at a view", func() (err error) {
		h.view, err = h.p.AwaitModal(h.ctx, func(v *sandbox.View) bool { return showsAll(v.Text(), words) })
		if err == nil {
			return nil
		}
		if on := h.p.Modal(); on != nil {
			return fmt.Errorf("%w, not %q:\n%s", errOtherwise, words, on.Text())
		}
		if said := h.p.Ephemerals(""); len(said) > 0 {
			return fmt.Errorf("%w, not %q:\n%s", errOtherwise, words, said[len(said)-1].Text())
		}
		return fmt.Errorf("%w, not %q: %w", errOtherwise, words, err)
	})
}

// never fails where the view shows a word.
func (h *hand) never(words ...string) {
	h.step("look at a view", func() error {
		for _, word := range words {
			if strings.Contains(h.view.Text(), word) {
				return fmt.Errorf("%w: %q stands in\n%s", errOtherwise, word, h.view.Text())
			}
		}
		return nil
	})
}

// home opens Home, and waits until it shows all the words.
func (h *hand) home(words ...string) {
	h.step("open Home", func() (err error) {
		if _, err = h.p.OpenHome(h.ctx); err != nil {
			return err
		}
		h.view, err = h.p.AwaitHome(h.ctx, func(v *sandbox.View) bool { return showsAll(v.Text(), words) })
		if err != nil {
			return fmt.Errorf("%w, not %q:\n%s", errOtherwise, words, h.p.Home().Text())
		}
		return nil
	})
}

// presses uses a button of the view.
func (h *hand) presses(button string) {
	h.step("press "+button, func() error { return h.view.Click(h.ctx, button) })
}

// reads are the messages to the person, and then the answers to commands.
func (h *hand) reads() []*sandbox.Message { return append(h.p.DM(), h.p.Ephemerals("")...) }

// opens presses something in the newest message that holds all the words: of several
// that look alike the one beside the first words.
func (h *hand) opens(button string, words ...string) {
	h.step("press "+button+" in a message", func() error {
		m, err := newestOf(h.reads(), words)
		if err != nil {
			return err
		}
		var blocks []any
		for _, b := range m.Blocks {
			blocks = append(blocks, b)
		}
		if value, err := besides(blocks, words[0], button); err == nil {
			return m.Click(h.ctx, h.p, button, value)
		}
		return m.Click(h.ctx, h.p, button)
	})
}

// picks takes an option of a menu in the newest message that holds all the words.
func (h *hand) picks(option string, words ...string) {
	h.step("choose "+option+" in a message", func() error {
		m, err := newestOf(h.reads(), words)
		if err != nil {
			return err
		}
		return m.Choose(h.ctx, h.p, option)
	})
}

// row presses the button of the line of the view that holds a word: where several
// lines have the same button, that of this one.
func (h *hand) row(word, button string) {
	h.step("press "+button+" beside "+word, func() error {
		blocks, _ := h.view.JSON()["blocks"].([]any)
		value, err := besides(blocks, word, button)
		if err != nil {
			return fmt.Errorf("%w in\n%s", err, h.view.Text())
		}
		return h.view.Click(h.ctx, button, value)
	})
}

// offers waits until the line of the view that holds a word has a button.
func (h *hand) offers(word, button string) {
	h.step("wait for "+button+" beside "+word, func() (err error) {
		h.view, err = h.p.AwaitModal(h.ctx, func(v *sandbox.View) bool {
			blocks, _ := v.JSON()["blocks"].([]any)
			_, err := besides(blocks, word, button)
			return err == nil
		})
		return err
	})
}

// besides finds the value of the button of a section, or of the actions after it,
// that holds a word.
func besides(blocks []any, word, button string) (string, error) {
	here := false
	for _, b := range blocks {
		block, _ := b.(map[string]any)
		text, _ := block["text"].(map[string]any)
		if text != nil {
			here = strings.Contains(fmt.Sprint(text["text"]), word)
		}
		if !here {
			continue
		}
		elements, _ := block["elements"].([]any)
		for _, e := range append(elements, block["accessory"]) {
			element, _ := e.(map[string]any)
			label, _ := element["text"].(map[string]any)
			if label != nil && label["text"] == button {
				return fmt.Sprint(element["value"]), nil
			}
		}
	}
	return "", fmt.Errorf("%w: nothing with %q has %q", errOtherwise, word, button)
}

// fills puts values into the form, in pairs of a label and a value.
func (h *hand) fills(pairs ...any) {
	for i := 0; i+1 < len(pairs); i += 2 {
		h.step("fill in a form", func() error { return h.view.Fill(fmt.Sprint(pairs[i]), pairs[i+1]) })
	}
}

// sends gives the form in, which has to be taken.
func (h *hand) sends() {
	h.step("send a form", func() error {
		sent, err := h.view.Submit(h.ctx)
		if err != nil {
			return err
		}
		if len(sent.Errors) > 0 {
			return fmt.Errorf("%w: it is refused: %v", errOtherwise, sent.Errors)
		}
		return nil
	})
}

// refused sends the form, which has to be refused with the words.
func (h *hand) refused(words string) {
	h.step("send a form that is refused", func() error {
		sent, err := h.view.Submit(h.ctx)
		if err != nil {
			return err
		}
		for _, said := range sent.Errors {
			if strings.Contains(said, words) {
				return nil
			}
		}
		return fmt.Errorf("%w, not %q: %v", errOtherwise, words, sent.Errors)
	})
}

// closes leaves all that is open, and tells how it went.
func (h *hand) closes() error {
	if h.err == nil {
		if view := h.p.Modal(); view != nil {
			h.step("close a view", func() error { return view.Dismiss(h.ctx) })
		}
	}
	return h.err
}

// showsAll tells whether a text holds all the words.
func showsAll(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}

// newestOf is the newest message that holds all the words.
func newestOf(messages []*sandbox.Message, words []string) (*sandbox.Message, error) {
	for _, message := range slices.Backward(messages) {
		if showsAll(message.Text(), words) {
			return message, nil
		}
	}
	return nil, fmt.Errorf("look for %q: %w", words, errNoMessage)
}

// option is the first option of a menu of the form whose text holds some words: for
// one that says more than a scene knows.
func (h *hand) option(label, words string) any {
	var found any
	h.step("look into the menu "+label, func() error {
		options, err := h.view.Options(label)
		if err != nil {
			return err
		}
		for _, o := range options {
			if strings.Contains(o.Text, words) {
				found = o
				return nil
			}
		}
		return fmt.Errorf("%w: no option holds %q: %v", errOtherwise, words, options)
	})
	return found
}
