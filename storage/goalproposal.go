package storage

import (
	"context"
	"encoding/json"
	"time"

	"rapport/domain"
)

// goalProposalRow is one proposal about a goal; its terms are sealed JSON.
type goalProposalRow struct {
	ID         string
	Goal       string
	Was        sealed
	Terms      sealed
	Why        sealed
	Answer     sealed
	State      string
	ProposedBy string
	AnsweredBy string
	At         time.Time
	SettledAt  *time.Time
}

// TableName names the table for GORM.
func (goalProposalRow) TableName() string { return "goal_proposals" }

func (t *tx) rowOfGoalProposal(p domain.GoalProposal) (goalProposalRow, error) {
	row := goalProposalRow{
		ID: string(p.ID), Goal: string(p.Goal), Why: t.db.box.Seal("goal_proposals", p.ID, "why", p.Why),
		Answer: t.db.box.Seal("goal_proposals", p.ID, "answer", p.Answer), State: string(p.State), ProposedBy: string(p.By),
		AnsweredBy: string(p.AnsweredBy), At: instant(p.At), SettledAt: optional(p.SettledAt),
	}
	for column, terms := range map[string]domain.GoalTerms{"was": p.Was, "terms": p.Terms} {
		text, err := json.Marshal(terms)
		if err != nil {
			return row, tried("write the terms of a goal", err)
		}
		sealed := t.db.box.Seal("goal_proposals", p.ID, column, string(text))
		if column == "was" {
			row.Was = sealed
		} else {
			row.Terms = sealed
		}
	}
	return row, nil
}

func (t *tx) goalProposalOf(r goalProposalRow) (domain.GoalProposal, error) {
	o := opener{box: t.db.box, table: "goal_proposals", id: domain.ID(r.ID)}
	p := domain.GoalProposal{
		ID: domain.ID(r.ID), Goal: domain.ID(r.Goal), Why: o.text("why", r.Why), Answer: o.text("answer", r.Answer),
		State: domain.ProposalState(r.State), By: domain.ID(r.ProposedBy), AnsweredBy: domain.ID(r.AnsweredBy), At: r.At.UTC(), SettledAt: timeOf(r.SettledAt),
	}
	was, terms := o.text("was", r.Was), o.text("terms", r.Terms)
	if o.err != nil {
		return p, o.err
	}
	if err := json.Unmarshal([]byte(was), &p.Was); err != nil {
		return p, tried("read what held of a goal", err)
	}
	return p, tried("read the terms of a goal", json.Unmarshal([]byte(terms), &p.Terms))
}

// CreateGoalProposal adds one. Conflict where one waits.
func (t *tx) CreateGoalProposal(ctx context.Context, p domain.GoalProposal) error {
	row, err := t.rowOfGoalProposal(p)
	if err != nil {
		return err
	}
	err = t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return domain.Refuse(domain.Conflict, "goal.changed")
	}
	return tried("propose something for a goal", err)
}

// GoalProposal gives one.
func (t *tx) GoalProposal(ctx context.Context, id domain.ID) (domain.GoalProposal, error) {
	var row goalProposalRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.GoalProposal{}, found(err, "goal.proposal_gone", "read a proposal about a goal")
	}
	return t.goalProposalOf(row)
}

// SettleGoalProposal ends one that waits.
func (t *tx) SettleGoalProposal(ctx context.Context, p domain.GoalProposal) error {
	row, err := t.rowOfGoalProposal(p)
	if err != nil {
		return err
	}
	done := t.g(ctx).Model(&goalProposalRow{}).Where("id = ? AND state = ?", row.ID, string(domain.ProposalOpen)).
		Select("Answer", "State", "AnsweredBy", "SettledAt").Updates(&row)
	return written(done, "settle a proposal about a goal", "goal.proposal_settled")
}

// GoalProposals lists those of a goal, newest first.
func (t *tx) GoalProposals(ctx context.Context, goal domain.ID, limit int) ([]domain.GoalProposal, error) {
	var rows []goalProposalRow
	if err := t.g(ctx).Where("goal = ?", string(goal)).Order("at DESC, id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list the proposals about a goal", err)
	}
	return mapped(rows, t.goalProposalOf)
}

// GoalProposalsFor lists those that wait for somebody.
func (t *tx) GoalProposalsFor(ctx context.Context, person domain.ID, scope domain.Scope, limit int) ([]domain.GoalProposal, error) {
	// The people around somebody are few; the scope decides which of them count.
	const around = `goals.owner IN (SELECT id FROM people WHERE manager = ? UNION SELECT employee FROM partners WHERE partner = ?)`
	within, args, err := scopeOn("goals.owner", scope)
	if err != nil {
		return nil, err
	}
	var rows []goalProposalRow
	err = t.g(ctx).Select("goal_proposals.*").Joins("JOIN goals ON goals.id = goal_proposals.goal").
		Where("goal_proposals.state = ?", string(domain.ProposalOpen)).
		Where("(goals.owner = ? AND goal_proposals.proposed_by <> ? OR goals.owner <> ? AND goal_proposals.proposed_by = goals.owner AND "+around+" AND "+within+")",
			append([]any{string(person), string(person), string(person), string(person), string(person)}, args...)...).
		Order("goal_proposals.at, goal_proposals.id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, tried("list the proposals that wait for somebody", err)
	}
	return mapped(rows, t.goalProposalOf)
}
