package bot

// Fairness and the mirror.
const (
	PressFairness = "fairness.open"
	FairnessView  = "fairness.show"
	CommandMirror = "/rapport mirror"
	PressMirror   = "mirror.open"
	MirrorView    = "mirror.show"
)
