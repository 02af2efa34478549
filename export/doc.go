// Package export makes documents from what the domain knows: sheets that
// people open in the program they have. It decides nothing about who may read
// them.
package export
