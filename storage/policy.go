package storage

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"go.yaml.in/yaml/v4"

	"rapport/domain"
)

// policyRow is one version of the policy, as the YAML that people review.
type policyRow struct {
	Version  int
	Document string
	Author   string
	At       time.Time
}

// TableName names the table for GORM.
func (policyRow) TableName() string { return "policies" }

// readPolicy is a document of the policy that was read, and what it says.
type readPolicy struct {
	document string
	policy   domain.Policy
}

// policyVersion gives what a row says. Everything that is done reads the policy,
// and it changes a few times a year: the document that was read last is not read
// again.
func (d *DB) policyVersion(r policyRow) (domain.PolicyVersion, error) {
	known := d.policy.Load()
	if known == nil || known.document != r.Document {
		policy, err := parseRow(r)
		if err != nil {
			return domain.PolicyVersion{}, err
		}
		known = &readPolicy{document: r.Document, policy: policy}
		d.policy.Store(known)
	}
	v := domain.PolicyVersion{Version: r.Version, Policy: known.policy, By: domain.ID(r.Author), At: r.At.UTC()}
	ownLists(reflect.ValueOf(&v.Policy).Elem())
	return v, nil
}

// parseRow reads the document over the defaults, so that a value that a later
// release added has its default in an older version. Keys it does not know it
// passes over: a newer replica may have written them.
func parseRow(r policyRow) (domain.Policy, error) {
	policy := domain.DefaultPolicy()
	if err := yaml.Unmarshal([]byte(r.Document), &policy); err != nil {
		return policy, fmt.Errorf("read policy version %d: %w", r.Version, err)
	}
	return policy, nil
}

// ownLists gives a copy of a policy lists and maps of its own, since whoever
// changes a policy changes the one that was read. Empty ones become nil, as they
// are in the defaults, so that an unchanged policy equals the one that was saved.
func ownLists(v reflect.Value) {
	switch {
	case v.Kind() == reflect.Struct:
		for _, field := range v.Fields() {
			ownLists(field)
		}
	case v.Kind() != reflect.Slice && v.Kind() != reflect.Map:
	case v.Len() == 0:
		v.SetZero()
	case v.Kind() == reflect.Slice:
		v.Set(reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v))
	default:
		own := reflect.MakeMapWithSize(v.Type(), v.Len())
		for key, value := range v.Seq2() {
			own.SetMapIndex(key, value)
		}
		v.Set(own)
	}
}

// Policy gives the newest version, or the defaults as version 0. A transaction
// reads it once: a use case asks for it in several places, and is decided by one
// policy also where another is put in force meanwhile.
func (t *tx) Policy(ctx context.Context) (domain.PolicyVersion, error) {
	if t.policy != nil {
		return *t.policy, nil
	}
	history, err := t.PolicyHistory(ctx, 1)
	if err != nil {
		return domain.PolicyVersion{}, err
	}
	if len(history) == 0 {
		history = []domain.PolicyVersion{{Policy: domain.DefaultPolicy()}}
	}
	t.policy = &history[0]
	return history[0], nil
}

// PolicyHistory lists versions, newest first.
func (t *tx) PolicyHistory(ctx context.Context, limit int) ([]domain.PolicyVersion, error) {
	var rows []policyRow
	if err := t.g(ctx).Order("version DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("read the policy", err)
	}
	return mapped(rows, t.db.policyVersion)
}

// SavePolicy writes the version after the newest. Conflict where somebody else
// wrote it first, or where it does not follow.
func (t *tx) SavePolicy(ctx context.Context, v domain.PolicyVersion) error {
	var newest int
	if err := t.g(ctx).Raw(`SELECT coalesce(max(version), 0) FROM policies`).Scan(&newest).Error; err != nil {
		return tried("read the policy's version", err)
	}
	if v.Version != newest+1 {
		return domain.Refuse(domain.Conflict, "policy.changed")
	}
	t.policy = nil
	document, err := FormatPolicy(v.Policy)
	if err != nil {
		return err
	}
	if v.At.IsZero() {
		v.At = t.at
	}
	done := t.g(ctx).Exec(`INSERT INTO policies (version, document, author, at) VALUES (?, ?, ?, ?) ON CONFLICT (version) DO NOTHING`,
		v.Version, plain(string(document)), string(v.By), instant(v.At))
	if done.Error != nil {
		return tried("save the policy", done.Error)
	}
	if done.RowsAffected == 0 {
		return domain.Refuse(domain.Conflict, "policy.changed")
	}
	return nil
}
