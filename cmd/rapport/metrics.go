package main

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"rapport/domain"
)

// metrics is what Prometheus reads. Labels come from code and from Slack's own
// words, never from people.
type metrics struct {
	registry *prometheus.Registry
	events   *prometheus.CounterVec
	levels   *prometheus.GaugeVec
	times    *prometheus.HistogramVec
	calls    *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "rapport_events_total", Help: "What happened, by a name and a label from code.",
		}, []string{"name", "label"}),
		levels: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "rapport_level", Help: "How things stand now, by a name and a label from code.",
		}, []string{"name", "label"}),
		times: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "rapport_seconds", Help: "How long something took, by a name and a label from code.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600},
		}, []string{"name", "label"}),
		calls: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "rapport_slack_call_seconds", Help: "How long Slack took to answer, by method and HTTP status.",
			Buckets: []float64{.05, .1, .2, .4, .8, 1.6, 3, 10, 30},
		}, []string{"method", "status"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "rapport_build_info", Help: "Always 1; the version is a label.", ConstLabels: prometheus.Labels{"version": versionText()},
	})
	build.Set(1)
	m.registry.MustRegister(m.events, m.levels, m.times, m.calls, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Count fulfils domain.Meter.
func (m *metrics) Count(name, label string, n int) {
	m.events.WithLabelValues(name, label).Add(float64(n))
}

// Level fulfils domain.Meter.
func (m *metrics) Level(name, label string, value float64) {
	m.levels.WithLabelValues(name, label).Set(value)
}

// Took fulfils domain.Meter.
func (m *metrics) Took(name, label string, d time.Duration) {
	m.times.WithLabelValues(name, label).Observe(d.Seconds())
}

// backlogTime limits the question for the backlog, so that a slow database
// never makes the other metrics disappear.
const backlogTime = 2 * time.Second

// backlog shows how many messages stand where in the outbox, and since when, at
// the moment of asking.
type backlog struct {
	outbox    domain.Outbox
	clock     domain.Clock
	size, age *prometheus.Desc
}

func newBacklog(o domain.Outbox, clock domain.Clock) backlog {
	return backlog{
		outbox: o, clock: clock,
		size: prometheus.NewDesc("rapport_outbox_messages", "Messages in the outbox, by state.", []string{"state"}, nil),
		age:  prometheus.NewDesc("rapport_outbox_oldest_seconds", "How long the oldest message waits that nothing holds back, by kind.", []string{"kind"}, nil),
	}
}

// Describe fulfils prometheus.Collector.
func (b backlog) Describe(out chan<- *prometheus.Desc) { out <- b.size; out <- b.age }

// Collect fulfils prometheus.Collector. Its interface brings no context.
func (b backlog) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), backlogTime)
	defer cancel()
	states, err := b.outbox.Backlog(ctx)
	if err != nil {
		return // readiness says that the database does not answer
	}
	oldest, err := b.outbox.Oldest(ctx)
	if err != nil {
		return // as above
	}
	now := b.clock.Now()
	for kind, since := range oldest {
		out <- prometheus.MustNewConstMetric(b.age, prometheus.GaugeValue, now.Sub(since).Seconds(), kind)
	}
	for _, state := range []domain.MessageState{domain.Waiting, domain.Sending, domain.Dead, domain.Doubt} {
		out <- prometheus.MustNewConstMetric(b.size, prometheus.GaugeValue, float64(states[state]), string(state))
	}
}

// tail shows what of the ledger is not sealed yet, at the moment of asking.
type tail struct {
	store      domain.Store
	clock      domain.Clock
	count, age *prometheus.Desc
}

func newTail(store domain.Store, clock domain.Clock) tail {
	return tail{
		store: store, clock: clock,
		count: prometheus.NewDesc("rapport_ledger_unsealed_entries", "Entries of the ledger that wait for their seal.", nil, nil),
		age:   prometheus.NewDesc("rapport_ledger_unsealed_seconds", "How long the oldest entry of the ledger waits for its seal.", nil, nil),
	}
}

// Describe fulfils prometheus.Collector.
func (t tail) Describe(out chan<- *prometheus.Desc) { out <- t.count; out <- t.age }

// Collect fulfils prometheus.Collector. Its interface brings no context.
func (t tail) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), backlogTime)
	defer cancel()
	var unsealed domain.LedgerTail
	err := t.store.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
		unsealed, err = tx.LedgerTail(ctx)
		return err
	})
	if err != nil {
		return // readiness says that the database does not answer
	}
	age := 0.0
	if unsealed.Count > 0 {
		age = max(0, t.clock.Now().Sub(unsealed.Since).Seconds())
	}
	out <- prometheus.MustNewConstMetric(t.count, prometheus.GaugeValue, float64(unsealed.Count))
	out <- prometheus.MustNewConstMetric(t.age, prometheus.GaugeValue, age)
}

// timed measures the calls to Slack on their way.
type timed struct {
	next  http.RoundTripper
	calls *prometheus.HistogramVec
}

// methodName is what Slack's methods look like. Whatever else is called goes
// under one name, so that no address becomes a label.
var methodName = regexp.MustCompile(`^[a-zA-Z]+(\.[a-zA-Z]+)+$`)

// RoundTrip fulfils http.RoundTripper.
func (t timed) RoundTrip(r *http.Request) (*http.Response, error) {
	method := "other"
	if _, name, ok := strings.Cut(r.URL.Path, "/api/"); ok && methodName.MatchString(name) {
		method = name
	}
	began := time.Now()
	answer, err := t.next.RoundTrip(r)
	status := "none"
	if err == nil {
		status = strconv.Itoa(answer.StatusCode)
	}
	t.calls.WithLabelValues(method, status).Observe(time.Since(began).Seconds())
	return answer, err //nolint:wrapcheck // net/http asks the transport's own error whether time ran out
}
