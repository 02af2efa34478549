package domain

// Relation is how the person who acts stands to a record.
type Relation string

// The relations. A person may stand in several at once.
const (
	Self          Relation = "self"           // the record is about me
	Partner       Relation = "partner"        // I hold the conversation with that person
	Manager       Relation = "manager"        // I am the person's manager
	FormerManager Relation = "former_manager" // I was
	SkipLevel     Relation = "skip_level"     // I am above the person's manager
	Author        Relation = "author"         // I wrote or gave it
	Receiver      Relation = "receiver"       // it was given to me
	Reader        Relation = "reader"         // it was shared with me, too, when it was given
	Owner         Relation = "owner"          // the fund is in my hands
	HR            Relation = "hr"             // I am of the people team, and the record is not mine nor of anybody above me
	Deputy        Relation = "deputy"         // I stand in where the people team is concerned itself
	Comparer      Relation = "comparer"       // the people team named me to compare, and it is neither about me nor about anybody above me
	SecondPerson  Relation = "second_person"  // I give the second yes
	Observer      Relation = "observer"       // works council: policy and counts, no person
	Admin         Relation = "admin"          // I run the installation
	Leader        Relation = "leader"         // I publish what the company puts first
	Colleague     Relation = "colleague"      // any active member of the organisation
	AnyGuest      Relation = "guest"          // an active guest or contractor of the organisation
)

// Action is something that permission is asked for.
type Action string

// The actions, noun.verb.
const (
	GiveKudos       Action = "kudos.give"
	ReadKudos       Action = "kudos.read"
	ReadPosted      Action = "kudos.read_posted" // in a channel
	UndoKudos       Action = "kudos.undo"
	RetractKudos    Action = "kudos.retract"
	JoinKudos       Action = "kudos.join"
	SettleKudos     Action = "kudos.settle"      // what a receiver may do: make it private, leave it out of the file
	ReadTalk        Action = "conversation.read" // the two: state, shared preparations, record
	PrepareTalk     Action = "conversation.prepare"
	PlanTalk        Action = "conversation.plan" // set a day, say that it was held
	LeaveOutTalk    Action = "conversation.leave_out"
	RestTalk        Action = "conversation.rest"   // what to do with one that did not come about
	RecordTalk      Action = "conversation.record" // propose and confirm the summary
	AskForTalk      Action = "conversation.ask"
	KeepPromise     Action = "promise.keep"
	WriteNote       Action = "note.write"
	ChangeGoal      Action = "goal.change"
	AgreeGoal       Action = "goal.agree"         // answer what is proposed for a person's goal
	LeadGoal        Action = "goal.lead"          // add a goal of a team or the company
	ChangeShared    Action = "goal.change_shared" // change a goal of a team or the company
	ReadGoal        Action = "goal.read"
	ReadSharedGoal  Action = "goal.read_shared" // goals of teams and the company
	KeepForFile     Action = "file.keep"
	ReadFile        Action = "file.read"
	ReadShown       Action = "file.read_shown" // what its owner put into a packet or a preparation
	MakePacket      Action = "packet.make"     // expectations and goals, and all that may be read anyway
	ReadReceipt     Action = "packet.read_receipt"
	ReadPolicy      Action = "policy.read"
	ChangePolicy    Action = "policy.change"
	ReadDirectory   Action = "person.list"
	ChangeReporting Action = "person.assign"
	ChooseManager   Action = "person.choose_manager"
	AnswerLine      Action = "person.answer_line"       // say whether I am somebody's manager
	ReadRecord      Action = "conversation.read_record" // summaries and promises, of earlier conversations too
	ReadDigest      Action = "digest.read"
	ActOnDigest     Action = "digest.act"
	SetAway         Action = "absence.set"
	ReadAway        Action = "absence.read" // from today on
	PausePrompts    Action = "pause.set"
	NamePartner     Action = "partner.name"    // without asking the employee
	SuggestPartner  Action = "partner.suggest" // with the employee's yes
	ChoosePartner   Action = "partner.choose"  // the employee's own word: yes, no, wait, a peer
	SetLeaving      Action = "person.leave"
	ReadLeaving     Action = "person.read_leaving"
	SetPart         Action = "person.take_part" // contractor or not, with conversations or without
)

