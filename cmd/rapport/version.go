package main

import (
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is set by the linker for a release (-X main.release=v1.2.3).
var release string

// versionCommand prints which Rapport this is.
func versionCommand(sh shell) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, the commit and the version of Go",
		RunE:  func(*cobra.Command, []string) error { return sh.printf("rapport %s\n", versionText()) },
	}
}

// versionText names the release, or the commit that a development build is of.
func versionText() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return orUnknown(release)
	}
	version := release
	if version == "" {
		version = info.Main.Version
	}
	settings := make(map[string]string, len(info.Settings))
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	text := orUnknown(version)
	if revision := settings["vcs.revision"]; revision != "" {
		text += " " + revision[:min(12, len(revision))]
	}
	if settings["vcs.modified"] == "true" {
		text += " (changed)"
	}
	return text + " " + info.GoVersion
}

func orUnknown(version string) string {
	if version == "" {
		return "unknown"
	}
	return version
}
