package domain

import (
	"regexp"
)

// CoachRules are all rules, the weightiest first: what hurts or cannot be
// answered comes before what could be said better.
var CoachRules = []CoachRule{
	{
		ID: "absolute", Why: "One exception is enough to refute it, so that the talk is about the exception.",
		Fires: []string{"You always interrupt.", "Every single time you are late.", "You do nothing but complain."},
		Quiet: []string{"As always-on monitoring failed, you looked by hand.", "You said \"that never happened\".", "Never mind the date."},
		look:  func(s said) bool { return found(s.text, absolutes, absoluteExceptions) },
	},
	{
		ID: "personality", Why: "What somebody is, they cannot change until Friday; what they did, they can.",
		Fires: []string{"You are lazy.", "On Monday you were rather arrogant.", "You have a bad attitude."},
		Quiet: []string{"The difficult customer called you.", "You stayed friendly.", "You are late today."},
		look:  func(s said) bool { return found(s.text, traits, nil) },
	},
	{
		ID: "comparison", Why: "It tells where somebody stands among others, and not what to do.",
		Fires: []string{"You are slower than the others.", "Unlike your colleagues you left.", "You are the best on the team."},
		Quiet: []string{"The new form is faster than the old one.", "It came later than agreed.", "You asked the others first.", "It came later than Friday."},
		look:  func(s said) bool { return found(s.text, comparisons, nil) || comparesByName(s.plain) },
	},
	{
		ID: "vague", Why: "Praise without a reason cannot be repeated, and is soon forgotten.",
		Fires: []string{"Great job.", "Keep up the good work."},
		Quiet: []string{"You did a good job of splitting the ticket on Thursday.", "The good work of the night shift saved us two hours."},
		look:  func(s said) bool { return !s.anchored && praise.MatchString(s.text) },
	},
	{
		ID: "example", Why: "Without an occasion nobody can tell what is meant, nor answer it.",
		Fires: []string{"You should communicate more.", "People like to work with you."},
		Quiet: []string{"In Tuesday's call you let the customer finish.", "You closed 14 tickets."},
		look:  func(s said) bool { return !s.anchored && !praise.MatchString(s.text) },
	},
}

// found tells whether a pattern is in a text beside what excuses it.
func found(text string, pattern, excused *regexp.Regexp) bool {
	if excused != nil {
		text = excused.ReplaceAllString(text, " ")
	}
	return pattern.MatchString(text)
}

// anchor is what ties a text to an occasion: a number, a day, a time, an event
// that can be named.
var anchor = regexp.MustCompile(`\d|\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b|` +
	`\b(january|february|march|april|june|july|august|september|october|november|december|in may|of may)\b|` +
	`\b(yesterday|today|tonight|tomorrow|last (week|night|month|quarter|year|time|sprint)|this (morning|afternoon|evening|week|month)|` +
	`(the )?(same|next|first|other) (day|morning|afternoon|evening|week)|ago|noon|midnight|overnight|the evening before)\b|` +
	`\b(when|after|before|during|while) (i|you|we|he|she|they|the|our|your|my|a|an|her|his|mr|mrs|ms|somebody|everybody|nobody)\b|` +
	`\b(in|at|on|for|from|of) (the|our|your|my|his|her|their|each|every single|every|all|a|an) ([a-z'-]+ ){0,3}` +
	`(meetings?|calls?|phone|reviews?|planning|plannings|sprints?|retros?|stand-?ups?|demos?|shifts?|handovers?|audits?|interviews?|workshops?|trainings?|` +
	`tours?|visits?|talks?|drills?|one-on-ones?|town halls?|kick-?offs?|releases?|incidents?|outages?|deployments?|emails?|tickets?|reports?|minutes|slides|` +
	`contracts?|class|lessons?|stocktakes?|ward|negotiations?|hearings?|fair|gate|till|crane|first week|project|migration|pull requests?|rota|supplier|customer call)\b|` +
	`\b(first|second|third) (day|week|shift)\b|\bmr\.?|\bmrs\.?`)

