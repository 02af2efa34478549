package sandbox

import (
	"strings"
	"time"
)

// newUser completes a user and adds it to the workspace.
func (w *Workspace) newUser(u User) *User {
	if u.ID == "" {
		u.ID = w.nextID("U")
	}
	setText(&u.TeamID, w.cfg.TeamID)
	setText(&u.Name, strings.ToLower(strings.ReplaceAll(u.RealName, " ", ".")))
	setText(&u.RealName, u.Name)
	setText(&u.AvatarColor, "9f69e7")
	if !u.Stranger {
		setText(&u.Locale, "en-US")
		setText(&u.TZ, "Etc/UTC")
	}
	w.users = append(w.users, &u)
	w.people[u.ID] = &u
	return &u
}

// user finds a person by id, or returns nil.
func (w *Workspace) user(id string) *User { return w.people[id] }

// userByName finds a person by id, handle or real name, or returns nil.
func (w *Workspace) userByName(name string) *User {
	name = strings.TrimPrefix(name, "@")
	if u := w.user(name); u != nil {
		return u
	}
	for _, u := range w.users {
		if strings.EqualFold(u.Name, name) || u.RealName == name {
			return u
		}
	}
	return nil
}

// isBot tells whether the user is no person.
func (u *User) isBot() bool { return u.Bot || u.WorkflowBot || u.ID == slackbot }

// zone is the person's time zone, UTC where it is empty or unknown.
func (u *User) zone() *time.Location {
	loc, err := time.LoadLocation(u.TZ)
	if err != nil {
		return time.UTC
	}
	return loc
}

// wire renders a user as users.info does. Email needs its own scope, the
// locale must be asked for, and strangers have neither.
func (w *Workspace) wire(u *User, locale bool) object {
	_, offset := w.cfg.Now().In(u.zone()).Zone()
	o := object{
		"id": u.ID, "team_id": u.TeamID, "name": u.Name, "deleted": u.Deleted,
		"color": u.AvatarColor, "real_name": u.RealName,
		"tz": u.TZ, "tz_label": u.TZ, "tz_offset": offset,
		"profile": w.profile(u), "is_bot": u.Bot || u.WorkflowBot, "is_app_user": u.AppUser,
		"is_restricted": u.Restricted, "is_ultra_restricted": u.UltraRestricted,
		"is_admin": false, "is_owner": false, "is_primary_owner": false,
		"updated": w.cfg.Now().Unix(),
	}
	if u.WorkflowBot {
		o["is_workflow_bot"] = true
	}
	if u.Stranger {
		o["is_stranger"] = true
	}
	if w.cfg.EnterpriseID != "" {
		o["enterprise_user"] = object{"id": u.ID, "enterprise_id": w.cfg.EnterpriseID, "teams": []string{u.TeamID}}
	}
	if locale && !u.Stranger {
		o["locale"] = u.Locale
	}
	return o
}

// profile renders the profile object of a user, without custom fields: those
// come only with users.profile.get.
func (w *Workspace) profile(u *User) object {
	first, last, _ := strings.Cut(u.RealName, " ")
	p := object{
		"title": u.Title, "phone": "", "skype": "", "team": u.TeamID,
		"real_name": u.RealName, "real_name_normalized": u.RealName,
		"display_name": u.RealName, "display_name_normalized": u.RealName,
		"first_name": first, "last_name": last,
		"status_text": u.StatusText, "status_emoji": "", "status_expiration": u.StatusExpiration,
		"avatar_hash": u.AvatarColor,
	}
	if u.Email != "" && !u.Stranger && w.granted("users:read.email") {
		p["email"] = u.Email
	}
	if u.Bot {
		p["bot_id"], p["api_app_id"] = w.botID, w.cfg.AppID
	}
	return p
}