// The actions around feedback.
const (
	GiveFeedback        Action = "feedback.give"
	ReadFeedback        Action = "feedback.read"
	WithdrawFeedback    Action = "feedback.withdraw"
	NarrowFeedback      Action = "feedback.narrow" // take the one other reader away
	AskForFeedback      Action = "feedback.ask"
	AnswerFeedback      Action = "feedback.answer" // write what was asked for, or decline
	ReadFeedbackRequest Action = "feedback.read_request"
	ReplyFeedback       Action = "feedback.reply"
	SettleFeedback      Action = "feedback.settle" // put it into the own file, or take it out
)

// The actions around what is expected of people.
const (
	ReadRoles       Action = "expectation.read_roles" // profiles of all roles
	ChangeRoles     Action = "expectation.change_roles"
	ReadExpected    Action = "expectation.read"    // what is expected of a person, with what is proposed
	AgreeExpected   Action = "expectation.agree"   // propose and answer what is different for a person
	CompareExpected Action = "expectation.compare" // what differs from the role
	SayPurpose      Action = "expectation.serve"   // how the own role serves the company
	ReadCitations   Action = "expectation.read_citations"
)

// The actions around seasons.
const (
	OpenSeason       Action = "season.open"     // for a group
	OpenOwnSeason    Action = "season.open_one" // about one person
	SteerSeason      Action = "season.steer"    // change its days, its people and who compares; call it off
	ReadSeason       Action = "season.read"     // its days, and who is in it as far as it is one's business
	NameSeasonWriter Action = "season.name_writer"
	WriteSeason      Action = "season.write"     // draft, hand in, and change with a reason until it is shared
	GiveSeasonInput  Action = "season.input"     // words for who writes
	ReadSeasonCase   Action = "season.read_case" // the summary, with all that stands beside it; the person once it is shared
	CompareSeason    Action = "season.compare"   // what summaries rest on, side by side
	RemarkSeason     Action = "season.remark"    // say something in the comparison
	ReplySeason      Action = "season.reply"
	AckSeason        Action = "season.acknowledge"
	DecideSeason     Action = "season.decide"
	ConfirmSeason    Action = "season.confirm" // the second yes to a decision
	ReadDecision     Action = "season.read_decision"
)

// The actions around funds.
const (
	ReadFund        Action = "fund.read" // what there is, reserved and spent, and what came of it in numbers
	ChangeFund      Action = "fund.change"
	MeasureFund     Action = "fund.measure" // say where its outcome measure stands
	AskFund         Action = "fund.ask"
	ReadFundRequest Action = "fund.read_request"
	DecideFund      Action = "fund.decide"
	DecideForOwner  Action = "fund.decide_for_owner" // where the owner asks, or there is none
	WithdrawFund    Action = "fund.withdraw"
	SpendFund       Action = "fund.spend" // say what it cost
	SayHelp         Action = "fund.say_help"
	ReadHelp        Action = "fund.read_help"
)

// The actions around concerns.
const (
	RaiseConcern        Action = "concern.raise"
	AnswerConcern       Action = "concern.answer"         // read it with the words it is about, and answer
	AnswerConcernOfTeam Action = "concern.answer_of_team" // the same where the people team is concerned
)

// The actions around how long records are kept, and whose data they are.
const (
	ReadMyData    Action = "mydata.read"       // everything about oneself
	ReadRetention Action = "retention.read"    // counts of what is due, never a record
	PurgeRecords  Action = "retention.purge"   // say yes to a purge, or stop it
	SecondPurge   Action = "retention.confirm" // the second yes
	SetHold       Action = "hold.set"          // keep records from purge and erasure, and end that
	ReadHold      Action = "hold.read"
	ErasePerson   Action = "erasure.ask"     // erase somebody who has left: the first yes
	SecondErasure Action = "erasure.confirm" // the second
)

