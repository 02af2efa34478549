package demo

// thanksFor are words of thanks, as people of such a company write them.
var thanksFor = []string{
	"for staying with the migration on Thursday until the last customer was back. I could go home at six because of you.",
	"for the release notes: three customers understood them without calling us.",
	"for asking the question in the planning that nobody dared to ask.",
	"for pairing with me on the flaky test, and for showing me how you found it.",
	"for taking my shift on Friday without a word.",
	"for the drawing that made the whole discussion unnecessary.",
	"for telling me on the phone, before the meeting, what worried you about my plan.",
	"for writing down the decision, and why the other way was dropped.",
	"for calling the angry customer first and the rest of us second.",
	"for tidying the supplier list, so that the audit took one hour.",
	"for the onboarding walk through the code, with the detours.",
	"for saying no to the extra feature, kindly and early.",
	"for the spreadsheet that found the double invoices.",
	"for staying calm in the call with the auditors.",
	"for the quick fix at night and the proper one in the morning.",
	"for translating the contract into words that Sales can use.",
	"for answering the same question a third time as if it were the first.",
	"for bringing the two teams to one table.",
	"for cleaning up the alerts: I slept through.",
	"for the honest review of my talk.",
	"for staying on the line with the customer until the last printer worked.",
	"for the map of who knows what. I found Emil in a minute.",
	"for telling me that I was wrong before the others noticed.",
	"for the cake, and for the quiet hour after it.",
	"for testing on the slowest phone in the house.",
	"for the list of what we do not do.",
	"for driving to the customer in the snow.",
	"for giving the talk that I was afraid of.",
	"for the number in the footnote: it changed the decision.",
	"for keeping the old system alive for one more week.",
	"for the two sentences that ended a thread of forty.",
	"for teaching me the shortcut that everybody else had.",
	"for asking how my mother is.",
	"for the order that arrived before we knew that we needed it.",
	"for calling the supplier in their own language.",
	"for the test data that look like real people.",
	"for leaving the meeting at noon, so that all of us could.",
	"for taking the minutes, and for making them short.",
	"for the first answer in the night to a customer in Osaka.",
	"for painting the door that nobody could find.",
}

// summaries are what two people agreed, in short.
var summaries = []string{
	"The restore time is the thing that matters until the end of the quarter. Everything else may wait.",
	"More room for design before the first line of code. We try one morning a week without meetings.",
	"The handover to the second team goes on; questions come to me first and not to the channel.",
	"We both want fewer surprises from the customer side. A short call every second Tuesday.",
	"The new role is what we aim at. First step: lead the next planning.",
	"Less firefighting: the two noisiest alerts go first.",
	"The numbers are fine, the way to them was too hard. We look for one thing to stop.",
}

// promises are what one of the two will do.
var promises = []string{
	"ask Legal about the retention question", "write down the restore steps", "lead the next planning",
	"find a date with the customer's team", "read the draft and answer within two days", "move the noisy alerts",
	"show the new report to Sales", "ask for the training budget",
}

// goalTitles are goals with unit, start and target; an empty unit is a goal
// with steps.
var goalTitles = []struct {
	title, unit   string
	start, target float64
	why           string
}{
	{"Restore a customer within half an hour", "minutes", 240, 30, "Every hour of outage costs us a customer's trust."},
	{"Answer new tickets within four hours", "hours", 12, 4, "Whoever waits a day calls, and the call costs both of us more."},
	{"Win eight customers in the north", "customers", 2, 8, "The south is full, and the north asks for us."},
	{"Cut the open alerts to ten a week", "alerts a week", 60, 10, "Nobody reads an alert that comes every hour."},
	{"Close the month within five working days", "working days", 9, 5, "The board decides on numbers, not on guesses."},
	{"Lead the planning of a quarter", "", 0, 0, "It is the step to the next role."},
	{"Write the handbook for new colleagues", "", 0, 0, "We answer the same questions every month."},
	{"Give every contract a plain summary", "contracts", 0, 40, "Sales signs what it understands."},
}

// steps are the milestones of the goals without a number.
var steps = []string{"Agree what it should cover", "Draft it", "Try it with two people", "Use it"}

// companyGoals are the top of the tree.
var companyGoals = []struct {
	title, why string
}{
	{"Customers are back within half an hour", "Reliability is what we are chosen for."},
	{"Grow in the north", "It doubles what we can reach."},
	{"A place where people stay", "Each leaver costs a team half a year."},
}
