package bot

// Every id by which Slack names something of ours is a constant, as noun.verb:
// those of a noun in the file of its name (kudos_ids.go), those of no noun here.
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
