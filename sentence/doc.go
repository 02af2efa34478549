// Package sentence holds everything that people read, in files that somebody
// who does not program can edit, and says it in the reader's language.
//
// One file in en/ holds one noun: en/kudos.toml has the keys "kudos.…". Code
// names a key and gives what the sentence needs; it never builds a sentence out
// of parts, since other languages order them otherwise. A sentence holds no
// markup: what it says is text, also where names and titles stand in it.
//
// The end of a key says where its sentence stands, and the tests hold it to the
// room that is there: "_button", "_title", "_prompt", "_label", "_option",
// "_hint", "_notice" (the line on a lock screen, which carries no private
// words).
package sentence
