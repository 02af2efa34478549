package bot

// Every id by which Slack names something of ours stands here, as noun.verb, those
// of the own file and of packets in dossier_ids.go.
// Ids are written into messages that stay in Slack, so a shipped one is never
// renamed or used for something else.

// Events.
const (
	EventHomeOpened    = "app_home_opened"
	EventDirectMessage = "message.im"    // what a person typed to Rapport
	EventOtherMessage  = "message.other" // edits, joins, posts of apps
	EventJoined        = "team_join"     // somebody got an account
	EventUserChanged   = "user_change"   // an account was changed, closed or opened again
	EventGroupChanged  = "subteam_updated"
)

// Events about the app itself and the channels that the policy names.
const (
	EventUninstalled     = "app_uninstalled"
	EventTokensRevoked   = "tokens_revoked"
	EventChannelArchived = "channel_archive"
	EventGroupArchived   = "group_archive"
	EventChannelChanged  = "channel_id_changed"
	EventMemberJoined    = "member_joined_channel"
)

// Rapport itself.
const (
	CommandRapport     = "/rapport"
	CommandRapportHelp = "/rapport help"
	PressHelp          = "help.open"
	NoticeView         = "notice.show" // a modal that says one thing
	LoadingView        = "loading.show"
)

// Kudos.
const (
	CommandKudos         = "/kudos"
	CommandKudosHelp     = "/kudos help"
	CommandKudosReceived = "/kudos received"
	CommandKudosGiven    = "/kudos given"
	CommandKudosUndo     = "/kudos undo"

	ShortcutKudos   = "kudos.thank"         // global
	ShortcutMessage = "kudos.thank_message" // on a message
	PressKudosForm  = "kudos.open"          // Home, help, usage: opens the form, value is a draft or empty

	KudosForm        = "kudos.give"
	FieldKudosPeople = "recipients"
	FieldKudosText   = "text"
	FieldKudosValues = "values"
	FieldKudosReach  = "reach"

	PressKudosSend  = "kudos.send"  // yes, send; value is a draft
	PressKudosUndo  = "kudos.undo"  // on the receipt
	PressKudosWords = "kudos.words" // opens "Say what for"
	KudosWordsForm  = "kudos.add_words"
	PressKudosMore  = "kudos.more" // the next page of a list
	PressKudosAll   = "kudos.all"  // on Home: the list in a modal; value is which

	PressKudosJoin   = "kudos.join"
	PressKudosReply  = "kudos.reply" // a link to the DM with the giver
	PressKudosSettle = "kudos.settle"
	PressKudosManner = "kudos.manner" // in the settings
	KudosMannerForm  = "kudos.prefer"
	FieldKudosManner = "manner"

	ShortcutWrong    = "kudos.wrong" // on a message: take it back, or whom to ask
	KudosCiteForm    = "kudos.cite"
	FieldKudosCites  = "cites"
	KudosRetractForm = "kudos.retract"
	FieldKudosReason = "reason"
)

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

// Concerns.
const (
	PressConcern       = "concern.open" // value is the item, a colon, its id
	ConcernForm        = "concern.raise"
	FieldConcernText   = "text"
	PressConcernRead   = "concern.read" // value is the concern
	ConcernView        = "concern.show"
	ConcernAnswerForm  = "concern.answer"
	FieldConcernAnswer = "text"
)

// Looking at somebody's record with a reason.
const (
	CommandOpened = "/rapport opened"
	PressOpened   = "access.opened"
	OpenedView    = "access.list"

	PressSheet         = "access.look" // value is the sheet, a colon, the person
	AccessForm         = "access.ask"  // subject is the person
	FieldAccessReason  = "reason"
	FieldAccessHold    = "hold_until"
	FieldAccessHoldWhy = "hold_why"
	PressAccess        = "access.open" // value is the access, as in what follows
	AccessView         = "access.show"
	AccessAnswerForm   = "access.answer"
	FieldAccessAnswer  = "answer"
	FieldAccessWhy     = "why"
	PressAccessEnd     = "access.end"
)

