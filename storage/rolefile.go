package storage

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"reflect"

	"go.yaml.in/yaml/v4"

	"rapport/domain"
)

// roleFile is a file of role profiles.
type roleFile struct {
	Roles []domain.RoleProfile `yaml:"roles"`
}

// FormatRoles writes profiles as the YAML that people review and that ParseRoles
// reads.
func FormatRoles(profiles []domain.RoleProfile) ([]byte, error) {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(roleFile{profiles}), encoder.Close()); err != nil {
		return nil, fmt.Errorf("write role profiles as yaml: %w", err)
	}
	return out.Bytes(), nil
}

// ParseRoles reads a file of role profiles, all of it or nothing, and reports its
// problems as ParsePolicy does. Whether the values make sense is the domain's
// business.
func ParseRoles(text []byte) ([]domain.RoleProfile, error) {
	var file roleFile
	if err := readFile(text, &file, "the role profiles"); err != nil {
		return nil, err
	}
	ownLists(reflect.ValueOf(&file).Elem())
	return file.Roles, nil
}

//go:embed roles
var roleTemplates embed.FS

// industries are the files of templates, in the order in which they are offered.
var industries = []string{"technology", "healthcare", "finance", "manufacturing", "non_profit"}

// RoleTemplates reads the profiles that companies may start from.
func RoleTemplates() ([]domain.RoleTemplate, error) {
	var list []domain.RoleTemplate
	for _, industry := range industries {
		text, err := roleTemplates.ReadFile("roles/" + industry + ".yaml")
		if err != nil {
			return nil, fmt.Errorf("read the templates of roles: %w", err)
		}
		profiles, err := ParseRoles(text)
		if err != nil {
			return nil, fmt.Errorf("read the templates of %s: %w", industry, err)
		}
		for _, p := range profiles {
			list = append(list, domain.RoleTemplate{Industry: industry, Profile: p})
		}
	}
	return list, nil
}