// The actions around rounds.
const (
	BeginRound     Action = "round.begin"     // about oneself
	LaunchRounds   Action = "round.launch"    // about a group
	NominateRound  Action = "round.nominate"  // name peers, call it off
	ApproveRound   Action = "round.approve"   // look at who is named, and start it
	FollowRound    Action = "round.follow"    // who is asked, and until when
	AnswerRound    Action = "round.answer"    // answer or decline
	ReadRound      Action = "round.read"      // the report
	ReadRoundAfter Action = "round.read_next" // the report, once the person has read it
)

// Rule is one row of the table: who, in which relation, may do what.
type Rule struct {
	Action    Action
	Relations []Relation
	// Reason is true where a reason has to be given.
	Reason bool
	// Second is true where others have to say yes, too: as many as the policy
	// says, at least one.
	Second bool
}

// Table is every permission there is. "Who sees what" is printed from it, Can
// decides by it and Scope derives filters from it. What has no row is
// forbidden. Where an action has a rule with a reason and one without, the one
// without stands first, and holds for whoever both speak of.
var Table = []Rule{
	// Kudos
	{Action: GiveKudos, Relations: []Relation{Colleague, AnyGuest}},
	{Action: ReadKudos, Relations: []Relation{Author, Receiver}},
	{Action: ReadPosted, Relations: []Relation{Colleague, AnyGuest}},
	{Action: UndoKudos, Relations: []Relation{Author}},
	{Action: RetractKudos, Relations: []Relation{HR, Deputy}, Reason: true},
	{Action: JoinKudos, Relations: []Relation{Colleague, AnyGuest}},
	{Action: SettleKudos, Relations: []Relation{Receiver}},
	// Feedback
	{Action: GiveFeedback, Relations: []Relation{Colleague}},
	{Action: ReadFeedback, Relations: []Relation{Author, Receiver, Reader}},
	{Action: WithdrawFeedback, Relations: []Relation{Author}},
	{Action: NarrowFeedback, Relations: []Relation{Author, Receiver}},
	{Action: AskForFeedback, Relations: []Relation{Self, Manager}},
	{Action: AnswerFeedback, Relations: []Relation{Receiver}},
	{Action: ReadFeedbackRequest, Relations: []Relation{Author, Receiver}},
	{Action: ReplyFeedback, Relations: []Relation{Author, Receiver}},
	{Action: SettleFeedback, Relations: []Relation{Receiver}},
	// Concerns
	{Action: RaiseConcern, Relations: []Relation{Receiver}},
	{Action: AnswerConcern, Relations: []Relation{HR}},
	{Action: AnswerConcernOfTeam, Relations: []Relation{Deputy}},
	// Access
	{Action: OpenRecord, Relations: []Relation{HR, Deputy, SkipLevel}, Reason: true, Second: true},
	{Action: AnswerAccess, Relations: []Relation{SecondPerson}},
	{Action: ReadAccess, Relations: []Relation{Self, Author, Reader, SecondPerson}},
	{Action: CountAccess, Relations: []Relation{HR, Observer}},
	// Conversations
	{Action: ReadTalk, Relations: []Relation{Self, Partner}},
	{Action: PrepareTalk, Relations: []Relation{Self, Partner}},
	{Action: PlanTalk, Relations: []Relation{Self, Partner}},
	{Action: LeaveOutTalk, Relations: []Relation{Partner}},
	{Action: RestTalk, Relations: []Relation{Self}},
	{Action: RecordTalk, Relations: []Relation{Self, Partner}},
	{Action: AskForTalk, Relations: []Relation{Self}},
	{Action: ReadRecord, Relations: []Relation{Self, Partner, Manager}},
	{Action: KeepPromise, Relations: []Relation{Author}},
	{Action: WriteNote, Relations: []Relation{Author}},
	// Goals
	{Action: ChangeGoal, Relations: []Relation{Self, Manager, Partner}},
	{Action: AgreeGoal, Relations: []Relation{Self, Manager, Partner}},
	{Action: LeadGoal, Relations: []Relation{Manager, HR}},
	{Action: ChangeShared, Relations: []Relation{Author, Manager, HR}},
	{Action: ReadGoal, Relations: []Relation{Self, Manager, Partner}},
	{Action: ReadGoal, Relations: []Relation{SkipLevel}, Reason: true},
	{Action: ReadSharedGoal, Relations: []Relation{Colleague}},
	// Priorities
	{Action: ReadPriorities, Relations: []Relation{Colleague, AnyGuest}},
	{Action: PublishPriorities, Relations: []Relation{Leader, HR}},
	{Action: AskAboutPriority, Relations: []Relation{Colleague, AnyGuest}},
	// Coaching
	{Action: ReadCoaching, Relations: []Relation{Self}},
	{Action: CountCoaching, Relations: []Relation{HR}},
	// Fairness
	{Action: ReadFairness, Relations: []Relation{HR}},
	{Action: ReadScorecard, Relations: []Relation{HR}},
	{Action: ReadMirror, Relations: []Relation{Self}},
	// Expectations
	{Action: ReadRoles, Relations: []Relation{HR}},
	{Action: ChangeRoles, Relations: []Relation{HR}},
	{Action: ReadExpected, Relations: []Relation{Self, Manager, Partner}},
	{Action: ReadExpected, Relations: []Relation{SkipLevel}, Reason: true},
	{Action: AgreeExpected, Relations: []Relation{Self, Manager, Partner}},
	{Action: CompareExpected, Relations: []Relation{HR}},
	{Action: SayPurpose, Relations: []Relation{Self}},
	{Action: ReadCitations, Relations: []Relation{Self, Manager, Partner}},
	// Growth
	{Action: WritePlan, Relations: []Relation{Self}},
	{Action: ReadPlan, Relations: []Relation{Self, Manager, Partner}},
	{Action: SupportPlan, Relations: []Relation{Manager, Partner}},
	{Action: WordOnPlan, Relations: []Relation{Self, Manager, Partner}},
	{Action: ReadAreas, Relations: []Relation{HR}},
	// Seasons
	{Action: OpenSeason, Relations: []Relation{HR}},
	{Action: OpenOwnSeason, Relations: []Relation{Self, Manager}},
	{Action: SteerSeason, Relations: []Relation{Author, Manager, HR}},
	{Action: ReadSeason, Relations: []Relation{Self, Author, Manager, FormerManager, Partner, Comparer, HR, Deputy}},
	{Action: NameSeasonWriter, Relations: []Relation{HR, Deputy}},
	// Funds
	{Action: ReadFund, Relations: []Relation{Owner, HR}},
	{Action: ChangeFund, Relations: []Relation{HR}},
	{Action: MeasureFund, Relations: []Relation{Owner, HR}},
	{Action: AskFund, Relations: []Relation{Self}},
	{Action: ReadFundRequest, Relations: []Relation{Self, Owner}},
	{Action: DecideFund, Relations: []Relation{Owner}},
	{Action: DecideForOwner, Relations: []Relation{HR, Deputy}},
	{Action: WithdrawFund, Relations: []Relation{Self}},
	{Action: SpendFund, Relations: []Relation{Self, Owner}},
	{Action: SayHelp, Relations: []Relation{Self, Receiver}},
	{Action: ReadHelp, Relations: []Relation{Self, Receiver}},
	// Rounds
	{Action: BeginRound, Relations: []Relation{Self}},
	{Action: LaunchRounds, Relations: []Relation{HR}},
	{Action: NominateRound, Relations: []Relation{Self}},
	{Action: ApproveRound, Relations: []Relation{Manager}},
	{Action: FollowRound, Relations: []Relation{Self, Manager}},
	{Action: AnswerRound, Relations: []Relation{Receiver}},
	{Action: ReadRound, Relations: []Relation{Self}},
	{Action: ReadRoundAfter, Relations: []Relation{Reader}},
	{Action: WriteSeason, Relations: []Relation{Author}},
	{Action: GiveSeasonInput, Relations: []Relation{Partner, FormerManager}},
	{Action: ReadSeasonCase, Relations: []Relation{Self, Author, Manager, Comparer, HR, Deputy}},
	{Action: CompareSeason, Relations: []Relation{Author, Comparer, HR, Deputy}},
	{Action: RemarkSeason, Relations: []Relation{Comparer, HR, Deputy}},
	{Action: ReplySeason, Relations: []Relation{Self, Author}},
	{Action: AckSeason, Relations: []Relation{Self}},
	{Action: DecideSeason, Relations: []Relation{Manager, HR, Deputy}},
	{Action: ConfirmSeason, Relations: []Relation{Manager, SecondPerson, Deputy}},
	{Action: ReadDecision, Relations: []Relation{Self, Manager, HR, Deputy}},
	// Where people stand
	{Action: MarkSkills, Relations: []Relation{Self, Partner}},
	{Action: ReadSkills, Relations: []Relation{Self, Partner}},
	// File
	{Action: KeepForFile, Relations: []Relation{Self}},
	{Action: ReadFile, Relations: []Relation{Self}},
	{Action: ReadShown, Relations: []Relation{Manager, Partner, FormerManager, HR, Deputy}},
	// Packets
	{Action: MakePacket, Relations: []Relation{Self, Manager, FormerManager}},
	{Action: MakePacket, Relations: []Relation{HR, Deputy}, Reason: true},
	{Action: ReadReceipt, Relations: []Relation{Self, Author}},
	// Own data, and how long records are kept
	{Action: ReadMyData, Relations: []Relation{Self}},
	{Action: ReadRetention, Relations: []Relation{HR, Deputy, Observer}},
	{Action: PurgeRecords, Relations: []Relation{HR}},
	{Action: SecondPurge, Relations: []Relation{SecondPerson}},
	{Action: SetHold, Relations: []Relation{HR, Deputy}, Reason: true},
	{Action: ReadHold, Relations: []Relation{HR, Deputy}},
	{Action: ErasePerson, Relations: []Relation{HR, Deputy}, Reason: true, Second: true},
	{Action: SecondErasure, Relations: []Relation{SecondPerson}},
	// Policy
	{Action: ReadPolicy, Relations: []Relation{HR, Admin, Observer}},
	{Action: ChangePolicy, Relations: []Relation{HR}},
	// Digest
	{Action: ReadDigest, Relations: []Relation{HR}},
	{Action: ActOnDigest, Relations: []Relation{HR}},
	// People
	{Action: ReadDirectory, Relations: []Relation{HR, Admin}},
	{Action: ChangeReporting, Relations: []Relation{HR, Deputy}},
	{Action: ChooseManager, Relations: []Relation{Self}},
	{Action: AnswerLine, Relations: []Relation{Receiver}},
	{Action: SetAway, Relations: []Relation{Self, Manager, HR, Deputy}},
	{Action: ReadAway, Relations: []Relation{Self, Manager}},
	{Action: ReadAway, Relations: []Relation{HR, Deputy}, Reason: true},
	{Action: PausePrompts, Relations: []Relation{HR}},
	{Action: NamePartner, Relations: []Relation{HR, Deputy}},
	{Action: SuggestPartner, Relations: []Relation{Manager}},
	{Action: ChoosePartner, Relations: []Relation{Self}},
	{Action: SetLeaving, Relations: []Relation{Manager, HR, Deputy}},
	{Action: ReadLeaving, Relations: []Relation{Self, Manager}},
	{Action: ReadLeaving, Relations: []Relation{HR, Deputy}, Reason: true},
	{Action: SetPart, Relations: []Relation{HR, Deputy}},
}
