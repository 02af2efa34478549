package main

import (
	"context"
	"log/slog"

	"github.com/spf13/cobra"
)

// serveCommand serves a workspace until a signal comes.
func serveCommand(sh shell) *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Serve a Slack workspace until SIGTERM",
		Long: "Serve a Slack workspace until SIGTERM.\n\n" +
			"Needs " + envAppToken + " and " + envBotToken + "; all else has a default.\n" +
			"On SIGTERM nothing new is taken, what was begun is finished, and the process ends with code 0.",
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context(), sh) },
	}
}

func serve(ctx context.Context, sh shell) error {
	c, problems := LoadConfig(sh.env)
	problems = append(problems, c.NeedSlack()...)
	if err := problems.Err(); err != nil {
		return err
	}
	logger := newLogger(c, sh.err)
	var app *App
	err := patiently(ctx, logger, func() (err error) {
		app, err = NewApp(ctx, c, Options{Logger: logger})
		return err
	})
	if err != nil && ctx.Err() != nil {
		// Whoever asked for the end got it; what kept it from starting is no news.
		logger.InfoContext(ctx, "stopped before it served", slog.Any("error", err))
		return nil //nolint:nilerr // as said above
	}
	if err != nil {
		return err
	}
	if app.health != nil {
		logger.InfoContext(ctx, "health and metrics", slog.String("address", app.health.addr()))
	}
	return app.Run(ctx)
}
