package sandbox

// wireGroup renders a user group as usergroups.list does.
func (w *Workspace) wireGroup(g *Group, users bool) object {
	o := object{
		"id": g.ID, "team_id": w.cfg.TeamID, "is_usergroup": true, "is_subteam": true,
		"name": g.Name, "description": "", "handle": g.Handle, "is_external": false,
		"date_create": 1700000000, "date_update": 1700000000, "date_delete": 0,
		"auto_type": nil, "created_by": slackbot, "updated_by": slackbot, "deleted_by": nil,
		"prefs": object{"channels": []any{}, "groups": []any{}}, "user_count": len(g.Users),
	}
	if g.Disabled {
		o["date_delete"] = w.cfg.Now().Unix()
	}
	if users {
		o["users"] = append([]string{}, g.Users...)
	}
	return o
}

func listGroups(c *call) (object, error) {
	groups := []object{}
	for _, g := range c.w.groups {
		if !g.Disabled || c.args.flag("include_disabled") {
			groups = append(groups, c.w.wireGroup(g, c.args.flag("include_users")))
		}
	}
	return object{"usergroups": groups}, nil
}

func groupUsers(c *call) (object, error) {
	for _, g := range c.w.groups {
		if g.ID == c.args.text("usergroup") && (!g.Disabled || c.args.flag("include_disabled")) {
			return object{"users": append([]string{}, g.Users...)}, nil
		}
	}
	return nil, refuse("no_such_subteam")
}
