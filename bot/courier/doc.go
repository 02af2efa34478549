// Package courier brings the messages of the outbox to Slack.
//
// A message holds no words. It was stored in the transaction of its cause and
// says what kind it is and which record it speaks of; the courier asks whether
// it may go (domain: send, hold, drop), renders the record as it is now, in the
// reader's language, and calls Slack. An edit or a deletion finds the earlier
// messages in the deliveries.
//
// Lanes are claimed, not messages: a lane is a Slack channel, a person's DM or
// a class of bulk work, only one message of it is on its way at a time, and so
// order is kept however many replicas there are. Pace, Retry-After, back-off
// and lease are all one instant of the lane, written by Settle.
//
// # What can go wrong, and what happens then
//
// Slack has no idempotency key, so a post whose answer was lost is neither
// repeated blindly nor forgotten. It stays "sending" and its lane rests for 30
// seconds, the longest a request can still be on its way. Then it is looked up:
// every post carries a random id in its metadata, and nothing else, since the
// whole workspace can read metadata. In a DM the history tells; in a channel it
// does where the optional history scope was granted, and otherwise the message
// ends as unclear and is listed for the operator. Edits and deletions can be
// repeated and are.
//
//	Slack's answer                          what becomes of the message
//	429                                     waits; the lane rests, and the method where it is to blame
//	no answer, 5xx, internal_error          post: looked up first; else: repeated
//	never left this machine                 repeated after a back-off
//	invalid_blocks                          once more in plain sections, then dead
//	user_disabled and the like              dropped, nobody is there to be told
//	invalid_auth, missing_scope and alike   waits; everything rests for a minute, loudly
//	any other refusal                       dead, with Slack's word as the reason
package courier
