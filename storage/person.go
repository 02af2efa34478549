package storage

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// personRow is one person.
type personRow struct {
	ID        string
	SlackID   string
	TeamID    string
	Name      string
	Handle    string
	Email     string
	Zone      string
	Locale    string
	Kind      string
	Active    bool
	Manager   string
	Team      string
	Area      string
	Role      string
	Location  string
	Starts    string
	Leaves    string
	Cadence   string
	Pattern   string
	TakesPart bool
	Privately bool
	Quieter   bool
	Met       *time.Time
	HomeSeen  *time.Time
	JoinedAt  time.Time
	Version   int

	LeavesQuietly bool
	LeftAt        *time.Time
	ErasedAt      *time.Time

	EmailKey  string
	NameKey   string
	FirstKey  string
	HandleKey string
}

// TableName names the table for GORM.
func (personRow) TableName() string { return "people" }

func rowOfPerson(p domain.Person) personRow {
	name := plain(p.Name)
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return personRow{
		ID: string(p.ID), SlackID: plain(p.SlackID), TeamID: plain(p.TeamID),
		Name: name, Handle: plain(p.Handle), Email: plain(p.Email), Zone: plain(p.Zone), Locale: plain(p.Locale),
		Kind: string(p.Kind), Active: p.Active,
		Manager: string(p.Manager), Team: plain(p.Team), Area: plain(p.Area()), Role: plain(p.Role),
		Location: plain(p.Location), Starts: p.Start.String(), Leaves: p.Leaves.String(), LeavesQuietly: p.LeavesQuietly,
		Cadence: plain(p.Cadence), Pattern: plain(p.Pattern), TakesPart: p.TakesPart, Privately: p.Privately, Quieter: p.Quieter,
		Met: optional(p.Met), HomeSeen: optional(p.HomeSeen), JoinedAt: instant(p.JoinedAt), Version: p.Version,
		LeftAt: optional(p.LeftAt), ErasedAt: optional(p.ErasedAt),
		EmailKey: searchKey(p.Email), NameKey: searchKey(name), FirstKey: searchKey(first), HandleKey: searchKey(p.Handle),
	}
}

func (r personRow) person() (domain.Person, error) {
	start, err := dayOf(r.Starts)
	if err != nil {
		return domain.Person{}, err
	}
	leaves, err := dayOf(r.Leaves)
	if err != nil {
		return domain.Person{}, err
	}
	return domain.Person{
		ID: domain.ID(r.ID), SlackID: r.SlackID, TeamID: r.TeamID,
		Name: r.Name, Handle: r.Handle, Email: r.Email, Zone: r.Zone, Locale: r.Locale,
		Kind: domain.Kind(r.Kind), Active: r.Active,
		Manager: domain.ID(r.Manager), Team: r.Team, Role: r.Role, Location: r.Location, Start: start, Leaves: leaves, LeavesQuietly: r.LeavesQuietly,
		Cadence: r.Cadence, Pattern: r.Pattern, TakesPart: r.TakesPart, Privately: r.Privately, Quieter: r.Quieter,
		Met: timeOf(r.Met), HomeSeen: timeOf(r.HomeSeen), JoinedAt: r.JoinedAt.UTC(), Version: r.Version,
		LeftAt: timeOf(r.LeftAt), ErasedAt: timeOf(r.ErasedAt),
	}, nil
}

// searchKey is the form in which people are looked for: in lower case by Go's
// rules, because the databases' own differ.
func searchKey(text string) string {
	return strings.ToLower(strings.TrimSpace(plain(text)))
}

// Person gives one person by id.
func (t *tx) Person(ctx context.Context, id domain.ID) (domain.Person, error) {
	return t.takePerson(t.g(ctx).Where("id = ?", string(id)))
}

// PersonBySlack gives one person by Slack's id.
func (t *tx) PersonBySlack(ctx context.Context, slackID string) (domain.Person, error) {
	return t.takePerson(t.g(ctx).Where("slack_id = ?", plain(slackID)))
}

func (t *tx) takePerson(query *gorm.DB) (domain.Person, error) {
	var row personRow
	if err := query.Take(&row).Error; err != nil {
		return domain.Person{}, found(err, "person.not_found", "read a person")
	}
	return row.person()
}

// People lists people by filter, ordered by id.
func (t *tx) People(ctx context.Context, f domain.PersonFilter) ([]domain.Person, error) {
	var list []domain.Person
	var row personRow
	places := row.places()
	query := t.personQuery(ctx, f).Model(&personRow{}).Select(personColumns).Order("id")
	err := eachRow(query, func(scan func(...any) error) error {
		row = personRow{}
		if err := scan(places...); err != nil {
			return err
		}
		person, err := row.person()
		list = append(list, person)
		return err
	})
	return list, tried("list people", err)
}

// personColumns are the columns of places, in its order. The keys by which people
// are found are not read.
const personColumns = `id, slack_id, team_id, name, handle, email, zone, locale, kind, active, manager, team, area, role, location,
	starts, leaves, cadence, pattern, takes_part, privately, quieter, met, home_seen, joined_at, version, leaves_quietly, left_at, erased_at`

// places are where the columns of a person are scanned into.
func (r *personRow) places() []any {
	return []any{
		&r.ID, &r.SlackID, &r.TeamID, &r.Name, &r.Handle, &r.Email, &r.Zone, &r.Locale, &r.Kind, &r.Active, &r.Manager, &r.Team, &r.Area, &r.Role, &r.Location,
		&r.Starts, &r.Leaves, &r.Cadence, &r.Pattern, &r.TakesPart, &r.Privately, &r.Quieter, &r.Met, &r.HomeSeen, &r.JoinedAt, &r.Version, &r.LeavesQuietly,
		&r.LeftAt, &r.ErasedAt,
	}
}

