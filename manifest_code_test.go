package rapport_test

import (
	"go/ast"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"rapport/bot"
)

// internalEvents are rows of the table that Slack knows under another name:
// people's words and the rest of one and the same subscription.
var internalEvents = []string{bot.EventOtherMessage}

// routed lists the ids of the table's rows of one kind; of a command, the word
// that Slack knows.
func routed(kind bot.Kind) []string {
	var ids []string
	for _, route := range bot.New(bot.Config{}).Routes() {
		if route.Kind != kind {
			continue
		}
		id, _, _ := strings.Cut(route.ID, " ")
		if !slices.Contains(ids, id) && !slices.Contains(internalEvents, id) {
			ids = append(ids, id)
		}
	}
	return sorted(ids)
}

func TestManifest_Routes(t *testing.T) {
	t.Parallel()
	m := readManifest(t, fullManifest)
	var commands, global, onMessage []string
	for _, c := range m.Features.SlashCommands {
		commands = append(commands, c.Command)
	}
	for _, s := range m.Features.Shortcuts {
		if s.Type == "global" {
			global = append(global, s.CallbackID)
		} else {
			onMessage = append(onMessage, s.CallbackID)
		}
	}
	for _, tt := range []struct {
		what     string
		kind     bot.Kind
		manifest []string
	}{
		{"commands", bot.Command, commands},
		{"global shortcuts", bot.Shortcut, global},
		{"message shortcuts", bot.MessageShortcut, onMessage},
		{"events", bot.Event, m.Settings.Events.Bot},
	} {
		t.Run("Slack sends the "+tt.what+" that the table handles", func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(sorted(tt.manifest), routed(tt.kind)); diff != "" {
				t.Errorf("%s (-manifest +table):\n%s", tt.what, diff)
			}
		})
	}
}

// callScopes are the scopes that a method of slack-go's client needs, by Slack's
// reference of the method it calls; of several, each is needed for a part of
// what we ask. Methods that need none are listed too, so that a new call has to
// be looked up.
var callScopes = map[string][]string{
	"AuthTestContext":               nil,
	"GetPermalinkContext":           nil,
	"StartSocketModeContext":        nil, // the app-level token's connections:write
	"OpenViewContext":               nil,
	"PushViewContext":               nil,
	"UpdateViewContext":             nil,
	"PublishViewContext":            nil,
	"PostMessageContext":            {"chat:write", "chat:write.public"},
	"PostEphemeralContext":          {"chat:write"},
	"UpdateMessageContext":          {"chat:write"},
	"DeleteMessageContext":          {"chat:write"},
	"OpenConversationContext":       {"im:write"},
	"GetConversationHistoryContext": {"im:history", "channels:history"},
	"GetConversationInfoContext":    {"channels:read", "groups:read"},
	"GetUsersInConversationContext": {"channels:read", "groups:read"},
	"GetUserInfoContext":            {"users:read", "users:read.email"},
	"GetUsersPaginated":             {"users:read", "users:read.email"},
	"GetUserProfileContext":         {"users.profile:read"},
	"GetUserGroupsContext":          {"usergroups:read"},
	"GetUserGroupMembersContext":    {"usergroups:read"},
	"UploadFileContext":             {"files:write"},
	"GetUploadURLExternalContext":   {"files:write"},
	"CompleteUploadExternalContext": {"files:write"},
}

// slackCalls lists the methods of slack-go's client that a file calls. A call
// that builds a request or logs has no name of the client's.
func slackCalls(s source) []string {
	client := reflect.TypeFor[*slack.Client]()
	var calls []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		_, ours := client.MethodByName(method.Sel.Name)
		if ours && (strings.HasSuffix(method.Sel.Name, "Context") || strings.HasSuffix(method.Sel.Name, "Paginated")) {
			calls = append(calls, method.Sel.Name)
		}
		return true
	})
	return calls
}

func TestManifest_Calls(t *testing.T) {
	t.Parallel()
	m := readManifest(t, fullManifest)
	served := map[string]bool{"commands": true} // of commands and shortcuts themselves
	for _, event := range m.Settings.Events.Bot {
		for _, scope := range eventScopes[event] {
			served[scope] = true
		}
	}
	found := false
	for _, s := range sources(t) {
		if folder := path.Dir(s.path); !below(folder, "bot") && !below(folder, "cmd") {
			continue
		}
		for _, call := range slackCalls(s) {
			found = true
			scopes, known := callScopes[call]
			if !known {
				t.Errorf("%s calls %s: look up which scopes it needs", s.path, call)
			}
			for _, scope := range scopes {
				served[scope] = true
				if !slices.Contains(m.OAuth.Scopes.Bot, scope) {
					t.Errorf("%s calls %s, which needs %s", s.path, call, scope)
				}
			}
		}
	}
	if !found {
		t.Fatal("found no call of Slack at all")
	}
	for _, scope := range m.OAuth.Scopes.Bot {
		if !served[scope] {
			t.Errorf("the manifest asks for %s, and nothing that the code calls or hears needs it", scope)
		}
	}
}
