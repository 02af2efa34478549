package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// roll is a Slack workspace of which nothing is there but its list of users, in
// the form in which Slack gives it.
type roll struct {
	server   *http.Server
	listener net.Listener

	mu     sync.Mutex
	size   int
	change func(n int) (name string, deleted bool) // what is not as at first; nil for nothing
	asked  map[int]int                             // how often each page was asked for, by its first user
	stop   chan struct{}                           // closed when the stopAt-th page is asked for
	stopAt int
}

// newRoll serves a workspace of so many users.
func newRoll(ctx context.Context, size int) (*roll, error) {
	r := &roll{size: size, asked: map[int]int{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/users.list", r.list)
	r.server = &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	var listen net.ListenConfig
	var err error
	if r.listener, err = listen.Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("serve a list of users: %w", err)
	}
	go r.server.Serve(r.listener) //nolint:errcheck // it always ends with an error, that it was closed
	return r, nil
}

func (r *roll) close() error {
	if err := r.server.Close(); err != nil {
		return fmt.Errorf("stop the list of users: %w", err)
	}
	return nil
}

func (r *roll) url() string { return "http://" + r.listener.Addr().String() + "/" }

// become says how many users there are from now on, and what is not as at first.
func (r *roll) become(size int, change func(n int) (string, bool)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.size, r.change = size, change
}

// stopAfter gives a channel that is closed when so many pages were asked for,
// the last of which is never answered.
func (r *roll) stopAfter(pages int) <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stop, r.stopAt = make(chan struct{}), pages
	return r.stop
}

// takeAsked is how often pages were asked for since the last time: in all, and
// beyond the first time each.
func (r *roll) takeAsked() (all, again int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, n := range r.asked {
		all, again = all+n, again+n-1
	}
	r.asked, r.stopAt = map[int]int{}, 0
	return all, again
}

// note counts a page, and tells whether it is to be answered.
func (r *roll) note(from int) (change func(int) (string, bool), size int, answer bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked[from]++
	all := 0
	for _, n := range r.asked {
		all += n
	}
	if r.stopAt > 0 && all == r.stopAt {
		close(r.stop)
		return nil, 0, false
	}
	return r.change, r.size, true
}

// list answers users.list.
func (r *roll) list(w http.ResponseWriter, request *http.Request) {
	const before = "dXNlcjpV" // so that no cursor is taken for a number
	limit, err := strconv.Atoi(request.FormValue("limit"))
	from := 1
	if cursor := request.FormValue("cursor"); cursor != "" && err == nil {
		from, err = strconv.Atoi(strings.TrimPrefix(cursor, before))
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	change, size, answer := r.note(from)
	if !answer {
		<-request.Context().Done() // whoever asked dies
		return
	}
	next := ""
	to := min(size, from+limit-1)
	if to < size {
		next = before + strconv.Itoa(to+1)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	out := bufio.NewWriter(w)
	writePage(out, from, to, change)
	fmt.Fprintf(out, `],"cache_ts":1789466400,"response_metadata":{"next_cursor":%q}}`, next)
	if err := out.Flush(); err != nil && !errors.Is(err, net.ErrClosed) {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// wireUser is a user as users.list gives one, with all that Rapport does not
// read: id, number, name, whether closed.
const wireUser = `{"id":"%[1]s","team_id":"T0000001","name":"person.%[2]d","deleted":%[4]t,"color":"9f69e7","real_name":"%[3]s",` +
	`"tz":"Europe\/Berlin","tz_label":"Central European Summer Time","tz_offset":7200,"profile":{"title":"Engineer","phone":"+49 30 %08[2]d",` +
	`"skype":"","real_name":"%[3]s","real_name_normalized":"%[3]s","display_name":"%[3]s","display_name_normalized":"%[3]s","fields":null,` +
	`"status_text":"In a meeting","status_emoji":":spiral_calendar_pad:","status_emoji_display_info":[],"status_expiration":1789470000,` +
	`"avatar_hash":"ge3b51ca72de","image_original":"https:\/\/avatars.example.com\/2026-09-15\/%[2]d_original.jpg","is_custom_image":true,` +
	`"email":"person.%[2]d@example.com","first_name":"Person","last_name":"%[2]d",` +
	`"image_24":"https:\/\/avatars.example.com\/2026-09-15\/%[2]d_24.jpg","image_32":"https:\/\/avatars.example.com\/2026-09-15\/%[2]d_32.jpg",` +
	`"image_48":"https:\/\/avatars.example.com\/2026-09-15\/%[2]d_48.jpg","image_72":"https:\/\/avatars.example.com\/2026-09-15\/%[2]d_72.jpg",` +
	`"image_192":"https:\/\/avatars.example.com\/2026-09-15\/%[2]d_192.jpg","image_512":"https:\/\/avatars.example.com\/2026-09-15\/%[2]d_512.jpg",` +
	`"image_1024":"https:\/\/avatars.example.com\/2026-09-15\/%[2]d_1024.jpg","status_text_canonical":"","team":"T0000001"},"is_admin":false,` +
	`"is_owner":false,"is_primary_owner":false,"is_restricted":false,"is_ultra_restricted":false,"is_bot":false,"is_app_user":false,` +
	`"updated":1789466400,"is_email_confirmed":true,"has_2fa":false,"who_can_share_contact_card":"EVERYONE"}`

// writePage writes the head of an answer and its users; a fault shows at the
// flush.
func writePage(out io.Writer, from, to int, change func(int) (string, bool)) {
	fmt.Fprint(out, `{"ok":true,"members":[`)
	for n := from; n <= to; n++ {
		if n > from {
			fmt.Fprint(out, ",")
		}
		name, deleted := "Person "+strconv.Itoa(n), false
		if change != nil {
			other, gone := change(n)
			name, deleted = strings.TrimSpace(name+" "+other), gone
		}
		fmt.Fprintf(out, wireUser, fmt.Sprintf("U%08d", n), n, name, deleted)
	}
}
