package main

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

// town is the Slack workspace of the storm.
type town struct {
	*sandbox.Workspace
	server *sandbox.Server
	scopes []string // those of the manifest
	people []string // user ids
	places []string // channel ids
}

// The paces of the town: what Slack allows a big workspace, and the same said
// to Rapport.
const (
	postsPerMinute   = 6000
	channelPerSecond = 10
)

// newTown builds a workspace with people and channels, with limits that let
// the load through at the pace that Rapport is told.
func newTown(ctx context.Context, s settings) (*town, error) {
	scopes, events, err := readManifest("manifest.yaml")
	if err != nil {
		return nil, err
	}
	t := &town{scopes: scopes}
	config := sandbox.Config{
		Scopes: scopes, Events: events,
		TeamID: "T0STORM", TeamName: "Storm", Logger: slog.New(slog.DiscardHandler),
		Limits: sandbox.Limits{
			PostsPerMinute: postsPerMinute, ChannelPerSecond: channelPerSecond, ChannelBurst: 3 * channelPerSecond,
			Tier2: 2000, Tier3: postsPerMinute, Tier4: postsPerMinute,
		},
	}
	for _, name := range []string{"/kudos", "/checkin", "/goals", "/rapport"} {
		config.Commands = append(config.Commands, sandbox.Command{Name: name, ShouldEscape: true})
	}
	zones := []string{"Europe/Berlin", "America/New_York", "Asia/Tokyo"}
	for i := range s.people {
		id := fmt.Sprintf("U%07d", i)
		t.people = append(t.people, id)
		config.Users = append(config.Users, sandbox.User{
			ID: id, Name: "p" + strconv.Itoa(i), RealName: "Person " + strconv.Itoa(i),
			Email: mail(i), TZ: zones[i%len(zones)],
		})
	}
	for i := range s.channels {
		id := fmt.Sprintf("C%07d", i)
		t.places = append(t.places, id)
		members := append([]string{"U0SANDBOXB"}, t.people[:min(10, len(t.people))]...)
		config.Channels = append(config.Channels, sandbox.Channel{ID: id, Name: area(i), Members: members})
	}
	t.Workspace = sandbox.New(config)
	if t.server, err = t.Listen(ctx, "127.0.0.1:0"); err != nil {
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

func mail(i int) string { return "p" + strconv.Itoa(i) + "@example.com" }
func area(i int) string { return "area-" + strconv.Itoa(i) }

// roster is the people file: everybody has the area of a channel.
func (t *town) roster() string {
	var b strings.Builder
	b.WriteString("email,area\n")
	for i := range t.people {
		fmt.Fprintf(&b, "%s,%s\n", mail(i), area(i%len(t.places)))
	}
	return b.String()
}

// policy posts the kudos of each area in its channel, and stands in nobody's
// way by an allowance.
func (t *town) policy() string {
	var b strings.Builder
	fmt.Fprintf(&b, "kudos:\n  channel: %s\n  daily_allowance: 1000\n  undo_minutes: 60\n  channels:\n", t.places[0])
	for i, id := range t.places {
		fmt.Fprintf(&b, "    %s: %s\n", area(i), id)
	}
	return b.String()
}

// placeOf is where public kudos of a person are posted.
func (t *town) placeOf(person int) string { return t.places[person%len(t.places)] }
