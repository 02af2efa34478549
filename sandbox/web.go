package sandbox

import (
	"embed"
	"io/fs"
	"net/http"
)

// web is the page: plain files, served as they are.
//
//go:embed web
var web embed.FS

// pageFiles serves the page. Nothing on it comes from elsewhere, and the
// browser is told to insist on that.
func pageFiles() http.Handler {
	root, err := fs.Sub(web, "web")
	if err != nil {
		panic("sandbox: embedded page: " + err.Error())
	}
	files := http.FileServerFS(root)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		h := rw.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		files.ServeHTTP(rw, r)
	})
}
