// Package blockkit is the only builder of text and blocks for Slack.
//
// Two promises are kept here, so that no caller has to think of them:
//
//   - Text that a person typed is never markup. A Text holds pieces whose kind
//     is known (words, a link, a date, a name); the markup is written when a
//     block is built, at one place, after the words were made harmless. There
//     is no way to put a ready string of markup into a Text.
//   - Slack refuses nothing that was built here. Texts are cut, lists are
//     shortened and blocks that a surface does not know are replaced, each at
//     Slack's documented limit (see limit.go).
//
// How words are kept from becoming markup depends on where they stand. In
// plain_text and in rich_text nothing is parsed, so both are used wherever a
// text has no style of its own. Only a text with bold words, links, dates or
// channels becomes mrkdwn; there the three control characters are escaped,
// automatic parsing is switched off, and the signs that Slack reads as markup
// are replaced by look-alikes (see mrkdwn.go for why).
//
// The package also reads: ParseCommand and FromMrkdwn turn what Slack sends into
// plain words that can be stored.
package blockkit
