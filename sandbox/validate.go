package sandbox

const markdownLimit = 12000

type problem struct{ pointer, message, code string }

func messagesOf(ps []problem) []string {
	var out []string
	for _, p := range ps {
		out = append(out, "[ERROR] "+p.message+" [json-pointer:"+p.pointer+"]")
	}
	return out
}
func validateView(source object, want, at string) []problem { return nil }
func validateMessage(blocks []any, at string) []problem     { return nil }
func validateOptions(payload object) []problem              { return nil }
func validateBlocks(c *call) (object, error)                { return nil, nil }
