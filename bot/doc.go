// Package bot is the conversation with people in Slack.
//
// What comes in is a Request, whatever Slack called it; a table finds the
// handler by a constant id; a handler calls one use case of the domain and
// answers with a Reply; the loop around it (Handle) owns the ack, the deadline,
// the panic guard, log fields, counters, and the sentence for every error. A
// handler never sees a socket, decides nothing about the practice, and is a
// verb (giveKudos). A view is a noun (kudosForm) and a pure function of domain
// values.
//
// A noun adds kudos.go (handlers and its rows of the table), kudos_view.go, its
// ids to ids.go, its sentences to sentence/en/kudos.toml, and its routes to the
// list in bot.go.
package bot
