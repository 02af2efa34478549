package bot

// Single cases, explained.
const (
	CommandWhy = "/rapport why"
	WhyView    = "explain.show"
)
