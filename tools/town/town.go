// Package town builds the Slack workspace in which a storm or a benchmark takes
// place, with the paces that are told to both sides.
package town

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rapport/sandbox"
)

// Town is a workspace with a company in it.
type Town struct {
	*sandbox.Workspace
	Server *sandbox.Server
	Scopes []string // those of the manifest
	People []string // user ids
	Places []string // channel ids
}

// The paces of the town: what Slack allows a big workspace, and the same said
// to Rapport.
const (
	PostsPerMinute   = 6000
	ChannelPerSecond = 10
)

// New builds a workspace with people and channels, with limits that let the load
// through at the pace that Rapport is told, and serves it on loopback. It reads
// the manifest in the working directory, which has to be the module's root.
func New(ctx context.Context, people, channels int) (*Town, error) {
	scopes, events, err := readManifest("manifest.yaml")
	if err != nil {
		return nil, err
	}
	t := &Town{Scopes: scopes}
	config := sandbox.Config{
		Scopes: scopes, Events: events,
		TeamID: "T0STORM", TeamName: "Storm", Logger: slog.New(slog.DiscardHandler),
		Limits: sandbox.Limits{
			PostsPerMinute: PostsPerMinute, ChannelPerSecond: ChannelPerSecond, ChannelBurst: 3 * ChannelPerSecond,
			Tier2: 2000, Tier3: PostsPerMinute, Tier4: PostsPerMinute,
		},
	}
	for _, name := range []string{"/kudos", "/checkin", "/goals", "/rapport"} {
		config.Commands = append(config.Commands, sandbox.Command{Name: name, ShouldEscape: true})
	}
	zones := []string{"Europe/Berlin", "America/New_York", "Asia/Tokyo"}
	for i := range people {
		id := fmt.Sprintf("U%07d", i)
		t.People = append(t.People, id)
		config.Users = append(config.Users, sandbox.User{
			ID: id, Name: Handle(i), RealName: "Person " + strconv.Itoa(i),
			Email: Mail(i), TZ: zones[i%len(zones)],
		})
	}
	for i := range channels {
		id := fmt.Sprintf("C%07d", i)
		t.Places = append(t.Places, id)
		members := append([]string{"U0SANDBOXB"}, t.People[:min(10, len(t.People))]...)
		config.Channels = append(config.Channels, sandbox.Channel{ID: id, Name: Area(i), Members: members})
	}
	t.Workspace = sandbox.New(config)
	if t.Server, err = t.Listen(ctx, "127.0.0.1:0"); err != nil {
		return nil, err
	}
	return t, nil
}

// readManifest reads what the app asks for: its scopes, and the events that it
// subscribes to.
func readManifest(path string) (scopes, events []string, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("read the manifest, in the module's root: %w", err)
	}
	scopes, events = entries(string(text), "bot"), entries(string(text), "bot_events")
	if len(scopes) == 0 || len(events) == 0 {
		return nil, nil, fmt.Errorf("find scopes and events in %s", path)
	}
	return scopes, events, nil
}

// entries are those of a list of the manifest.
func entries(text, heading string) []string {
	m := regexp.MustCompile(`(?m)^ +` + heading + `:\n((?: +- \S+\n)+)`).FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	return slices.DeleteFunc(strings.Fields(m[1]), func(word string) bool { return word == "-" })
}

// Handle is how a person is called in Slack.
func Handle(i int) string { return "p" + strconv.Itoa(i) }

// Mail is the address of a person.
func Mail(i int) string { return Handle(i) + "@example.com" }

// Area is the area whose kudos are posted in a channel.
func Area(i int) string { return "area-" + strconv.Itoa(i) }

// Roster is the people file: everybody has the area of a channel.
func (t *Town) Roster() string {
	var b strings.Builder
	b.WriteString("email,area\n")
	for i := range t.People {
		fmt.Fprintf(&b, "%s,%s\n", Mail(i), Area(i%len(t.Places)))
	}
	return b.String()
}

// Policy posts the kudos of each area in its channel, and stands in nobody's
// way by an allowance.
func (t *Town) Policy() string {
	var b strings.Builder
	fmt.Fprintf(&b, "kudos:\n  channel: %s\n  daily_allowance: 1000\n  undo_minutes: 60\n  channels:\n", t.Places[0])
	for i, id := range t.Places {
		fmt.Fprintf(&b, "    %s: %s\n", Area(i), id)
	}
	return b.String()
}

// PlaceOf is where public kudos of a person are posted.
func (t *Town) PlaceOf(person int) string { return t.Places[person%len(t.Places)] }
