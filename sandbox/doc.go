// Package sandbox is a Slack workspace in a box: the Web API, Socket Mode over
// a real WebSocket, slash commands, modals, the Home tab, events with
// redelivery, and the people who type, click and read. It holds everything in
// memory, needs no account and no network beyond loopback, and knows nothing
// of the app that talks to it.
//
// Its one rule is that what passes here must pass at Slack: the limits and the
// errors of Slack's documentation are enforced, with Slack's own error codes,
// and the faults of real networks can be asked for (see Fault). Where the
// documentation is silent the sandbox takes the stricter reading.
//
// Two clocks run in it. The workspace's clock (Config.Now) gives message
// timestamps and dates and may be moved; the timers of the protocol (trigger
// life, ack deadline, pings, redelivery, rate limits) always run on real time.
//
// One mutex guards the whole workspace. Nothing blocks while holding it: every
// wait is on a channel that the next change of the workspace closes.
package sandbox
