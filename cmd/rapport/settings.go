package main

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// setting describes one environment variable. The list is printed by help and
// compared with docs/operating.md by a test, so that no page goes stale.
type setting struct {
	Name    string
	Default string
	Meaning string
	// Secret settings have a twin NAME_FILE that names a file to read.
	Secret bool
}

// The names of the settings.
const (
	envAppToken     = "SLACK_APP_TOKEN"
	envBotToken     = "SLACK_BOT_TOKEN"
	envAPIURL       = "SLACK_API_URL"
	envDatabase     = "RAPPORT_DATABASE_URL"
	envRedis        = "RAPPORT_REDIS_URL"
	envKey          = "RAPPORT_KEY"
	envLedgerKey    = "RAPPORT_LEDGER_KEY"
	envHR           = "RAPPORT_HR"
	envHolidays     = "RAPPORT_HOLIDAYS"
	envData         = "RAPPORT_DATA"
	envHTTP         = "RAPPORT_HTTP_ADDR"
	envPosts        = "RAPPORT_SLACK_POSTS_PER_MINUTE"
	envChannelPace  = "RAPPORT_SLACK_CHANNEL_PER_SECOND"
	envLogLevel     = "RAPPORT_LOG_LEVEL"
	envLogFormat    = "RAPPORT_LOG_FORMAT"
	fileTwin        = "_FILE"
	disabled        = "none"
	defaultAPIURL   = "https://slack.com/api/"
	defaultHTTP     = "127.0.0.1:9464"
	defaultData     = "data"
	defaultDatabase = "rapport.db"
)

// knownSettings are all there are, in the order in which help shows them.
func knownSettings() []setting {
	return []setting{
		{envAppToken, "", "the app-level token, xapp-…, with connections:write", true},
		{envBotToken, "", "the bot token, xoxb-…, from installing the app", true},
		{envAPIURL, defaultAPIURL, "base of Slack's Web API, for GovSlack and test servers", false},
		{envDatabase, "sqlite:DATA/rapport.db", "postgres://… or sqlite:PATH", true},
		{envRedis, "", "redis://… where several replicas share the work", true},
		{envKey, "made for a new SQLite file", "the key that seals free text (while it rotates: the new and the old one with a comma), or none", true},
		{envLedgerKey, "comes from RAPPORT_KEY", "a key that seals the ledger and nothing else; where RAPPORT_KEY is none nothing is sealed without it", true},
		{envHR, "", "emails, Slack ids or user groups (S…, @handle) of the first HR people, with commas", false},
		{envHolidays, "", "a file of own holidays: date,location,name", false},
		{envData, defaultData, "the folder for the SQLite file and its key", false},
		{envHTTP, defaultHTTP, "address of health and metrics, or none", false},
		{envPosts, "300", "messages a minute that Slack's plan allows the workspace; of edits and the like more in proportion", false},
		{envChannelPace, "1", "messages a second in one channel", false},
		{envLogLevel, "info", "debug, info, warn or error", false},
		{envLogFormat, "text", "text or json", false},
	}
}

// environment reads settings and gathers what is wrong with them.
type environment struct {
	vars     map[string]string
	problems Problems
}

// newEnvironment takes lines of the form NAME=value, as os.Environ gives them.
func newEnvironment(lines []string) *environment {
	vars := make(map[string]string, len(lines))
	for _, line := range lines {
		if name, value, ok := strings.Cut(line, "="); ok {
			vars[name] = value
		}
	}
	return &environment{vars: vars}
}

// wrong notes a problem.
func (e *environment) wrong(variable, what, fix string) {
	e.problems = append(e.problems, Problem{Variable: variable, What: what, Fix: fix})
}

// text reads a setting; one that is empty counts as not given.
func (e *environment) text(name, otherwise string) string {
	if value := strings.TrimSpace(e.vars[name]); value != "" {
		return value
	}
	return otherwise
}

// secret reads a setting or the file that its twin names.
func (e *environment) secret(name string) Secret {
	value, path := strings.TrimSpace(e.vars[name]), strings.TrimSpace(e.vars[name+fileTwin])
	if path == "" {
		return Secret{value}
	}
	if value != "" {
		e.wrong(name, fmt.Sprintf("both %s and %s%s are set.", name, name, fileTwin), "Keep one of the two.")
		return Secret{value}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		e.wrong(name+fileTwin, fmt.Sprintf("the file cannot be read (%v).", err), "Correct the path, or let the user that runs rapport read it.")
		return Secret{}
	}
	if value = strings.TrimSpace(string(content)); value == "" {
		e.wrong(name+fileTwin, fmt.Sprintf("the file %s is empty.", path), "Write the value into it, or remove the setting.")
	}
	return Secret{value}
}

// mostNumber keeps a slip of the finger from switching a ceiling off.
const mostNumber = 1_000_000

// number reads a number that is not below least.
func (e *environment) number(name string, otherwise, least float64) float64 {
	value := e.text(name, "")
	if value == "" {
		return otherwise
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(n) || n < least || n > mostNumber {
		e.wrong(name, fmt.Sprintf("%q is no number between %g and %d.", value, least, mostNumber), fmt.Sprintf("Write a number such as %g.", otherwise))
		return otherwise
	}
	return n
}

// choice reads one of a few words.
func (e *environment) choice(name string, words ...string) string {
	value := strings.ToLower(e.text(name, words[0]))
	if !slices.Contains(words, value) {
		e.wrong(name, fmt.Sprintf("%q is none of its values.", value), "Write one of "+strings.Join(words, ", ")+".")
		return words[0]
	}
	return value
}

// list reads words with commas between them.
func (e *environment) list(name string) []string {
	var words []string
	for word := range strings.SplitSeq(e.vars[name], ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// misspelled reports names that nearly match a setting. Others with our prefix
// pass: platforms add variables of their own after a service's name.
func (e *environment) misspelled() {
	names := make([]string, 0, len(e.vars))
	for _, s := range knownSettings() {
		names = append(names, s.Name)
		if s.Secret {
			names = append(names, s.Name+fileTwin)
		}
	}
	given := make([]string, 0, len(e.vars))
	for name := range e.vars {
		ours := strings.HasPrefix(name, "RAPPORT_") || strings.HasPrefix(name, "SLACK_")
		if ours && !slices.Contains(names, name) {
			given = append(given, name)
		}
	}
	slices.Sort(given)
	for _, name := range given {
		if near, ok := nearest(name, names); ok {
			e.wrong(name, "there is no such setting.", fmt.Sprintf("Write %s, or remove it.", near))
		}
	}
}
