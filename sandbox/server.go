package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Server is a workspace that listens.
type Server struct {
	URL    string // the page: "http://127.0.0.1:1234/"
	APIURL string // for the app: "http://127.0.0.1:1234/api/"

	w    *Workspace
	http *http.Server
	done chan error
}

// Listen serves the workspace at addr, "127.0.0.1:0" for any free port, until
// Close is called or ctx ends.
func (w *Workspace) Listen(ctx context.Context, addr string) (*Server, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen for the sandbox at %s: %w", addr, err)
	}
	base := "http://" + l.Addr().String()
	w.mu.Lock()
	w.base = base
	w.mu.Unlock()
	s := &Server{
		URL: base + "/", APIURL: base + "/api/", w: w, done: make(chan error, 1),
		http: &http.Server{Handler: w.mux, ReadHeaderTimeout: 10 * time.Second},
	}
	go func() { s.done <- s.http.Serve(l) }()
	context.AfterFunc(ctx, func() { w.Close() })
	return s, nil
}

// Close stops listening, cuts every connection and returns when all has ended.
func (s *Server) Close() error {
	s.w.Close()
	err := s.http.Close()
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) && err == nil {
		err = served
	}
	s.done <- http.ErrServerClosed // so that Close may be called twice
	if err != nil {
		return fmt.Errorf("close the sandbox: %w", err)
	}
	return nil
}

// Handler serves the workspace: the Web API at /api/METHOD, Socket Mode at
// /link, files, response_urls, and the page with its API at / and /ui/.
func (w *Workspace) Handler() http.Handler { return w.mux }

func (w *Workspace) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", w.serveMethod)
	mux.HandleFunc("GET /link", w.serveLink)
	mux.HandleFunc("GET /link/", w.serveLink)
	mux.HandleFunc("POST /respond/{hook}", w.serveRespond)
	mux.HandleFunc("POST /upload/{file}", w.serveUpload)
	mux.HandleFunc("GET /files/{file}/{name}", w.serveFile)
	w.pageRoutes(mux)
	return mux
}

// learnBase remembers under which address the app reaches the workspace, for
// the URLs that are handed out, where Listen did not set it.
func (w *Workspace) learnBase(r *http.Request) {
	if w.base == "" {
		w.base = "http://" + r.Host
	}
}