var (
	absolutes = regexp.MustCompile(`\b(always|never|constantly|every (single )?time|all the time|not once|without exception|` +
		`nobody ever|no one ever|everybody knows|everyone knows|nothing but|everything you (do|say|write)|in every single)\b`)
	absoluteExceptions = regexp.MustCompile(`\b(always|never)-\w+|\bas always\b|\bnever mind\b|\bnot always\b|\balmost (always|never)\b|\bnever-ending\b`)
)

// adverbs may stand between "you are" and what somebody is.
const adverbs = `(?:(?:so|too|very|really|quite|rather|a bit|a little|being|always|often|sometimes|such an?|an?|the|more|just|not|also|even|still|simply|constantly) )*`

// traits are words for what somebody is, good and bad, where they are said of
// the person.
var traits = regexp.MustCompile(`\byou(?:'re| are| were| can be| could be| seem| seemed| appear| look| come across as| came across as| have been| are being| were being)(?: not)? ` + adverbs +
	`(?:lazy|lazier|careless|arrogant|emotional|rude|unprofessional|defensive|stubborn|difficult|negative|brilliant|selfish|unreliable|reliable|cold|impatient|insecure|bossy|` +
	`aggressive|passive|weak|sloppy|childish|immature|moody|cynical|sensitive|dominant|shy|clumsy|slow-witted|stupid|smart|gifted|talented|ignorant|disorgani[sz]ed|chaotic|` +
	`egoistic|toxic|dishonest|hysterical|naive|perfectionist|micromanager|control freak|team player|natural|star|rock star|genius|hero|know-it-all|nice person|difficult person|bad person|good person|born)\b|` +
	`\b(?:you have|you've got|with) (?:a |an )?(?:bad |poor |negative |terrible |wrong |great |good )?attitude\b|\byour (?:attitude|personality|character)\b|` +
	`\bbecause you(?:'re| are) (?:so |too )?(?:lazy|arrogant|stubborn)\b`)

// whom are words for the people somebody is measured by.
const whom = `(?:the )?(?:others?|anybody|anyone|everybody|everyone|nobody|colleagues|peers|rest of the|seniors|juniors|men|women|most people|` +
	`your (?:colleagues|peers|predecessor|team ?mates)|the other \w+|(?:i|me|him|her|them|she|he|they)\b)`

var comparisons = regexp.MustCompile(`\b(?:than|unlike|compared (?:to|with)|as \w+ as|like) ` + whom + `|\bmore like \w+|` +
	`\b(?:best|worst|weakest|strongest|slowest|fastest|smartest|greatest) (?:in|on|of) (?:the|our|this|my)\b|\bnobody else\b|\bno one else\b|\brest of the team\b`)

// nameBehind is a name behind "than"; days and months are none.
var (
	nameBehind = regexp.MustCompile(`\bthan ([A-Z]\p{L}+)`)
	dayOrMonth = regexp.MustCompile(`day$|^(January|February|March|April|May|June|July|August|September|October|November|December)$`)
)

// comparesByName tells whether a text measures somebody by a person it names.
func comparesByName(text string) bool {
	for _, name := range nameBehind.FindAllStringSubmatch(text, -1) {
		if !dayOrMonth.MatchString(name[1]) {
			return true
		}
	}
	return false
}

var praise = regexp.MustCompile(`\b(?:good|great|nice|excellent|fantastic|amazing|super|brilliant|awesome|wonderful|outstanding|solid|top) ` +
	`(?:job|work|effort|stuff|one|team spirit|performance|attitude|going)\b|\bwell done\b|\bkeep (?:it up|going|up the)\b|\bbeing (?:awesome|great|amazing)\b|` +
	`\byou(?:'re| are) (?:\w+ )?(?:amazing|awesome|fantastic|wonderful|the best|doing (?:great|well|fine))\b`)
