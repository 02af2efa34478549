package main

// nearest finds the name that a misspelled one was meant to be: at most two
// letters added, left out or changed.
func nearest(word string, names []string) (string, bool) {
	const mostChanges = 2
	best, found := "", mostChanges+1
	for _, name := range names {
		if d := changes(word, name); d < found {
			best, found = name, d
		}
	}
	return best, found <= mostChanges
}

// changes counts the letters to add, leave out or change to get from a to b
// (the distance of Levenshtein), one row of the table at a time.
func changes(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
