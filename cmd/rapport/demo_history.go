package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sandbox"
)

// errNoHistory is a message in the demo's history that is no post in a channel.
var errNoHistory = errors.New("only posts in channels are history")

// showHistory puts what the company's history tells into the channels, each post
// at its time, and notes where it stands, so that it is edited like any other.
func (d *demoRun) showHistory(ctx context.Context) error {
	outbox, renders := d.app.db.Outbox(), d.app.bot.Renders()
	for {
		claimed, err := outbox.Claim(ctx, 100, time.Minute)
		if err != nil || len(claimed) == 0 {
			return err
		}
		for _, c := range claimed {
			delivery, err := d.showOnce(ctx, c.Message, renders[c.Message.Kind])
			if err != nil {
				return fmt.Errorf("show %s of the demo's history: %w", c.Message.Kind, err)
			}
			if err := outbox.Settle(ctx, c, domain.Settlement{State: domain.Sent, Delivery: &delivery}); err != nil {
				return err
			}
		}
	}
}

// showOnce writes one post into the past.
func (d *demoRun) showOnce(ctx context.Context, m domain.Message, render courier.Render) (domain.Delivery, error) {
	if render == nil || m.Deed != domain.Post || m.Channel == "" {
		return domain.Delivery{}, errNoHistory
	}
	words, err := render(ctx, m)
	if err != nil {
		return domain.Delivery{}, err
	}
	blocks, err := wireBlocks(words)
	if err != nil {
		return domain.Delivery{}, err
	}
	ts := d.space.Seed(sandbox.SeedMessage{Channel: m.Channel, Text: words.FallbackText(), Blocks: blocks, At: m.At, Reads: true})
	return domain.Delivery{Kind: m.Kind, Subject: m.Subject, Channel: m.Channel, TS: ts, At: m.At}, nil
}

// wireBlocks are a message's blocks as they travel.
func wireBlocks(words blockkit.Message) ([]map[string]any, error) {
	data, err := json.Marshal(words.Build())
	if err != nil {
		return nil, fmt.Errorf("write blocks: %w", err)
	}
	var blocks []map[string]any
	if err := json.Unmarshal(data, &blocks); err != nil {
		return nil, fmt.Errorf("read blocks: %w", err)
	}
	return blocks, nil
}
