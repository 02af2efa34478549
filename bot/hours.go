package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

var hoursFields = []string{FieldHoursDays, FieldHoursFrom, FieldHoursUntil, FieldHoursExactly}

// hoursRoutes are the settings of one's own working time.
func (b *Bot) hoursRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandHours, Speed: Opening, Handle: b.openHours},
		{Kind: Press, ID: PressHours, Speed: Opening, Handle: b.openHours},
		{Kind: Submit, ID: HoursForm, Speed: Doing, Fields: hoursFields, Handle: b.submitHours},
	}
}

func (b *Bot) openHours(ctx context.Context, req Request) (Reply, error) {
	hours, err := b.people.Hours(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(hoursForm(req.Voice, hours, b.formMetadata(req.Person.ID, 0))), nil
}

// submitHours keeps the own hours: those written exactly, else the days with
// the same hours; without days those of the place hold.
func (b *Bot) submitHours(ctx context.Context, req Request) (Reply, error) {
	pattern, err := readHours(req.Values)
	if err != nil {
		return Reply{}, err
	}
	if err := b.people.SetHours(ctx, req.Act, pattern); err != nil {
		return Reply{}, err
	}
	if pattern.IsZero() {
		return notice(req, "hours.usual_again"), nil
	}
	return notice(req, "hours.kept", "Hours", patternWords(req.Voice, pattern)), nil
}

func readHours(v Values) (domain.Pattern, error) {
	if exactly := strings.TrimSpace(v.Text(FieldHoursExactly)); exactly != "" {
		p, err := domain.ParsePattern(exactly)
		if err == nil {
			return p, nil
		}
		faults := domain.FaultsOf(err)
		for i := range faults {
			faults[i].Field = FieldHoursExactly
		}
		return p, faults
	}
	var days []int
	for _, choice := range v.Choices(FieldHoursDays) {
		if day, err := strconv.Atoi(choice); err == nil {
			days = append(days, day)
		}
	}
	if len(days) == 0 {
		return domain.Pattern{}, nil
	}
	start, startOK := v.Time(FieldHoursFrom)
	end, endOK := v.Time(FieldHoursUntil)
	if !startOK || !endOK {
		return domain.Pattern{}, domain.RefuseField(FieldHoursFrom, "hours.times_missing")
	}
	p, err := domain.EvenPattern(days, start, end)
	if err != nil {
		return p, fmt.Errorf("read hours: %w", err)
	}
	return p, nil
}

// weekFromMonday is the order in which days are shown.
var weekFromMonday = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// evenHours are the hours of a pattern where they are the same on all its days.
func evenHours(p domain.Pattern) (domain.Hours, bool) {
	var hours domain.Hours
	for _, day := range weekFromMonday {
		switch h := p.On(day); {
		case h.IsZero():
		case hours.IsZero():
			hours = h
		case h != hours:
			return domain.Hours{}, false
		}
	}
	return hours, !hours.IsZero()
}

// patternWords says working time in words: "Monday, Tuesday 9:00-17:00".
func patternWords(v *sentence.Voice, p domain.Pattern) string {
	var order []domain.Hours
	days := map[domain.Hours][]string{}
	for _, day := range weekFromMonday {
		h := p.On(day)
		if h.IsZero() {
			continue
		}
		if days[h] == nil {
			order = append(order, h)
		}
		days[h] = append(days[h], v.Weekday(day))
	}
	parts := make([]string, len(order))
	for i, h := range order {
		parts[i] = v.Say("hours.days_hours", "Days", days[h], "Hours", h.String())
	}
	return strings.Join(parts, "; ")
}

// hoursForm shows the own days and hours, or those of the place as a start.
func hoursForm(v *sentence.Voice, hours domain.OwnHours, meta Metadata) blockkit.Modal {
	shown, exactly := hours.Own, ""
	if shown.IsZero() {
		shown = hours.Usual
	}
	even, ok := evenHours(shown)
	if !ok {
		exactly, even = shown.String(), domain.DefaultPattern().On(time.Monday)
	}
	var options []blockkit.Option
	var days []string
	for _, day := range weekFromMonday {
		value := strconv.Itoa(int(day))
		options = append(options, blockkit.Option{Value: value, Label: blockkit.App(v.Weekday(day))})
		if !shown.On(day).IsZero() {
			days = append(days, value)
		}
	}
	return form(v, frame{HoursForm, "hours.form_title", "rapport.save_button"}, meta,
		blockkit.Section(say(v, "hours.intro", "Hours", patternWords(v, hours.Usual))),
		blockkit.Input(blockkit.Field{
			ID: FieldHoursDays, Label: say(v, "hours.days_label"), Hint: say(v, "hours.days_hint"), Optional: true,
			Element: blockkit.Checkboxes{ID: FieldHoursDays, Options: options, Initial: days},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldHoursFrom, Label: say(v, "hours.from_label"), Optional: true,
			Element: blockkit.TimeField{ID: FieldHoursFrom, Initial: clock(even.Start)},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldHoursUntil, Label: say(v, "hours.until_label"), Optional: true,
			Element: blockkit.TimeField{ID: FieldHoursUntil, Initial: clock(even.End)},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldHoursExactly, Label: say(v, "hours.exactly_label"), Hint: say(v, "hours.exactly_hint"), Optional: true,
			Element: blockkit.TextField{ID: FieldHoursExactly, Initial: exactly},
		}))
}

// clock writes a time as Slack's picker has it, "09:00"; the end of a day is
// its midnight.
func clock(t domain.TimeOfDay) string {
	if t >= domain.EndOfDay {
		t -= domain.EndOfDay
	}
	if text := t.String(); len(text) == len("15:04") {
		return text
	}
	return "0" + t.String()
}
