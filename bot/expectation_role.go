package bot

import (
	"context"
	"slices"
	"strings"

	"rapport/domain"
)

// roleRoutes are the ways in which the people team writes the profiles of roles.
func (b *Bot) roleRoutes() []Route {
	frame := []string{FieldRole, FieldRoleOutcomes, FieldRoleProcesses, FieldRoleImpact, FieldRoleLevels, FieldRoleRetired}
	item := []string{FieldDimension, FieldExpectation, FieldLeaveOut}
	kpi := []string{FieldKPIName, FieldKPIUnit, FieldKPITarget, FieldKPIStandard, FieldLeaveOut}
	return []Route{
		{Kind: Press, ID: PressRoles, Speed: Opening, Handle: b.openRoles},
		{Kind: Press, ID: PressRole, Speed: Opening, Handle: b.openRole},
		{Kind: Press, ID: PressRoleStart, Speed: Opening, Handle: b.openRoleStart},
		{Kind: Submit, ID: RoleStartForm, Speed: Doing, Fields: []string{FieldRole, FieldRoleTemplate}, Handle: b.submitRoleStart},
		{Kind: Press, ID: PressRoleFrame, Speed: Opening, Handle: b.openRoleFrame},
		{Kind: Submit, ID: RoleFrameForm, Speed: Doing, Fields: frame, Handle: b.submitRoleFrame, Again: b.openRoleFrame},
		{Kind: Press, ID: PressRoleItem, Speed: Opening, Handle: b.openRoleItem},
		{Kind: Submit, ID: RoleItemForm, Speed: Doing, Fields: item, Handle: b.submitRoleItem, Again: b.openRoleItem},
		{Kind: Press, ID: PressRoleKPI, Speed: Opening, Handle: b.openRoleKPI},
		{Kind: Submit, ID: RoleKPIForm, Speed: Doing, Fields: kpi, Handle: b.submitRoleKPI, Again: b.openRoleKPI},
	}
}

// roleViews lead to each other in one place.
var roleViews = []string{RolesView, RoleView, RoleStartForm, RoleFrameForm, RoleItemForm, RoleKPIForm}

func (b *Bot) openRoles(ctx context.Context, req Request) (Reply, error) {
	list, err := b.expected.Roles(ctx, req.Person.ID, req.Value)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, roleViews, rolesView(req.Voice, list)), nil
}

func (b *Bot) openRole(ctx context.Context, req Request) (Reply, error) {
	return b.showRole(ctx, req, domain.ID(req.Value))
}

func (b *Bot) showRole(ctx context.Context, req Request, id domain.ID) (Reply, error) {
	p, people, err := b.expected.ShowRole(ctx, req.Person.ID, id)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, roleViews, roleView(req.Voice, p, people)), nil
}

// openRoleStart asks for which role, and from which template. Who may not read
// the profiles is refused by the list of them.
func (b *Bot) openRoleStart(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.expected.Roles(ctx, req.Person.ID, ""); err != nil {
		return Reply{}, err
	}
	return sameWay(req, roleViews, roleStartForm(req.Voice, req.Value, b.expected.Templates, b.formMetadata("", 0))), nil
}

func (b *Bot) submitRoleStart(ctx context.Context, req Request) (Reply, error) {
	var from domain.RoleProfile
	if chosen := req.Values.Choice(FieldRoleTemplate); chosen != noTemplate {
		industry, role, _ := strings.Cut(chosen, ":")
		template, known := b.expected.Template(industry, role)
		if !known {
			return Errors(map[string]string{FieldRoleTemplate: req.Voice.Say("expectation.template_gone")}), nil
		}
		from = template
	}
	out, err := b.expected.StartRole(ctx, req.Act, req.Values.Text(FieldRole), from)
	if err != nil {
		return Reply{}, err
	}
	return b.roleSaved(ctx, req, out), nil
}

// roleSaved shows the profile as it stands after it was saved.
func (b *Bot) roleSaved(ctx context.Context, req Request, out domain.Outcome) Reply {
	return b.saved(ctx, req, func() (Reply, error) { return b.showRole(ctx, req, out.Subject) })
}

func (b *Bot) openRoleFrame(ctx context.Context, req Request) (Reply, error) {
	p, _, err := b.expected.ShowRole(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, roleViews, roleFrameForm(req.Voice, p, b.formMetadata(p.ID, p.Version))), nil
}

func (b *Bot) submitRoleFrame(ctx context.Context, req Request) (Reply, error) {
	v := req.Values
	out, err := b.expected.ChangeRole(ctx, req.Act, req.Metadata.Subject, req.Metadata.Version, func(p *domain.RoleProfile) {
		p.Role, p.Impact = v.Text(FieldRole), v.Text(FieldRoleImpact)
		p.Outcomes, p.Processes = nonEmptyLines(v.Text(FieldRoleOutcomes)), nonEmptyLines(v.Text(FieldRoleProcesses))
		p.Levels = readLevels(v.Text(FieldRoleLevels))
		p.Retired = len(v.Choices(FieldRoleRetired)) > 0
	})
	if err != nil {
		return Reply{}, err
	}
	return b.roleSaved(ctx, req, out), nil
}