func (t *tx) personQuery(ctx context.Context, f domain.PersonFilter) *gorm.DB {
	q := t.g(ctx)
	if len(f.IDs) > 0 {
		q = q.Where("id IN ?", idTexts(f.IDs))
	}
	if len(f.SlackIDs) > 0 {
		q = q.Where("slack_id IN ?", f.SlackIDs)
	}
	if len(f.Emails) > 0 {
		keys := make([]string, len(f.Emails))
		for i, email := range f.Emails {
			keys[i] = searchKey(email)
		}
		q = q.Where("email_key IN ? AND email_key <> ''", keys)
	}
	if f.Manager != "" {
		q = q.Where("manager = ?", string(f.Manager))
	}
	if f.Area != "" {
		q = q.Where("area = ?", plain(f.Area))
	}
	if f.Location != "" {
		q = q.Where("location = ?", plain(f.Location))
	}
	if f.Role != "" {
		q = q.Where("role = ?", plain(f.Role))
	}
	if f.Active {
		q = q.Where("active")
	}
	if key := searchKey(f.Named); key != "" {
		q = q.Where("(handle_key = ? OR name_key = ? OR first_key = ?)", key, key, key)
	}
	if f.After != "" {
		q = q.Where("id > ?", string(f.After))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	return q
}

// CreatePerson adds a person. Conflict where Slack's id is there already.
func (t *tx) CreatePerson(ctx context.Context, p domain.Person) (domain.Person, error) {
	if p.ID == "" {
		p.ID = newID()
	}
	if p.JoinedAt.IsZero() {
		p.JoinedAt = t.at
	}
	p.Version = 1
	row := rowOfPerson(p)
	err := t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return domain.Person{}, domain.Refuse(domain.Conflict, "person.known_already")
	}
	if err != nil {
		return domain.Person{}, tried("create a person", err)
	}
	return row.person()
}

// UpdatePerson writes what is the person's, except when Home was seen and when
// the person was greeted, which SeeHome and NoteMet alone write.
func (t *tx) UpdatePerson(ctx context.Context, p domain.Person) (domain.Person, error) {
	before := p.Version
	p.Version++
	row := rowOfPerson(p)
	done := t.g(ctx).Model(&personRow{}).Where("id = ? AND version = ?", row.ID, before).
		Select("*").Omit("ID", "Met", "HomeSeen", "JoinedAt").Updates(&row)
	if duplicate(done.Error) {
		return domain.Person{}, domain.Refuse(domain.Conflict, "person.known_already")
	}
	if done.Error != nil {
		return domain.Person{}, tried("update a person", done.Error)
	}
	if done.RowsAffected == 0 {
		if _, err := t.Person(ctx, p.ID); err != nil {
			return domain.Person{}, err
		}
		return domain.Person{}, domain.Refuse(domain.Conflict, "person.changed")
	}
	return row.person()
}

// SeeHome notes when the person last looked at Home; an earlier time than the
// noted one changes nothing.
func (t *tx) SeeHome(ctx context.Context, id domain.ID, at time.Time) error {
	return tried("note that home was seen", t.g(ctx).Exec(
		`UPDATE people SET home_seen = ? WHERE id = ? AND (home_seen IS NULL OR home_seen < ?)`,
		instant(at), string(id), instant(at)).Error)
}

// maxLine is how far up a line is followed.
const maxLine = 50

// LineAbove follows the managers upwards. The query itself only counts steps;
// a loop is cut here, at the first person seen twice.
func (t *tx) LineAbove(ctx context.Context, id domain.ID) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`WITH RECURSIVE line (person, manager, steps) AS (
			SELECT id, manager, 0 FROM people WHERE id = ?
			UNION ALL
			SELECT p.id, p.manager, line.steps + 1 FROM line JOIN people p ON p.id = line.manager
			WHERE line.manager <> '' AND line.steps < ?)
		SELECT person FROM line WHERE steps > 0 ORDER BY steps`, string(id), maxLine).Scan(&ids).Error
	if err != nil {
		return nil, tried("read the reporting line", err)
	}
	return withoutLoop(id, ids), nil
}

// withoutLoop cuts the line above somebody at the first person seen twice.
func withoutLoop(id domain.ID, line []domain.ID) []domain.ID {
	seen := map[domain.ID]bool{id: true}
	for i, above := range line {
		if seen[above] {
			return line[:i]
		}
		seen[above] = true
	}
	return line
}

// Spans counts the people of everybody who holds conversations.
func (t *tx) Spans(ctx context.Context) ([]domain.Span, error) {
	var spans []domain.Span
	err := t.g(ctx).Raw(`SELECT held.partner, count(*) AS people FROM (
			SELECT coalesce(n.partner, p.manager) AS partner FROM people p LEFT JOIN partners n ON n.employee = p.id
			WHERE p.active = ? AND (p.kind = ? OR p.takes_part = ? AND p.kind NOT IN ?)) held
		WHERE held.partner <> '' GROUP BY held.partner ORDER BY count(*) DESC, held.partner`,
		true, string(domain.Member), true, []string{string(domain.Bot), string(domain.Outsider)}).Scan(&spans).Error
	return spans, tried("count whose conversations are held by whom", err)
}
