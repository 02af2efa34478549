package main

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"rapport"
	"rapport/sandbox"
)

// features is what the manifest declares that people see in Slack.
type features struct {
	Features struct {
		Commands []struct {
			Command      string `yaml:"command"`
			Description  string `yaml:"description"`
			UsageHint    string `yaml:"usage_hint"`
			ShouldEscape bool   `yaml:"should_escape"`
		} `yaml:"slash_commands"`
		Shortcuts []struct {
			Name        string `yaml:"name"`
			Type        string `yaml:"type"`
			CallbackID  string `yaml:"callback_id"`
			Description string `yaml:"description"`
		} `yaml:"shortcuts"`
	} `yaml:"features"`
}

// declared reads the manifest, so that the demo shows the app that people
// install.
func declared() (features, error) {
	var f features
	if err := yaml.Unmarshal(rapport.Manifest, &f); err != nil {
		return f, fmt.Errorf("read the manifest: %w", err)
	}
	return f, nil
}

// commands are the slash commands for a sandbox.
func (f features) commands() []sandbox.Command {
	var commands []sandbox.Command
	for _, c := range f.Features.Commands {
		commands = append(commands, sandbox.Command{
			Name: c.Command, Description: c.Description, UsageHint: c.UsageHint, ShouldEscape: c.ShouldEscape,
		})
	}
	return commands
}

// shortcuts are those of the lightning and of the message menu.
func (f features) shortcuts() []sandbox.Shortcut {
	var shortcuts []sandbox.Shortcut
	for _, s := range f.Features.Shortcuts {
		shortcuts = append(shortcuts, sandbox.Shortcut{CallbackID: s.CallbackID, Name: s.Name, Description: s.Description, Type: s.Type})
	}
	return shortcuts
}
