package sandbox

// The limits of charts. Slack's pages disagree on how many series there may
// be, six or twelve; what passes here must pass there, so it is six.
const (
	chartTitle  = 50
	chartLabel  = 20
	chartSeries = 6
	chartPoints = 20
)

func (c *checker) visualization(b object, at string) {
	c.charts++
	c.str(b, at, "title", length{1, chartTitle})
	chart := c.sub(b, at, "chart", true)
	if chart == nil {
		return
	}
	at += "/chart"
	switch kind := textOf(chart, "type"); kind {
	case "pie":
		c.pie(chart, at)
	case "bar", "area", "line":
		c.seriesChart(chart, at)
	default:
		c.failf(at+"/type", "unsupported type: %s", kind)
	}
}

func (c *checker) pie(chart object, at string) {
	c.only(chart, at, "segments")
	c.each(c.list(chart, at, "segments", length{1, chartSeries}), at+"/segments", func(s object, at string) {
		c.only(s, at, "label", "value")
		c.str(s, at, "label", length{1, chartLabel})
		if v, ok := numberOf(s, "value"); !ok || v <= 0 {
			c.failf(at+"/value", "must be greater than 0")
		}
	})
}

func (c *checker) seriesChart(chart object, at string) {
	c.only(chart, at, "series", "axis_config")
	categories := map[string]bool{}
	if axis := c.sub(chart, at, "axis_config", true); axis != nil {
		c.only(axis, at+"/axis_config", "categories", "x_label", "y_label")
		c.str(axis, at+"/axis_config", "x_label", length{0, chartTitle})
		c.str(axis, at+"/axis_config", "y_label", length{0, chartTitle})
		for i, v := range c.list(axis, at+"/axis_config", "categories", length{1, chartPoints}) {
			c.unique(v, pointerTo(at+"/axis_config/categories", i), categories)
		}
	}
	names := map[string]bool{}
	c.each(c.list(chart, at, "series", length{1, chartSeries}), at+"/series", func(s object, at string) {
		c.only(s, at, "name", "data")
		c.unique(s["name"], at+"/name", names)
		c.points(s, at, categories)
	})
}

// unique checks a name that may stand only once.
func (c *checker) unique(v any, at string, seen map[string]bool) {
	name, ok := v.(string)
	if !ok {
		c.failf(at, "must be a string")
		return
	}
	c.size(name, at, length{1, chartLabel})
	if seen[name] {
		c.failf(at, "must be unique: %s", name)
	}
	seen[name] = true
}

// points wants exactly one for each category.
func (c *checker) points(s object, at string, categories map[string]bool) {
	seen := map[string]bool{}
	c.each(c.list(s, at, "data", length{1, chartPoints}), at+"/data", func(p object, at string) {
		c.only(p, at, "label", "value")
		c.unique(p["label"], at+"/label", seen)
		if !categories[textOf(p, "label")] {
			c.failf(at+"/label", "must be one of the categories")
		}
		if _, ok := numberOf(p, "value"); !ok {
			c.failf(at+"/value", "must be a number")
		}
	})
	if len(seen) != len(categories) {
		c.failf(at+"/data", "must have one point for each category")
	}
}
