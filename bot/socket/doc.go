// Package socket receives what Slack sends over Socket Mode.
//
// It takes the place of slack-go's own Socket Mode client, of which it uses the
// call that opens a connection. What it does differently:
//
//   - Slack renews each connection every few hours and announces it. Here the
//     new connection is opened first, and the old one is read until Slack closes
//     it, so that nothing sent in between is lost.
//   - The reader never waits for a handler. Frames go to a bounded pool; a press
//     that could not start in time is refused rather than answered too late.
//   - An answer goes out on the connection that brought the question, and whoever
//     answered is told when it could not be sent.
//   - Envelopes that cannot be read are acknowledged by their id and counted.
//     Slack would otherwise send them again and again.
//   - Connections are pinged, so that one that is only half there is noticed.
//   - Reconnecting is slowed down by back-off, by what Slack asks for, and by a
//     breaker over all connections. Errors that will not go away by themselves
//     end Run with a sentence that says what to change.
//   - Leaving is polite: answers under way are sent, then a close frame, and what
//     still arrives is read to its end.
//
// All times here are machine time and come from the monotonic clock.
package socket
