package main

import "rapport/domain"

// nearest finds the setting that a misspelled one was meant to be: at most two
// letters added, left out or changed. More would take RAPPORT_SERVICE_HOST,
// which Kubernetes sets, for a slip.
func nearest(word string, names []string) (string, bool) {
	const mostChanges = 2
	best, found := "", mostChanges+1
	for _, name := range names {
		if d := domain.Edits(word, name); d < found {
			best, found = name, d
		}
	}
	return best, found <= mostChanges
}
