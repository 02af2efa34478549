// Package rapport holds the description of the Slack app, for those of the
// program who have to agree with it.
package rapport

import _ "embed"

// Manifest is manifest.yaml: the Slack app with its commands, shortcuts, scopes
// and events, as people paste it into Slack's page.
//
//go:embed manifest.yaml
var Manifest []byte
