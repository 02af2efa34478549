package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/spf13/cobra"

	"rapport/domain"
	"rapport/sentence"
)

// whoSeesWhatCommand prints the page that the people team and a works council sign.
func whoSeesWhatCommand(sh shell) *cobra.Command {
	return &cobra.Command{
		Use: "who-sees-what", Short: "Print who sees what, as Markdown, to be signed",
		Long: "Print who sees what, as Markdown, to be signed.\n\n" +
			"The lines come from the table by which Rapport itself decides, with the policy in force. The fingerprint at the end\n" +
			"changes with any line of them: print the page again later, and compare it with what was signed.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return sh.withPeople(cmd.Context(), printWhoSeesWhat) },
	}
}

func printWhoSeesWhat(ctx context.Context, sh shell, p domain.Practice) error {
	version, err := currentPolicy(ctx, p)
	if err != nil {
		return err
	}
	book, err := sentence.New()
	if err != nil {
		return fmt.Errorf("read the sentences: %w", err)
	}
	lines := whoSeesWhat(book.In(""), version.Policy)
	sum := sha256.Sum256(lines)
	var out bytes.Buffer
	out.Write(lines)
	fmt.Fprintf(&out, "\n---\nPolicy version %d, printed %s by %s.\n\nFingerprint of the lines above: `%s`\n\n",
		version.Version, p.Clock.Now().UTC().Format("2006-01-02"), versionText(), hex.EncodeToString(sum[:]))
	for _, who := range []string{version.Policy.PeopleTeam.Name, "the works council"} {
		fmt.Fprintf(&out, "For %s: ______________________________  Date: ______________\n\n", who)
	}
	return sh.printf("%s", out.Bytes())
}

// whoSeesWhat is what is signed: the table, and what figures give away.
func whoSeesWhat(v *sentence.Voice, policy domain.Policy) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# %s\n\n%s\n", v.Say("privacy.title"), v.Say("privacy.intro"))
	for _, c := range v.WhoSeesWhat(domain.Table, policy.PeopleTeam.Name) {
		fmt.Fprintf(&out, "\n## %s\n\n", c.Heading)
		for _, line := range c.Lines {
			fmt.Fprintf(&out, "- %s\n", line)
		}
	}
	fmt.Fprintf(&out, "\n## %s\n\n", v.Say("privacy.figures"))
	for _, line := range v.Disclosed(policy) {
		fmt.Fprintf(&out, "- %s\n", line)
	}
	fmt.Fprintf(&out, "\n%s\n\n%s\n", v.Say("privacy.words", "Team", policy.PeopleTeam.Name), v.Say("privacy.legal"))
	return out.Bytes()
}
