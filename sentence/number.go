package sentence

import (
	"math"
	"slices"

	"golang.org/x/text/number"
)

// Number writes a whole number with the reader's grouping: 1,234.
func (v *Voice) Number(n int) string { return v.printer.Sprint(number.Decimal(n)) }

// Decimal writes a number with at most that many digits behind the point.
func (v *Voice) Decimal(x float64, digits int) string {
	return v.printer.Sprint(number.Decimal(x, number.MaxFractionDigits(digits)))
}

// Percent writes the share of part in whole, rounded to a whole number, or a
// dash where there is no whole.
func (v *Voice) Percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	share := int(math.Round(100 * float64(part) / float64(whole)))
	return v.Say("number.percent", "Share", share)
}

// List joins names as people do: "A", "A and B", "A, B and C".
func (v *Voice) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	text := items[0]
	for _, item := range items[1 : len(items)-1] {
		text = v.Say("list.comma", "Before", text, "Next", item)
	}
	return v.Say("list.and", "Before", text, "Last", items[len(items)-1])
}

// ListAtMost joins the first names and counts the rest: "A, B and 3 others".
// The rest is never one: then that name is said too.
func (v *Voice) ListAtMost(items []string, limit int) string {
	if limit < 1 || len(items) <= limit+1 {
		return v.List(items)
	}
	shown := append(slices.Clone(items[:limit]), v.Say("list.others", "Count", len(items)-limit))
	return v.List(shown)
}
