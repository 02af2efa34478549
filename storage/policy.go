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

// version reads the document over the defaults, so that a value that a later
// release added has its default in an older version. Keys it does not know it
// passes over: a newer replica may have written them.
func (r policyRow) version() (domain.PolicyVersion, error) {
	v := domain.PolicyVersion{Version: r.Version, Policy: domain.DefaultPolicy(), By: domain.ID(r.Author), At: r.At.UTC()}
	if err := yaml.Unmarshal([]byte(r.Document), &v.Policy); err != nil {
		return v, fmt.Errorf("read policy version %d: %w", r.Version, err)
	}
	dropEmpty(reflect.ValueOf(&v.Policy).Elem())
	return v, nil
}

// dropEmpty makes empty lists and maps nil, as they are in the defaults, so
// that an unchanged policy equals the one that was saved.
func dropEmpty(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for _, field := range v.Fields() {
			dropEmpty(field)
		}
	case reflect.Slice, reflect.Map:
		if v.Len() == 0 {
			v.SetZero()
		}
	default: // a plain value has but one way to be empty
	}
}

// Policy gives the newest version, or the defaults as version 0.
func (t *tx) Policy(ctx context.Context) (domain.PolicyVersion, error) {
	history, err := t.PolicyHistory(ctx, 1)
	if err != nil || len(history) > 0 {
		if err != nil {
			return domain.PolicyVersion{}, err
		}
		return history[0], nil
	}
	return domain.PolicyVersion{Policy: domain.DefaultPolicy()}, nil
}

// PolicyHistory lists versions, newest first.
func (t *tx) PolicyHistory(ctx context.Context, limit int) ([]domain.PolicyVersion, error) {
	var rows []policyRow
	if err := t.g(ctx).Order("version DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("read the policy", err)
	}
	return mapped(rows, policyRow.version)
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
