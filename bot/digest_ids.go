package bot

// Digest.
const (
	PressDigestAct   = "digest.open_act" // value is the kind of fact, a colon, the digest
	DigestActForm    = "digest.act"
	PressDigestPairs = "digest.pairs"
	PressDigestMore  = "digest.figures"
	PressDigestNow   = "digest.now"
)
