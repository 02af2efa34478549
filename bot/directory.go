package bot

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// slackbot is an account of Slack's own that does not say of itself that it is
// one.
const slackbot = "USLACKBOT"

// Profile implements domain.Directory.
func (s *Slack) Profile(ctx context.Context, slackID string) (domain.Person, error) {
	account, err := s.api.GetUserInfoContext(ctx, slackID)
	if err != nil {
		return domain.Person{}, notFound(slackError("users.info", err), "user_not_found", "user_not_visible")
	}
	return PersonOf(*account, s.workspace), nil
}

// accountsPage is how many accounts one page of the directory has.
const accountsPage = 1000

// Accounts implements domain.Census.
func (s *Slack) Accounts(ctx context.Context, cursor string) ([]domain.Person, string, error) {
	options := []slack.GetUsersOption{slack.GetUsersOptionLimit(accountsPage)}
	if s.workspace.EnterpriseID != "" {
		options = append(options, slack.GetUsersOptionTeamID(s.workspace.TeamID))
	}
	page := s.api.GetUsersPaginated(options...)
	page.Cursor = cursor
	page, err := page.Next(ctx)
	if page.Done(err) {
		return nil, "", nil
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return nil, "", domain.Limited{After: limited.RetryAfter}
	}
	if err != nil {
		return nil, "", notFound(slackError("users.list", err), "invalid_cursor")
	}
	people := make([]domain.Person, len(page.Users))
	for i, account := range page.Users {
		people[i] = PersonOf(account, s.workspace)
	}
	return people, page.Cursor, nil
}

// PersonOf reads an account as Slack describes it. Somebody of another
// workspace is an outsider, unless both belong to the enterprise.
func PersonOf(u slack.User, w Workspace) domain.Person {
	name := u.Profile.DisplayName
	for _, other := range []string{u.Profile.RealName, u.RealName, u.Name} {
		if name == "" {
			name = other
		}
	}
	return domain.Person{
		SlackID: u.ID, TeamID: u.TeamID, Name: name, Handle: u.Name, Email: u.Profile.Email,
		Zone: u.TZ, Locale: u.Locale, Kind: kindOf(u, w), Active: !u.Deleted,
	}
}

// kindOf decides who takes part. is_app_user is a person who also uses apps.
func kindOf(u slack.User, w Workspace) domain.Kind {
	enterprise := u.Enterprise.EnterpriseID
	elsewhere := u.TeamID != "" && w.TeamID != "" && u.TeamID != w.TeamID
	if w.EnterpriseID != "" && (enterprise == w.EnterpriseID || enterprise == "") {
		elsewhere = false
	}
	switch {
	case u.IsBot || u.IsWorkflowBot || u.IsConnectorBot || u.ID == slackbot || u.ID == w.BotUserID:
		return domain.Bot
	case u.IsStranger || elsewhere:
		return domain.Outsider
	case u.IsRestricted || u.IsUltraRestricted:
		return domain.Guest
	default:
		return domain.Member
	}
}

// GroupMembers implements domain.Directory.
func (s *Slack) GroupMembers(ctx context.Context, groupID string) (string, []string, error) {
	options := []slack.GetUserGroupsOption{slack.GetUserGroupsOptionIncludeUsers(true)}
	if s.workspace.EnterpriseID != "" {
		options = append(options, slack.GetUserGroupsOptionTeamID(s.workspace.TeamID))
	}
	groups, err := s.api.GetUserGroupsContext(ctx, options...)
	if err != nil {
		return "", nil, slackError("usergroups.list", err)
	}
	for _, g := range groups {
		if g.ID == groupID || g.Handle == groupID {
			return g.Handle, g.Users, nil
		}
	}
	return "", nil, domain.Refuse(domain.NotFound, "person.unknown")
}

// ManagerField implements domain.Profiles. A profile lists the fields that are
// filled in.
func (s *Slack) ManagerField(ctx context.Context, slackID, field string) (string, bool, error) {
	profile, err := s.api.GetUserProfileContext(ctx, &slack.GetUserProfileParameters{UserID: slackID})
	if err != nil {
		return "", false, notFound(slackError("users.profile.get", err), "user_not_found", "user_not_visible")
	}
	value := profile.FieldsMap()[field].Value
	return value, value != "", nil
}

// Place implements domain.Directory.
func (s *Slack) Place(ctx context.Context, channel string) (domain.Place, error) {
	c, err := s.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	if err != nil {
		return domain.Place{}, notFound(slackError("conversations.info", err), "channel_not_found", "missing_scope")
	}
	return domain.Place{
		ID: c.ID, Name: c.Name, Public: !c.IsPrivate && !c.IsIM && !c.IsMpIM && !c.IsGroup,
		Direct: c.IsIM || c.IsMpIM, Shared: c.IsExtShared || c.IsPendingExtShared,
		Archived: c.IsArchived, Member: c.IsMember,
	}, nil
}

// PlaceMembers implements domain.Directory.
func (s *Slack) PlaceMembers(ctx context.Context, channel string) ([]string, error) {
	const page = 1000
	var all []string
	for cursor := ""; ; {
		ids, next, err := s.api.GetUsersInConversationContext(ctx,
			&slack.GetUsersInConversationParameters{ChannelID: channel, Cursor: cursor, Limit: page})
		if err != nil {
			return nil, notFound(slackError("conversations.members", err), "channel_not_found")
		}
		all = append(all, ids...)
		if next == "" {
			return all, nil
		}
		cursor = next
	}
}
