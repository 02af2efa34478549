package bot

// Priorities.
const (
	CommandPriorities = "/rapport priorities"

	PressPriorities      = "priority.list"
	PriorityView         = "priority.show"
	PressPriorityAsk     = "priority.ask"          // value is the priority
	PressPriorityWrite   = "priority.write"        // a link to the DM with the other
	PressPriorityPublish = "priority.open_publish" // value is the key of the period
	PriorityForm         = "priority.publish"      // subject is the key of the period
	FieldPriorityText    = "text_"                 // and the place, from 1
	FieldPriorityOwner   = "owner_"
)
