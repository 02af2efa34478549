package bot

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
