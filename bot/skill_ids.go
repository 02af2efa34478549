package bot

// Where people stand.
const (
	PressSkill      = "skill.open" // value is the conversation
	SkillForm       = "skill.mark"
	SkillView       = "skill.show"
	PressSkillLearn = "skill.learn" // value is the conversation, a colon, the expectation

	// FieldStand and a number is the field of the expectation with that number.
	FieldStand = "stand"
)
