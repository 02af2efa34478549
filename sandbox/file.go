package sandbox

import (
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	altTextLimit = 1000
	mostShares   = 100 // channels of one upload
)

// File is a file of a message.
type File struct {
	ID, Name, Title string
	Size            int
}

// file is an upload; it is nobody's to see until it has been shared.
type file struct {
	File
	want     int // the announced length
	data     []byte
	uploaded bool
	shared   bool
	channels []string
}

// storeFile keeps a file that needs no upload.
func (w *Workspace) storeFile(name string, data []byte) *file {
	f := &file{File: File{ID: w.nextID("F"), Name: name, Title: name, Size: len(data)},
		want: len(data), data: data, uploaded: true, shared: true}
	w.files[f.ID] = f
	return f
}

func (w *Workspace) wireFiles(files []File) []object {
	var out []object
	for _, f := range files {
		out = append(out, object{
			"id": f.ID, "name": f.Name, "title": f.Title, "size": f.Size, "mode": "hosted",
			"mimetype": mimeOf(f.Name), "filetype": strings.TrimPrefix(path.Ext(f.Name), "."),
			"url_private": w.fileURL(f), "url_private_download": w.fileURL(f),
			"user": w.cfg.BotUserID, "is_external": false,
		})
	}
	return out
}

func (w *Workspace) fileURL(f File) string {
	return w.base + "/files/" + f.ID + "/" + path.Base(f.Name)
}

func mimeOf(name string) string {
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// uploadURL is files.getUploadURLExternal, the first of three steps.
func uploadURL(c *call) (object, error) {
	name := c.args.text("filename")
	length, err := c.args.number("length", 0)
	switch {
	case err != nil || name == "" || length <= 0:
		return nil, refuse("invalid_arguments")
	case utf8.RuneCountInString(c.args.text("alt_txt")) > altTextLimit:
		return nil, refuse("alt_txt_too_large")
	}
	f := &file{File: File{ID: c.w.nextID("F"), Name: name, Title: name, Size: length}, want: length}
	c.w.files[f.ID] = f
	return object{"upload_url": c.w.base + "/upload/" + f.ID, "file_id": f.ID}, nil
}

// serveUpload takes the bytes, raw or as the first file of a multipart form.
func (w *Workspace) serveUpload(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	w.inflight++
	f := w.files[r.PathValue("file")]
	w.mu.Unlock()
	defer w.finished()
	if f == nil {
		http.Error(rw, "file not found", http.StatusNotFound)
		return
	}
	data, err := readUpload(r)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	w.mu.Lock()
	f.data, f.uploaded = data, len(data) == f.want
	w.mu.Unlock()
	if len(data) != f.want {
		http.Error(rw, fmt.Sprintf("expected %d bytes", f.want), http.StatusBadRequest)
		return
	}
	if _, err := fmt.Fprintf(rw, "OK - %d", len(data)); err != nil { //nolint:gosec // a number is no markup
		w.log.Debug("answer to an upload was not read", slog.Any("error", err))
	}
}

func readUpload(r *http.Request) ([]byte, error) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" {
		return readAll(r.Body)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fmt.Errorf("read the upload: %w", err)
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, fmt.Errorf("read the upload: %w", err)
		}
		if part.FileName() != "" {
			return readAll(part)
		}
	}
}

func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read the upload: %w", err)
	}
	return data, nil
}

// completeUpload is files.completeUploadExternal: it shares what was uploaded.
func completeUpload(c *call) (object, error) {
	w := c.w
	raw, err := c.args.json("files")
	list, ok := raw.([]any)
	if err != nil || !ok || len(list) == 0 {
		return nil, refuse("invalid_arguments")
	}
	channels := c.args.list("channels")
	if one := c.args.text("channel_id"); one != "" {
		channels = append(channels, one)
	}
	if len(channels) > mostShares {
		return nil, refuse("too_many_channels")
	}
	files, err := w.uploadedFiles(objectsIn(list))
	if err != nil {
		return nil, err
	}
	var targets []*channel
	for _, id := range channels {
		ch, err := w.target(id)
		if err != nil {
			return nil, err
		}
		if !ch.has(w.cfg.BotUserID) {
			return nil, refuse("not_in_channel")
		}
		targets = append(targets, ch)
	}
	return object{"files": w.share(c, files, targets)}, nil
}

func (w *Workspace) uploadedFiles(list []object) ([]*file, error) {
	var out []*file
	for _, o := range list {
		f := w.files[textOf(o, "id")]
		switch {
		case f == nil:
			return nil, refuse("file_not_found")
		case !f.uploaded:
			return nil, refuse("file_upload_not_complete")
		case f.shared:
			return nil, refuse("file_already_completed")
		}
		if title := textOf(o, "title"); title != "" {
			f.Title = title
		}
		out = append(out, f)
	}
	return out, nil
}

// share posts the files into each conversation.
func (w *Workspace) share(c *call, files []*file, targets []*channel) []object {
	var plainFiles []File
	for _, f := range files {
		f.shared = true
		plainFiles = append(plainFiles, f.File)
		for _, ch := range targets {
			f.channels = append(f.channels, ch.ID)
		}
	}
	for _, ch := range targets {
		w.said(ch, w.post(ch, &Message{User: w.cfg.BotUserID, BotID: w.botID, Body: c.args.text("initial_comment"),
			ThreadTS: c.args.text("thread_ts"), Subtype: "file_share", Files: plainFiles}))
	}
	return w.wireFiles(plainFiles)
}

// serveFile hands out a file to the app (by its token) or, for the page, to a
// person who is in a conversation where it was shared.
func (w *Workspace) serveFile(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	f := w.files[r.PathValue("file")]
	allowed := f != nil && f.uploaded && (r.Header.Get("Authorization") == "Bearer "+w.cfg.BotToken ||
		w.sees(r.URL.Query().Get("as"), f))
	var data []byte
	if allowed {
		data = f.data
	}
	w.mu.Unlock()
	if !allowed {
		http.Error(rw, "file not found", http.StatusNotFound)
		return
	}
	rw.Header().Set("Content-Type", mimeOf(f.Name))
	rw.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(f.Name)}))
	rw.Header().Set("X-Content-Type-Options", "nosniff")
	if _, err := rw.Write(data); err != nil {
		w.log.Warn("file was not read to its end", slog.Any("error", err))
	}
}

func (w *Workspace) sees(user string, f *file) bool {
	return user != "" && slices.ContainsFunc(f.channels, func(id string) bool {
		c := w.channel(id)
		return c != nil && c.has(user)
	})
}

// FileData returns the content of a file, for tests. ok is false for an
// unknown id.
func (w *Workspace) FileData(id string) (data []byte, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.files[id]
	if f == nil || !f.uploaded {
		return nil, false
	}
	return f.data, true
}