// readLevels reads what levelLines wrote.
func readLevels(text string) []domain.RoleLevel {
	var levels []domain.RoleLevel
	for _, line := range nonEmptyLines(text) {
		name, differs, _ := strings.Cut(line, ":")
		levels = append(levels, domain.RoleLevel{Name: name, Differs: differs})
	}
	return levels
}

// roleEntry reads the value of a press, or the subject of a form: a profile, a colon,
// and one of its parts or nothing for a new one.
func roleEntry(value string) (profile, item domain.ID) {
	first, second, _ := strings.Cut(value, ":")
	return domain.ID(first), domain.ID(second)
}

func entryValue(profile, item domain.ID) string { return string(profile) + ":" + string(item) }

func (b *Bot) openRoleItem(ctx context.Context, req Request) (Reply, error) {
	profile, id := roleEntry(req.Value)
	p, _, err := b.expected.ShowRole(ctx, req.Person.ID, profile)
	if err != nil {
		return Reply{}, err
	}
	item := domain.Expectation{Dimension: domain.ResultGoal}
	if i := slices.IndexFunc(p.Expectations, func(e domain.Expectation) bool { return e.ID == id }); i >= 0 {
		item = p.Expectations[i]
	}
	meta := b.formMetadata(domain.ID(entryValue(p.ID, item.ID)), p.Version)
	return sameWay(req, roleViews, roleItemForm(req.Voice, item, meta)), nil
}

func (b *Bot) submitRoleItem(ctx context.Context, req Request) (Reply, error) {
	v := req.Values
	profile, id := roleEntry(string(req.Metadata.Subject))
	item := domain.Expectation{ID: id, Dimension: domain.Dimension(v.Choice(FieldDimension)), Text: v.Text(FieldExpectation)}
	out, err := b.expected.ChangeRole(ctx, req.Act, profile, req.Metadata.Version, func(p *domain.RoleProfile) {
		i := slices.IndexFunc(p.Expectations, func(e domain.Expectation) bool { return e.ID == id && id != "" })
		switch {
		case i < 0:
			p.Expectations = append(p.Expectations, item)
		case len(v.Choices(FieldLeaveOut)) > 0:
			p.Expectations = slices.Delete(p.Expectations, i, i+1)
		default:
			p.Expectations[i] = item
		}
	})
	if err != nil {
		return Reply{}, lastNamed(err, map[string]string{"text": FieldExpectation, "dimension": FieldDimension})
	}
	return b.roleSaved(ctx, req, out), nil
}

// lastNamed is renamed for the fields of a list's entry, by what stands behind the
// entry's number: a form shows one entry, and the others were checked before.
func lastNamed(err error, names map[string]string) error {
	var moved domain.Faults
	for _, f := range domain.FaultsOf(err) {
		if last := strings.LastIndexByte(f.Field, '.'); last >= 0 {
			f.Field = names[f.Field[last+1:]]
		}
		moved = append(moved, f)
	}
	if len(moved) == 0 {
		return err
	}
	return moved
}

func (b *Bot) openRoleKPI(ctx context.Context, req Request) (Reply, error) {
	profile, id := roleEntry(req.Value)
	p, _, err := b.expected.ShowRole(ctx, req.Person.ID, profile)
	if err != nil {
		return Reply{}, err
	}
	var kpi domain.KPI
	if i := slices.IndexFunc(p.KPIs, func(k domain.KPI) bool { return k.ID == id }); i >= 0 {
		kpi = p.KPIs[i]
	}
	meta := b.formMetadata(domain.ID(entryValue(p.ID, kpi.ID)), p.Version)
	return sameWay(req, roleViews, roleKPIForm(req.Voice, kpi, meta)), nil
}

func (b *Bot) submitRoleKPI(ctx context.Context, req Request) (Reply, error) {
	v := req.Values
	profile, id := roleEntry(string(req.Metadata.Subject))
	kpi := domain.KPI{ID: id, Name: v.Text(FieldKPIName), Unit: v.Text(FieldKPIUnit), Target: v.Text(FieldKPITarget), Standard: v.Text(FieldKPIStandard)}
	out, err := b.expected.ChangeRole(ctx, req.Act, profile, req.Metadata.Version, func(p *domain.RoleProfile) {
		i := slices.IndexFunc(p.KPIs, func(k domain.KPI) bool { return k.ID == id && id != "" })
		switch {
		case i < 0:
			p.KPIs = append(p.KPIs, kpi)
		case len(v.Choices(FieldLeaveOut)) > 0:
			p.KPIs = slices.Delete(p.KPIs, i, i+1)
		default:
			p.KPIs[i] = kpi
		}
	})
	if err != nil {
		return Reply{}, lastNamed(err, map[string]string{"name": FieldKPIName, "unit": FieldKPIUnit, "target": FieldKPITarget, "standard": FieldKPIStandard})
	}
	return b.roleSaved(ctx, req, out), nil
}
