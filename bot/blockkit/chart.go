package blockkit

import (
	"math"
	"strconv"

	"github.com/slack-go/slack"
)

// ChartKind is the form of a chart.
type ChartKind uint8

// The forms that are used: groups of bars for parts of a whole, a line for what
// changes over time.
const (
	Bar ChartKind = iota
	Line
)

// Chart is a chart in a message; modals and Home tabs show its figures as words,
// as does a message whose charts were refused. Slack gives charts no text for
// screen readers: say what a chart shows in words beside it.
type Chart struct {
	ID         string // block id
	Kind       ChartKind
	Title      Text
	Categories []string // along the x axis; of more than 20 the last are kept
	Series     []Series // of more than six the first are kept
	XLabel     Text
	YLabel     Text
	// Figure writes a value where the chart is shown as words; nil writes the
	// bare number.
	Figure func(float64) string
}

// Series is one colour in a chart: a value for each category. A missing value, or
// one that is no number, is shown as 0, because Slack refuses gaps.
type Series struct {
	Name   string
	Values []float64
}

// Block builds the chart. Without a series or a category it is no block.
func (c Chart) Block() Block {
	first := max(0, len(c.Categories)-LimitPoints)
	categories := distinctNames(c.Categories[first:])
	series := c.Series[:min(len(c.Series), LimitSeries)]
	if len(categories) == 0 || len(series) == 0 {
		return Block{}
	}
	names := make([]string, len(series))
	for i, s := range series {
		names[i] = s.Name
	}
	names = distinctNames(names)
	axis := slack.NewDataVisualizationAxisConfig(categories...)
	axis.XLabel, axis.YLabel = optional(c.XLabel, LimitChartTitle), optional(c.YLabel, LimitChartTitle)
	data := make([]slack.DataVisualizationDataSeries, len(series))
	for i, s := range series {
		data[i] = slack.NewDataVisualizationDataSeries(names[i], points(categories, s.Values, first)...)
	}
	block := &slack.DataVisualizationBlock{
		Type:    slack.MBTDataVisualization,
		BlockID: ident(c.ID),
		Title:   c.Title.label(LimitChartTitle).Text,
		Chart:   c.Kind.payload(axis, data),
	}
	return Block{main: block, simple: c.simple(names, data), where: inMessage}
}

func (k ChartKind) payload(axis slack.DataVisualizationAxisConfig, data []slack.DataVisualizationDataSeries) slack.DataVisualizationChart {
	if k == Line {
		return slack.NewDataVisualizationLineChart(axis, data...)
	}
	return slack.NewDataVisualizationBarChart(axis, data...)
}

// points pairs each category with its value; first is the index of the first one.
func points(categories []string, values []float64, first int) []slack.DataVisualizationDataPoint {
	out := make([]slack.DataVisualizationDataPoint, len(categories))
	for i, category := range categories {
		value := 0.0
		if at := first + i; at < len(values) && !math.IsNaN(values[at]) && !math.IsInf(values[at], 0) {
			value = values[at]
		}
		out[i] = slack.NewDataVisualizationDataPoint(category, value)
	}
	return out
}

// distinctNames cuts names to what a chart takes and numbers those that are equal
// then: Slack refuses two of the same name.
func distinctNames(names []string) []string {
	out := make([]string, len(names))
	seen := map[string]bool{}
	for i, n := range names {
		name := Name(n).label(LimitChartName).Text
		for count := 2; seen[name]; count++ {
			suffix := " " + strconv.Itoa(count)
			name = Name(n).label(LimitChartName-units(suffix)).Text + suffix
		}
		seen[name] = true
		out[i] = name
	}
	return out
}

func optional(t Text, limit int) string {
	if object := t.line(limit); object != nil {
		return object.Text
	}
	return ""
}

// simple writes the figures as words: one line for each series.
func (c Chart) simple(names []string, data []slack.DataVisualizationDataSeries) []slack.Block {
	figure := c.Figure
	if figure == nil {
		figure = func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	}
	lines := []Text{Bold(c.Title)}
	for i, s := range data {
		var values []Text
		for _, p := range s.Data {
			values = append(values, words(p.Label+" "+figure(p.Value)))
		}
		lines = append(lines, Join(words(names[i]+": "), Separated(" · ", values...)))
	}
	return []slack.Block{Section(Lines(lines...)).main}
}