// Conversations.
const (
	CommandCheckin     = "/checkin"
	CommandCheckinHelp = "/checkin help"
	CommandCheckinAsk  = "/checkin ask"

	PressTalkPrepare = "conversation.prepare"
	PressTalkType    = "conversation.type" // while typing; value is the text so far
	PrepareForm      = "conversation.share"
	PressTalkFacts   = "conversation.facts"
	PressTalkMore    = "conversation.choose" // the menu beside Prepare
	PressTalkElse    = "conversation.else"   // the card's menu

	PressTalkRead     = "conversation.read"
	PressTalkPlan     = "conversation.plan"
	PlanForm          = "conversation.set_day"
	HeldForm          = "conversation.say_held"
	PressTalkHeldYes  = "conversation.held_yes"
	PressTalkHeldNo   = "conversation.held_no"
	LeaveOutForm      = "conversation.leave_out"
	PressTalkLeaveYes = "conversation.leave_yes"
	PressTalkLeaveNo  = "conversation.leave_no"
	PressTalkRest     = "conversation.rest"

	PressTalkRecord  = "conversation.summarise"
	RecordForm       = "conversation.record"
	PressTalkConfirm = "conversation.open_confirm"
	ConfirmForm      = "conversation.confirm"
	PressPromiseKept = "promise.keep"

	PressTalkAsk  = "conversation.open_ask"
	TalkAskForm   = "conversation.ask"
	PressTalkTeam = "conversation.team"
	TalkView      = "conversation.show"
	PressNotes    = "note.open"
	NotesForm     = "note.write"

	FieldTalkProposal   = "proposal"
	FieldTalkDay        = "on"
	FieldTalkTime       = "at"
	FieldTalkWhy        = "why"
	FieldTalkManner     = "thanked"
	FieldTalkWith       = "with"
	FieldTalkAbout      = "about"
	FieldTalkSummary    = "text"
	FieldTalkServes     = "serves"
	FieldTalkWorth      = "worth"
	FieldTalkRight      = "right"
	FieldTalkAdded      = "added"
	FieldMyPromise      = "promise"
	FieldMyPromiseBy    = "promise_by"
	FieldTheirPromise   = "their_promise"
	FieldTheirPromiseBy = "their_promise_by"
	FieldNote           = "text"
)

// Home and policy.
const (
	PressSent   = "home.sent"
	SentView    = "home.show_sent" // what I was sent, or everybody
	PressAskAll = "ask.all"
	AskAllView  = "ask.all_view"
	PressPolicy = "policy.open"
	PolicyForm  = "policy.change"
	PolicyView  = "policy.show"

	PressSentFigures = "home.sent_figures" // the people team's counts
	PressRhythms     = "policy.rhythms"
	RhythmsView      = "policy.show_rhythms"

	FieldPolicyChannel  = "channel"
	FieldPolicyValues   = "values"
	FieldPolicyCadence  = "cadence"
	FieldPolicyStart    = "start"
	FieldPolicyEmployee = "employee_prompts"
	FieldPolicyManager  = "manager_prompts"
	FieldPolicyTeam     = "members"
	FieldPolicyDigest   = "digest_channel"
	FieldPolicyWeekday  = "digest_weekday"
	FieldPolicyTime     = "digest_time"
	FieldPolicyZone     = "digest_zone"
)

// First contact and who sees what.
const (
	CommandRapportPrivacy = "/rapport privacy"
	CommandRapportQuieter = "/rapport quieter"
	CommandRapportUsual   = "/rapport usual"

	PressPrivacy = "privacy.open"
	PrivacyView  = "privacy.show"
	PressQuieter = "ask.quieter"
	PressUsual   = "ask.usual"
)

