package demo

import (
	"fmt"
	"slices"
	"strings"

	"rapport/domain"
	"rapport/sandbox"
)

// member is one person of the company.
type member struct {
	handle, name, area, role, boss, place string
	// story is true for those whose history is written out.
	story bool
}

// The zones and holiday calendars of the company's places.
var places = map[string]struct{ zone, location, locale string }{
	"berlin": {"Europe/Berlin", "DE", "en-US"},
	"boston": {"America/New_York", "US", "en-US"},
	"tokyo":  {"Asia/Tokyo", "JP", "en-US"},
}

// roster is the company: handle, name, area, role, manager, place; a star marks
// those with a story.
const roster = `
mara*   Mara Stein        | Office      | CEO              |       | berlin
lee*    Lee Park          | Engineering | Head of Engineering | mara | boston
grace*  Grace Hopper      | Engineering | Engineer         | lee   | boston
lin*    Lin Wu            | Engineering | Engineer         | lee   | tokyo
sam*    Sam Ortiz         | Engineering | Engineer         | lee   | boston
ada*    Ada Lovelace      | Engineering | Engineer         | lee   | berlin
bo*     Bo Lindqvist      | Engineering | Engineer         | lee   | berlin
cem*    Cem Aydin         | Engineering | Designer         | lee   | berlin
yuki    Yuki Tanaka       | Engineering | Engineering lead | lee   | tokyo
haru    Haru Sato         | Engineering | Engineer         | yuki  | tokyo
aoi     Aoi Mori          | Engineering | Engineer         | yuki  | tokyo
ren     Ren Kimura        | Engineering | Tester           | yuki  | tokyo
emil    Emil Brandt       | Engineering | Engineer         | yuki  | berlin
nora    Nora Falk         | Engineering | Engineer         | yuki  | berlin
tom*    Tom Becker        | Sales       | Head of Sales    | mara  | berlin
ines    Ines Costa        | Sales       | Account manager  | tom   | berlin
paul    Paul Meyer        | Sales       | Account manager  | tom   | berlin
jane    Jane Doyle        | Sales       | Account manager  | tom   | boston
rob     Rob Grant         | Sales       | Account manager  | tom   | boston
kim     Kim Alvarez       | Sales       | Account manager  | tom   | boston
vera    Vera Novak        | Sales       | Sales support    | tom   | berlin
otto    Otto Lang         | Sales       | Sales support    | tom   | berlin
nia*    Nia Okafor        | Support     | Head of Support  | mara  | boston
jo*     Jo Martin         | Support     | Support engineer | nia   | boston
eva     Eva Lund          | Support     | Support engineer | nia   | berlin
max     Max Huber         | Support     | Support engineer | nia   | berlin
ivy     Ivy Chen          | Support     | Support engineer | nia   | boston
leo     Leo Rossi         | Support     | Support engineer | nia   | berlin
mei     Mei Suzuki        | Support     | Support engineer | nia   | tokyo
carl*   Carl Nowak        | Operations  | Head of Operations | mara | berlin
ada2    Ada Klein         | Operations  | Administrator    | carl  | berlin
finn    Finn Olsen        | Operations  | Administrator    | carl  | berlin
gil     Gil Stern         | Operations  | Administrator    | carl  | boston
hana    Hana Ito          | Operations  | Administrator    | carl  | tokyo
ola     Ola Berg          | Operations  | Purchasing       | carl  | berlin
hanna*  Hanna Weiss       | People      | Head of People   | mara  | berlin
pia*    Pia Wolf          | People      | People partner   | hanna | berlin
dan     Dan Cole          | People      | Recruiter        | hanna | boston
rui     Rui Alves         | People      | Payroll          | hanna | berlin
tess    Tess Young        | People      | Training         | hanna | boston
lars*   Lars Holm         | Office      | Head of Legal    | mara  | berlin
una*    Una Byrne         | Office      | Counsel          | lars  | boston
`

// company reads the roster.
func company() []member {
	var list []member
	for line := range strings.SplitSeq(strings.TrimSpace(roster), "\n") {
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		handle, name, _ := strings.Cut(cells[0], " ")
		m := member{handle: strings.TrimSuffix(handle, "*"), name: strings.TrimSpace(name), area: cells[1], role: cells[2], boss: cells[3], place: cells[4]}
		m.story = strings.HasSuffix(handle, "*")
		list = append(list, m)
	}
	return list
}

// The ids of the demo's workspace.
const (
	teamID  = "T0DEMO"
	botUser = "U0RAPPORT"
	thanks  = "C0THANKS"
	general = "C0GENERAL"
	private = "C0PEOPLE"
	// hr is the first of the people team.
	hr = "hanna"
	// deputy acts where the people team itself is concerned, and says the second
	// yes; observer is of the works council.
	deputy   = "lars"
	observer = "una"
)

// slackID is a member's account.
func (m member) slackID() string { return "U0" + strings.ToUpper(m.handle) }

// email is a member's address.
func (m member) email() string { return m.handle + "@nordlicht.example" }

// companyName is what the company is called.
const companyName = "Nordlicht"

// peopleTeam are those who act as HR; the others of their area are colleagues
// like any.
var peopleTeam = []string{hr, "pia"}

// HR is the email of the first person of the people team, for the
// configuration.
func HR() string { return member{handle: hr}.email() }

// Workspace describes the company's Slack, with the commands and shortcuts of
// the manifest.
func Workspace(clock *Clock, commands []sandbox.Command, shortcuts []sandbox.Shortcut, scopes []string) sandbox.Config {
	var users []sandbox.User
	var all, people []string
	for _, m := range company() {
		place := places[m.place]
		users = append(users, sandbox.User{
			ID: m.slackID(), Name: m.handle, RealName: m.name, Email: m.email(), TZ: place.zone, Locale: place.locale, Title: m.role,
		})
		all = append(all, m.slackID())
		if slices.Contains(peopleTeam, m.handle) {
			people = append(people, m.slackID())
		}
	}
	return sandbox.Config{
		TeamID: teamID, TeamName: companyName, AppID: "A0RAPPORT", BotUserID: botUser, BotName: "Rapport",
		Commands: commands, Shortcuts: shortcuts, Scopes: scopes, Users: users,
		Channels: []sandbox.Channel{
			{ID: general, Name: "general", Topic: "Everything that concerns everybody", Members: append([]string{botUser}, all...)},
			{ID: thanks, Name: "thanks", Topic: "Who did something that you want more of?", Members: append([]string{botUser}, all...)},
			{ID: private, Name: "people-team", Topic: "Only the people team", Private: true, Members: append([]string{botUser}, people...)},
		},
		Now:       clock.Now,
		Suggested: []string{"U0GRACE", "U0LEE", "U0HANNA", "U0ADA", "U0LIN", "U0MARA"},
		Limits:    sandbox.Limits{Unlimited: true},
		Tour:      fmt.Sprintf("You are in %s, a company of %d people. Be an employee (Grace), a manager (Lee) or HR (Hanna); type /kudos @lin for what you like; open Rapport under Apps; move the clock.", companyName, len(users)),
	}
}

// person is a member as Rapport knows them, without the manager.
func (m member) person() domain.Person {
	place := places[m.place]
	p := domain.Person{
		SlackID: m.slackID(), TeamID: teamID, Name: m.name, Handle: m.handle, Email: m.email(), Zone: place.zone, Locale: place.locale,
		Kind: domain.Member, Active: true, Team: m.area, Role: m.role, Location: place.location,
	}
	return p
}
