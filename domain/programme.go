package domain

// The actions around the programme as a whole; their rows stand in the one Table.

// The actions around what the company puts first.
const (
	ReadPriorities    Action = "priority.read"
	PublishPriorities Action = "priority.publish"
	AskAboutPriority  Action = "priority.ask" // tell the owner that there is a question
)

// The actions around the cards of one minute for those who lead people.
const (
	ReadCoaching  Action = "coaching.read"
	CountCoaching Action = "coaching.count" // how many did the cards that are asked for
)

// The actions around how evenly the practice reaches people.
const (
	ReadFairness  Action = "fairness.read"
	ReadScorecard Action = "scorecard.read"
	ReadMirror    Action = "mirror.read" // how the own attention is spread
)