// Settings.
const (
	CommandRapportSettings = "/rapport settings"

	PressSettings = "settings.open"
	SettingsView  = "settings.show"
)

// Digest.
const (
	PressDigestAct   = "digest.open_act" // value is the kind of fact, a colon, the digest
	DigestActForm    = "digest.act"
	PressDigestPairs = "digest.pairs"
	PressDigestMore  = "digest.figures"
	PressDigestNow   = "digest.now"
)

// Reporting lines.
const (
	PressLineWork   = "reporting.work" // the people team's list
	LineWorkForm    = "reporting.looked"
	PressLineAssign = "reporting.open_assign" // value is the person
	LineAssignForm  = "reporting.assign"
	PressLineTop    = "reporting.top" // value is the person
	PressLineOpen   = "reporting.open_choose"
	LineChooseForm  = "reporting.choose"
	PressLineYes    = "reporting.yes" // value is the person
	PressLineNo     = "reporting.no"
	PressRecords    = "conversation.records" // value is the employee
	FieldManager    = "manager"
	FieldManagerOn  = "from"
)

// Goals.
const (
	CommandGoals        = "/goals"
	CommandGoalsHelp    = "/goals help"
	CommandGoalsNew     = "/goals new"
	CommandGoalsTeam    = "/goals team"
	CommandGoalsCompany = "/goals company"

	PressGoals      = "goal.list"
	PressGoalNew    = "goal.new" // value is whose, empty for who presses
	PressGoalEdit   = "goal.edit"
	GoalForm        = "goal.save"
	PressGoalUpdate = "goal.update"
	GoalNewsForm    = "goal.tell"
	PressGoalSame   = "goal.same"
	PressGoalOpen   = "goal.open"
	GoalView        = "goal.show"
	PressGoalClose  = "goal.open_close"
	GoalCloseForm   = "goal.close"

	PressGoalAgree   = "goal.agree" // value is the proposal, as in what follows
	PressGoalDecline = "goal.open_decline"
	GoalDeclineForm  = "goal.decline"
	PressGoalBack    = "goal.take_back"

	FieldGoalTitle      = "title"
	FieldGoalMeasure    = "measure"
	FieldGoalUnit       = "unit"
	FieldGoalStart      = "start"
	FieldGoalTarget     = "target"
	FieldGoalSteps      = "milestones"
	FieldGoalDue        = "due"
	FieldGoalWhy        = "why"
	FieldGoalParent     = "parent"
	FieldGoalWeight     = "weight"
	FieldGoalDimension  = "dimension"
	FieldGoalStandard   = "standard"
	FieldGoalLevel      = "level"
	FieldGoalValue      = "value"
	FieldGoalDone       = "done"
	FieldGoalConfidence = "confidence"
	FieldGoalNext       = "next"
	FieldGoalEnding     = "ending"
	FieldGoalLesson     = "lesson"
	FieldGoalReason     = "reason"
	FieldGoalAnswer     = "answer"
	FieldGoalServes     = "serves"
	FieldGoalPriority   = "priority"
)

