package bot

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
