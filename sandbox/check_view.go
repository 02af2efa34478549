package sandbox

// validateMessage checks the blocks of a message.
func (w *Workspace) validateMessage(blocks []any, at string) []problem {
	c := newChecker(onMessage, w.granted)
	c.blocks(blocks, at)
	return c.problems
}

// validateView checks a view. want is the type that the method shows, "" for
// either.
func (w *Workspace) validateView(source object, want, at string) []problem {
	kind := textOf(source, "type")
	c := newChecker(onModal, w.granted)
	switch {
	case source == nil:
		c.failf(at, "missing required field: view")
		return c.problems
	case kind != modalView && kind != homeView, want != "" && kind != want:
		c.failf(at+"/type", "unsupported type: %s", kind)
		return c.problems
	case kind == homeView:
		c.on = onHome
	}
	c.view(source, at)
	return c.problems
}

func (c *checker) view(v object, at string) {
	keys := []string{"blocks", "private_metadata", "callback_id", "external_id"}
	c.str(v, at, "private_metadata", length{0, 3000})
	c.str(v, at, "callback_id", length{0, idLimit})
	c.str(v, at, "external_id", length{0, idLimit})
	if c.on == onModal {
		keys = append(keys, "title", "submit", "close", "clear_on_close", "notify_on_close")
		c.text(v, at, "title", textRule{most: 24, plain: true})
		c.text(v, at, "submit", textRule{most: 24, plain: true, optional: true})
		c.text(v, at, "close", textRule{most: 24, plain: true, optional: true})
		c.boolean(v, at, "clear_on_close", "notify_on_close")
	}
	c.only(v, at, keys...)
	if _, ok := v["blocks"]; !ok {
		c.failf(at, "missing required field: blocks")
	}
	c.blocks(c.list(v, at, "blocks", length{0, viewBlocks}), at+"/blocks")
	if c.on == onModal && c.inputs > 0 && v["submit"] == nil {
		c.failf(at, "missing required field: submit, which views with input blocks need")
	}
}

// validateBlocks is blocks.validate: exactly one of blocks, view and message,
// of at most 100,000 characters. It does not miss a message's text.
func validateBlocks(c *call) (object, error) {
	const most = 100000
	given := 0
	for _, key := range []string{"blocks", "view", "message"} {
		if c.args.has(key) {
			given++
		}
		if len(c.args.text(key)) > most {
			return nil, refuse("invalid_arguments")
		}
	}
	if given != 1 {
		return nil, refuse("invalid_arguments")
	}
	code, problems, err := c.validate()
	if err != nil {
		return nil, refuse("invalid_arguments")
	}
	if len(problems) == 0 {
		return object{}, nil
	}
	list := []object{}
	for _, p := range problems {
		list = append(list, object{"pointer": p.pointer, "code": p.code, "message": p.message})
	}
	return nil, &fail{code: code, extra: object{"errors": list}}
}

func (c *call) validate() (code string, problems []problem, err error) {
	var v any
	switch {
	case c.args.has("blocks"):
		v, err = c.args.json("blocks")
		list, ok := v.([]any)
		if !ok {
			return "invalid_blocks", []problem{{pointer: "", code: "invalid_type", message: "must be an array"}}, err
		}
		return "invalid_blocks", c.w.validateMessage(list, ""), err
	case c.args.has("message"):
		v, err = c.args.json("message")
		o, _ := v.(object)
		return "invalid_message", c.w.validateMessage(listOf(o, "blocks"), "/blocks"), err
	}
	v, err = c.args.json("view")
	o, _ := v.(object)
	return "invalid_view", c.w.validateView(o, "", ""), err
}
