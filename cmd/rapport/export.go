package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"rapport/domain"
	"rapport/sentence"
	"rapport/storage"
)

// exportOptions are the flags of export.
type exportOptions struct{ person, from, to, format, reason, out string }

// exportCommand writes a packet of a person's work to a file.
func exportCommand(sh shell) *cobra.Command {
	var o exportOptions
	c := &cobra.Command{
		Use:   "export --person @NAME|EMAIL --from DAY --to DAY --format pdf|xlsx|json --reason WHY",
		Short: "Write what is known about a person's work to a file; the person is told",
		Long: "Write what is known about a person's work in a period to a file.\n\n" +
			"It holds what the people team may read by the table of permissions (`/rapport privacy` in Slack), works for people\n" +
			"who have left, and can be done while Rapport is served. Who asks stands in the ledger with the reason, and the person\n" +
			"gets a receipt. The file has the words in plain; keep it where only those read it who may. docs/packet.md\n" +
			"describes the formats. Days are written 2026-12-04.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return err
			}
			return sh.withDatabase(cmd.Context(), func(c Config, db *storage.DB) error {
				return sh.export(cmd.Context(), c.practice(db, systemClock{}), o)
			})
		},
	}
	c.Flags().StringVar(&o.person, "person", "", "about whom: @name as in Slack, or an email")
	c.Flags().StringVar(&o.from, "from", "", "the first day")
	c.Flags().StringVar(&o.to, "to", "", "the last day")
	c.Flags().StringVar(&o.format, "format", string(domain.PacketPDF), "pdf, xlsx or json")
	c.Flags().StringVar(&o.reason, "reason", "", "why; it is kept, and the person reads it")
	c.Flags().StringVar(&o.out, "out", "", "where to; packet-FROM-TO.FORMAT here")
	return c
}

// check wants everything said that has no default.
func (o exportOptions) check() error {
	for _, flag := range []struct{ name, value string }{{"person", o.person}, {"from", o.from}, {"to", o.to}, {"reason", o.reason}} {
		if flag.value == "" {
			return usageError{fmt.Errorf("say --%s; `rapport export --help` tells what for", flag.name)}
		}
	}
	if _, known := packetWriters[domain.PacketFormat(o.format)]; !known {
		return usageError{fmt.Errorf("%q is no format; there are pdf, xlsx and json", o.format)}
	}
	return nil
}

// export makes the packet and writes the file, which it never writes over another.
func (sh shell) export(ctx context.Context, p domain.Practice, o exportOptions) error {
	person, err := findPerson(ctx, p, o.person, domain.PersonFilter{Limit: foundPeople})
	if err != nil {
		return err
	}
	draft := domain.PacketDraft{Person: person.ID, Format: domain.PacketFormat(o.format), Reason: o.reason}
	if draft.Period.Start, err = domain.ParseDate(o.from); err != nil {
		return usageError{fmt.Errorf("%q is no day; write 2026-12-04", o.from)}
	}
	if draft.Period.End, err = domain.ParseDate(o.to); err != nil {
		return usageError{fmt.Errorf("%q is no day; write 2026-12-04", o.to)}
	}
	path := o.out
	if path == "" {
		path = packetName(domain.Packet{Period: draft.Period, Format: draft.Format})
	}
	// Before anything is kept: who cannot be given the file has not looked.
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return explained{fmt.Errorf("there is a file at %s already", path), "Name another one with --out; nothing is written over."}
	case err != nil:
		return fmt.Errorf("open the file of a packet: %w", err)
	}
	if err := writePacket(ctx, domain.DossierService{Practice: p}, draft, file); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return sh.printf("The packet about %s is written to %s. That stands in the ledger, and %s is told.\n", person.Name, path, person.Name)
}

// writePacket writes a packet into a file and closes it.
func writePacket(ctx context.Context, s domain.DossierService, draft domain.PacketDraft, file *os.File) (err error) {
	defer func() { err = errors.Join(err, file.Close()) }()
	d, err := s.Export(ctx, draft)
	if err != nil {
		return explainFaults(err)
	}
	book, err := sentence.New()
	if err != nil {
		return fmt.Errorf("read the sentences: %w", err)
	}
	data, err := packetWriters[draft.Format](book.In("en").At(d.Zone), d)
	if err != nil {
		return err
	}
	if _, err := file.Write(data); err != nil {
		return fmt.Errorf("write the file of a packet: %w", err)
	}
	return nil
}
