package bot

// Erasing somebody who has left.
const (
	PressErasure     = "erasure.open"
	ErasureFindForm  = "erasure.find"
	ErasureForm      = "erasure.ask"
	PressErasureLook = "erasure.look" // value is the erasure, as in what follows
	PressErasureYes  = "erasure.yes"
	ErasureView      = "erasure.show"
	FieldErasureName = "name"
	FieldErasureWhy  = "reason"
)
