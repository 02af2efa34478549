package bot

// Feedback.
const (
	CommandFeedback     = "/feedback"
	CommandFeedbackHelp = "/feedback help"

	ShortcutFeedback        = "feedback.share"         // global
	ShortcutFeedbackMessage = "feedback.share_message" // on a message

	PressFeedbackForm    = "feedback.open" // asks for whom; value is what was typed
	FeedbackWhoForm      = "feedback.choose"
	FieldFeedbackWho     = "who"
	FeedbackForm         = "feedback.give"
	FieldFeedbackWhen    = "situation"
	FieldFeedbackDid     = "behaviour"
	FieldFeedbackEffect  = "impact"
	FieldFeedbackNext    = "next"
	FieldFeedbackGoal    = "goal"
	FieldFeedbackValue   = "value"
	FieldFeedbackReaders = "reach"

	CommandFeedbackAsk    = "/feedback ask"
	PressFeedbackAsk      = "feedback.open_ask" // value is what was typed
	FeedbackAskForm       = "feedback.ask"
	FieldFeedbackGivers   = "givers"
	FieldFeedbackQuestion = "question"
	FieldFeedbackAbout    = "about"

	PressFeedbackAnswer  = "feedback.answer" // value is the request, as in what follows
	PressFeedbackRefuse  = "feedback.open_decline"
	FeedbackDeclineForm  = "feedback.decline"
	FieldFeedbackWhy     = "why"
	PressFeedbackRequest = "feedback.request"

	PressFeedbackRead     = "feedback.read" // value is the feedback, as in what follows
	PressFeedbackWithdraw = "feedback.withdraw"
	PressFeedbackNarrow   = "feedback.narrow"
	PressFeedbackThank    = "feedback.thank"
	PressFeedbackReply    = "feedback.open_reply" // value is the kind, a colon, the feedback
	FeedbackReplyForm     = "feedback.reply"
	FieldFeedbackText     = "text"
	PressFeedbackKeep     = "feedback.keep"
	PressFeedbackOut      = "feedback.leave_out"
	FeedbackView          = "feedback.show"
	PressFeedbackList     = "feedback.list" // value is which list, a colon, the last one shown
	FeedbackListView      = "feedback.show_list"
)
