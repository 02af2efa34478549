package courier

import (
	"sync"
	"time"
)

// channelBurst is how many messages a channel takes at once before the pace
// counts. Slack allows short bursts without saying how long they may be.
const channelBurst = 3

// pace spreads the messages of each channel: one instant for each, the time at
// which the next message would come if all had been spread evenly (GCRA).
type pace struct {
	interval time.Duration
	now      func() time.Time

	mu       sync.Mutex
	arrivals map[string]time.Time
	swept    time.Time
}

func newPace(perSecond float64) *pace {
	return &pace{
		interval: time.Duration(float64(time.Second) / perSecond),
		now:      time.Now, arrivals: map[string]time.Time{},
	}
}

// wait is how long a channel has to rest before its next message.
func (p *pace) wait(channel string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	// Compared as instants: the distance to the zero time does not fit into a
	// duration.
	now := p.now()
	if earliest := p.arrivals[channel].Add(-(channelBurst - 1) * p.interval); earliest.After(now) {
		return earliest.Sub(now)
	}
	return 0
}

// spend counts one message.
func (p *pace) spend(channel string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	p.sweep(now)
	arrival := p.arrivals[channel]
	if arrival.Before(now) {
		arrival = now
	}
	p.arrivals[channel] = arrival.Add(p.interval)
}

// sweep forgets the channels that have rested long enough, once a minute, so
// that the map holds only those that were busy lately. The lock is held.
func (p *pace) sweep(now time.Time) {
	if now.Sub(p.swept) < time.Minute {
		return
	}
	p.swept = now
	for channel, arrival := range p.arrivals {
		if arrival.Before(now) {
			delete(p.arrivals, channel)
		}
	}
}

// everyMethod is the name under which all methods rest.
const everyMethod = "*"

// rests are the methods that Slack does not want to hear of for a while.
type rests struct {
	now func() time.Time

	mu    sync.Mutex
	until map[string]time.Time
	last  refusal // the newest one of a post
}

// refusal is a 429 that was answered for one channel.
type refusal struct {
	channel string
	until   time.Time
}

func newRests() *rests {
	return &rests{now: time.Now, until: map[string]time.Time{}}
}

// left is how long the method, or all of them, still rest.
func (r *rests) left(method string) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	return max(0, r.until[method].Sub(now), r.until[everyMethod].Sub(now))
}

// begin lets a method rest.
func (r *rests) begin(method string, d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.extend(method, r.now().Add(d))
}

// extend moves the end of a rest, never to an earlier time. The lock is held.
func (r *rests) extend(method string, until time.Time) {
	if until.After(r.until[method]) {
		r.until[method] = until
	}
}

// refused notes a 429 for a post. Slack counts posts by channel and by
// workspace and does not say which of the two was meant. The first refusal is
// taken for the channel's own; when another channel is refused before that one
// may speak again, it is the workspace, and the method rests.
func (r *rests) refused(channel string, after time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	until := now.Add(after)
	if r.last.channel != channel && r.last.until.After(now) {
		r.extend(methodPost, until)
	}
	r.last = refusal{channel, until}
}
