package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// Slack is the Client for a real workspace. It never repeats a call by itself,
// since Slack has no way to tell a repeated post from a second one.
type Slack struct {
	api       *slack.Client
	http      *http.Client
	workspace Workspace
}

// NewSlack makes a Client of a slack-go client and an HTTP client for response
// addresses. Both need timeouts: slack-go's own has none.
func NewSlack(api *slack.Client, plain *http.Client, w Workspace) *Slack {
	return &Slack{api: api, http: plain, workspace: w}
}

// SlackAt is NewSlack for whoever has no slack-go client of their own: it calls
// the Web API at an address with one token.
func SlackAt(address, token string, plain *http.Client, w Workspace) *Slack {
	return NewSlack(slack.New(token, slack.OptionAPIURL(address), slack.OptionHTTPClient(plain)), plain, w)
}

// OpenView implements Client.
func (s *Slack) OpenView(ctx context.Context, trigger Secret, m blockkit.Modal) (string, error) {
	request, err := m.Request()
	if err != nil {
		return "", err
	}
	answer, err := s.api.OpenViewContext(ctx, string(trigger), request)
	if err != nil {
		return "", slackError("views.open", err)
	}
	return answer.ID, nil
}

// PushView implements Client.
func (s *Slack) PushView(ctx context.Context, trigger Secret, m blockkit.Modal) (string, error) {
	request, err := m.Request()
	if err != nil {
		return "", err
	}
	answer, err := s.api.PushViewContext(ctx, string(trigger), request)
	if err != nil {
		return "", slackError("views.push", err)
	}
	return answer.ID, nil
}

// UpdateView implements Client.
func (s *Slack) UpdateView(ctx context.Context, id string, m blockkit.Modal) error {
	request, err := m.Request()
	if err != nil {
		return err
	}
	_, err = s.api.UpdateViewContext(ctx, request, "", "", id)
	return slackError("views.update", err)
}

// PublishHome implements Client. A block type that the workspace does not know
// must not cost the whole tab, so a refused one is sent again in plain sections.
func (s *Slack) PublishHome(ctx context.Context, slackUser string, h blockkit.Home) error {
	publish := func(h blockkit.Home) error {
		request, err := h.Request()
		if err != nil {
			return err
		}
		_, err = s.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: slackUser, View: request})
		return slackError("views.publish", err)
	}
	err := publish(h)
	if refusedBlocks(err) {
		return publish(h.Plain())
	}
	return err
}

// Post implements Client.
func (s *Slack) Post(ctx context.Context, channel string, m blockkit.Message) error {
	post := func(m blockkit.Message) error {
		_, _, err := s.api.PostMessageContext(ctx, channel, m.Options()...)
		return slackError("chat.postMessage", err)
	}
	err := post(m)
	if refusedBlocks(err) {
		return post(blockkit.Plain(m))
	}
	return err
}

// refusedBlocks tells that Slack does not take one of the blocks; nothing was
// shown then, so that sending again doubles nothing.
func refusedBlocks(err error) bool {
	var refused SlackError
	return errors.As(err, &refused) && (refused.Code == "invalid_blocks" || refused.Code == "invalid_arguments")
}

// Permalink implements Client.
func (s *Slack) Permalink(ctx context.Context, channel, ts string) (string, error) {
	link, err := s.api.GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: channel, Ts: ts})
	return link, slackError("chat.getPermalink", err)
}

// Respond implements Client. The address is a capability, so no error holds it.
func (s *Slack) Respond(ctx context.Context, address Secret, a blockkit.Answer) error {
	body, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, string(address), bytes.NewReader(body))
	if err != nil {
		return errors.New("answer at the response address: it is no address")
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	answer, err := s.http.Do(request)
	if err != nil {
		if broken, ok := errors.AsType[*url.Error](err); ok {
			err = broken.Err
		}
		return fmt.Errorf("answer at the response address: %w", err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was only read
	if answer.StatusCode != http.StatusOK {
		const enough = 200
		said, err := io.ReadAll(io.LimitReader(answer.Body, enough))
		if err != nil {
			return fmt.Errorf("answer at the response address: status %d: %w", answer.StatusCode, err)
		}
		return SlackError{Method: "response_url", Code: http.StatusText(answer.StatusCode), Detail: string(said)}
	}
	return nil
}

// slackError keeps what Slack says of a refusal: the code for code, the detail
// for the log. slack-go's own text holds the code only.
func slackError(method string, err error) error {
	if err == nil {
		return nil
	}
	var refused slack.SlackErrorResponse
	var limited *slack.RateLimitedError
	switch {
	case errors.As(err, &limited):
		return SlackError{Method: method, Code: "rate_limited", Detail: "retry after " + limited.RetryAfter.String()}
	case errors.As(err, &refused):
		detail := ""
		if refused.Needed != "" {
			detail = "needs scope " + refused.Needed + ", has " + refused.Provided
		}
		lines := append([]string{detail}, refused.ResponseMetadata.Messages...)
		return SlackError{Method: method, Code: refused.Err, Detail: strings.Join(lines, " ")}
	default:
		return fmt.Errorf("call %s: %w", method, err)
	}
}

// notFound turns a refusal that means "there is none, or not for you" into the
// domain's word for it.
func notFound(err error, codes ...string) error {
	if refused, ok := errors.AsType[SlackError](err); ok && slices.Contains(codes, refused.Code) {
		return domain.Refuse(domain.NotFound, "person.unknown")
	}
	return err
}
