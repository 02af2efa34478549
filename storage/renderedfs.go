package storage

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// renderedFS is the flat folder of rendered migrations, in the form in which
// goose reads them: listed, then opened by name.
type renderedFS map[string][]byte

// Open opens one file.
func (f renderedFS) Open(name string) (fs.File, error) {
	text, ok := f[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &renderedFile{Reader: bytes.NewReader(text), info: renderedInfo{name: name, size: len(text)}}, nil
}

// ReadDir lists the files by name; fs.Glob uses it.
func (f renderedFS) ReadDir(string) ([]fs.DirEntry, error) {
	entries := make([]fs.DirEntry, 0, len(f))
	for name, text := range f {
		entries = append(entries, fs.FileInfoToDirEntry(renderedInfo{name: name, size: len(text)}))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// renderedFile is one of them, opened.
type renderedFile struct {
	*bytes.Reader
	info renderedInfo
}

func (f *renderedFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *renderedFile) Close() error               { return nil }

// renderedInfo describes it.
type renderedInfo struct {
	name string
	size int
}

func (i renderedInfo) Name() string       { return i.name }
func (i renderedInfo) Size() int64        { return int64(i.size) }
func (i renderedInfo) Mode() fs.FileMode  { return 0o444 }
func (i renderedInfo) ModTime() time.Time { return time.Time{} }
func (i renderedInfo) IsDir() bool        { return false }
func (i renderedInfo) Sys() any           { return nil }