// Expectations.
const (
	CommandExpectations = "/rapport expectations"

	PressExpected    = "expectation.open" // value is the person, empty for who presses
	ExpectedView     = "expectation.show"
	PressPurpose     = "expectation.open_serve"
	PurposeForm      = "expectation.serve"
	PressPurposeSame = "expectation.keep"
	FieldPurpose     = "purpose"

	PressCited       = "expectation.cited"      // value is the person
	PressAdapt       = "expectation.open_adapt" // value is the person, a colon, what it is about or nothing
	AdaptForm        = "expectation.propose"
	FieldAdaptKind   = "kind"
	FieldAdaptWhy    = "why"
	PressAdaptAgree  = "expectation.agree"       // value is the proposal, a colon, its version
	PressAdaptAnswer = "expectation.open_answer" // value is the proposal
	AdaptAnswerForm  = "expectation.answer"
	FieldAdaptAnswer = "answer"
	PressAdaptBack   = "expectation.take_back" // value is the proposal
	PressDiffering   = "expectation.differing" // value is the profile, a colon, the person behind whom the page begins

	PressRoles     = "expectation.roles" // for the people team; value is the role behind which the page begins
	RolesView      = "expectation.list_roles"
	PressRole      = "expectation.open_role" // value is the profile
	RoleView       = "expectation.show_role"
	PressRoleStart = "expectation.open_start" // value is the role's name, or empty
	RoleStartForm  = "expectation.start_role"
	PressRoleFrame = "expectation.open_frame" // value is the profile
	RoleFrameForm  = "expectation.frame"
	PressRoleItem  = "expectation.open_item" // value is the profile, a colon, the expectation or nothing
	RoleItemForm   = "expectation.item"
	PressRoleKPI   = "expectation.open_kpi" // value is the profile, a colon, the figure or nothing
	RoleKPIForm    = "expectation.kpi"

	FieldRole          = "role"
	FieldRoleTemplate  = "template"
	FieldRoleOutcomes  = "outcomes"
	FieldRoleProcesses = "processes"
	FieldRoleImpact    = "impact"
	FieldRoleLevels    = "levels"
	FieldRoleRetired   = "retired"
	FieldDimension     = "dimension"
	FieldExpectation   = "text"
	FieldLeaveOut      = "out"
	FieldKPIName       = "name"
	FieldKPIUnit       = "unit"
	FieldKPITarget     = "target"
	FieldKPIStandard   = "standard"
)

// Absences, and what arrives meanwhile.
const (
	CommandAway = "/rapport away"
	CommandBack = "/rapport back"

	PressAway        = "absence.open"     // value is the person, empty for who presses
	AwayForm         = "absence.set"      // subject is the person
	PressAwayOff     = "absence.call_off" // value is the absence
	PressAwayYes     = "absence.yes"      // value is the last day
	PressAwayNo      = "absence.no"
	PressLetters     = "absence.letters"
	LettersView      = "absence.show_letters"
	PressLettersRead = "absence.read" // value is the last one shown

	FieldAwayFrom  = "from"
	FieldAwayUntil = "until"
)

// Own working time, pauses of the practice, and the arrangement of a person.
const (
	CommandHours      = "/rapport hours"
	PressHours        = "hours.open"
	HoursForm         = "hours.set"
	FieldHoursDays    = "days"
	FieldHoursFrom    = "hours_from"
	FieldHoursUntil   = "hours_until"
	FieldHoursExactly = "exactly"

	PressPause      = "pause.open"
	PauseForm       = "pause.ask"
	PauseSureForm   = "pause.start"
	PressPauseEnd   = "pause.lift" // value is the pause
	FieldPauseScope = "scope"
	FieldPauseUntil = "until"

	CommandPerson    = "/rapport person"
	PressPersonFind  = "person.find"
	PersonFindForm   = "person.choose"
	PersonView       = "person.show"
	FieldPersonWho   = "who"
	PressPartner     = "partner.open" // value is the employee
	PartnerForm      = "partner.name"
	FieldPartner     = "partner"
	PressPartnerYes  = "partner.yes"
	PressPartnerNo   = "partner.no"
	PressPartnerWait = "partner.wait"
	PressPartnerTalk = "partner.talk" // with who steps in, after all
	PressPeer        = "partner.open_peer"
	PeerForm         = "partner.peer"
	PressPartnerLine = "partner.line" // the line manager again; value is the employee

	PressLeaving        = "person.open_leaving" // value is the person
	LeavingForm         = "person.leave"
	FieldLeaves         = "leaves"
	FieldLeavesHow      = "leaves_how"
	PressPart           = "person.open_part" // value is the person
	PartForm            = "person.take_part"
	FieldPartContractor = "contractor"
	FieldPartTakes      = "takes_part"
)
