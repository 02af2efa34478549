package courier

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The methods by which a file goes up. Slack allows a hundred calls a minute of
// each; as with edits, only as many are made as leave room for others.
const (
	methodUploadURL = "files.getUploadURLExternal"
	methodUpload    = "files.upload" // to the address that Slack gave, no method of the API
	methodComplete  = "files.completeUploadExternal"
)

// Document is a file that goes into the thread of a message.
type Document struct {
	// Name is the file's, with its ending; Title is what Slack shows.
	Name  string
	Title string
	// Alt says in words what the file holds, for those who cannot open it.
	Alt  string
	Data []byte
}

// Compose makes the file of a message, from the subject's present state.
// NotFound where there is nothing to tell any more.
type Compose func(ctx context.Context, m domain.Message) (Document, error)

// errNoCompose is a kind of file without a function, as of a newer release.
var errNoCompose = errors.New("no function makes the file of this kind")

// attach puts a file into the thread of what was posted about the same subject.
// Only the last of its three calls shows anything, so only that one is in doubt
// when no answer comes; a file bears no id by which it could be looked up, so a
// doubt is listed and not repeated. ok is false where the claim was lost.
func (j *job) attach(ctx context.Context) (s domain.Settlement, ok bool) {
	if j.claim.Doubtful {
		return domain.Settlement{State: domain.Doubt, Reason: "no_answer"}, true
	}
	document, thread, s, ok := j.compose(ctx)
	if !ok {
		return s, true
	}
	id, f := j.upload(ctx, document)
	if f != nil {
		return j.spared(ctx, f), true
	}
	if f = j.turn(ctx, methodComplete, j.tier3()); f != nil {
		return j.ended(f), true
	}
	if err := j.Outbox.Begin(ctx, j.claim); err != nil {
		if domain.CodeOf(err) == domain.Conflict {
			return domain.Settlement{}, false
		}
		return j.failed(ctx, "begin", err), true
	}
	f = j.send(ctx, methodComplete, func(ctx context.Context) error {
		_, err := j.Client.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
			Files: []slack.FileSummary{{ID: id, Title: document.Title}}, Channel: thread.Channel, ThreadTimestamp: thread.TS,
		})
		return err
	})
	switch {
	case f == nil:
		return domain.Settlement{State: domain.Sent, Pause: j.pace.wait(thread.Channel)}, true
	case f.fate == unknown:
		return domain.Settlement{State: domain.Doubt, Reason: f.reason}, true
	}
	return j.spared(ctx, f), true
}

// spared ends a file that was refused. The scope for files is one that an
// administrator may refuse to the app: then files are left out, for good, what
// stands behind them in the lane goes on, and whoever waits for one is told.
func (j *job) spared(ctx context.Context, f *failure) domain.Settlement {
	if !f.lacksScope() {
		return j.ended(f)
	}
	if j.Spared != nil {
		if err := j.Spared(ctx, j.m); err != nil {
			return j.failed(ctx, "spare", err)
		}
	}
	return domain.Settlement{State: domain.Dropped, Reason: f.reason}
}

// compose makes the file and finds its thread. ok is false where it does not go
// now, and the settlement says why.
func (j *job) compose(ctx context.Context) (Document, domain.Delivery, domain.Settlement, bool) {
	thread, found, err := j.thread(ctx)
	if err != nil {
		return Document{}, thread, j.failed(ctx, "thread", err), false
	}
	if !found {
		return Document{}, thread, domain.Settlement{State: domain.Dropped, Reason: "post_gone"}, false
	}
	err = errNoCompose
	var document Document
	if do := j.Documents[j.m.Kind]; do != nil {
		document, err = do(ctx, j.m)
	}
	switch {
	case domain.CodeOf(err) == domain.NotFound:
		return document, thread, domain.Settlement{State: domain.Dropped, Reason: "subject_gone"}, false
	case domain.CodeOf(err) == domain.Forbidden:
		return document, thread, domain.Settlement{State: domain.Dropped, Reason: "not_theirs"}, false
	case err != nil:
		return document, thread, j.failed(ctx, "compose", err), false
	}
	return document, thread, domain.Settlement{}, true
}

// thread is the newest delivery about the subject to the same reader.
func (j *job) thread(ctx context.Context) (domain.Delivery, bool, error) {
	var all []domain.Delivery
	err := j.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
		all, err = tx.Deliveries(ctx, "", j.m.Subject)
		return err
	})
	if err != nil {
		return domain.Delivery{}, false, fmt.Errorf("find the thread of a file: %w", err)
	}
	var newest domain.Delivery
	for _, d := range all {
		same := d.Recipient == j.m.Recipient && (j.m.Channel == "" || d.Channel == j.m.Channel)
		if same && !d.At.Before(newest.At) {
			newest = d
		}
	}
	return newest, newest.TS != "", nil
}

// upload brings the file to Slack, where nobody sees it yet; doing that again
// is no harm.
func (j *job) upload(ctx context.Context, d Document) (string, *failure) {
	var place *slack.GetUploadURLExternalResponse
	f := j.call(ctx, methodUploadURL, func(ctx context.Context) (err error) {
		place, err = j.Client.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{
			FileName: d.Name, FileSize: len(d.Data), AltTxt: d.Alt,
		})
		return err
	})
	if f == nil {
		f = j.send(ctx, methodUpload, func(ctx context.Context) error {
			return j.Client.UploadToURL(ctx, slack.UploadToURLParameters{
				UploadURL: place.UploadURL, Reader: bytes.NewReader(d.Data), Filename: d.Name,
			})
		})
	}
	if f != nil {
		if f.fate == unknown {
			f.fate = later
		}
		return "", f
	}
	return place.FileID, nil
}
