package demo

import "context"

func (t *Tale) reportingScenes() []scene {
	return []scene{
		{"2027-05-24 16:00", moving, t.samNamesYuki},
		{"2027-05-25 07:30", moving, t.yukiSaysYes},
		{"2027-06-03 07:30", moving, t.yukiReadsAgreed},
		{"2027-06-15 17:00", moving, t.leeLooksBackOnSam},
	}
}

func (t *Tale) samNamesYuki(ctx context.Context) error {
	t.saysf("Sam changes to Yuki's team. He names her as his manager in his settings; she is asked, and it holds once she says yes.")
	sam := t.at(ctx, "sam")
	sam.types("/rapport", "settings")
	sam.sees("Your manager")
	sam.presses("Your manager")
	sam.sees("Your manager here is Lee Park")
	sam.fills("Manager", "Yuki Tanaka")
	sam.sends()
	return sam.closes()
}

func (t *Tale) yukiSaysYes(ctx context.Context) error {
	t.saysf("Yuki says yes. She will see what Sam agreed with Lee, and his goals; what Sam prepared for Lee alone stays there.")
	yuki := t.at(ctx, "yuki")
	yuki.opens("Yes, I am", "Sam Ortiz names you as manager")
	return yuki.err
}

func (t *Tale) yukiReadsAgreed(ctx context.Context) error {
	t.saysf("Yuki reads what Sam and Lee agreed before, for which a manager needs no reason.")
	yuki := t.at(ctx, "yuki")
	yuki.types("/rapport", "person @sam")
	yuki.sees("Sam Ortiz", "Conversations")
	yuki.presses("Conversations")
	yuki.sees("Agreed before", "Lee Park")
	return yuki.closes()
}

func (t *Tale) leeLooksBackOnSam(ctx context.Context) error {
	t.saysf("Lee is asked for a word on Sam's year. He makes a packet of the time in which Sam reported to him; of the time since, it holds nothing. Sam is told that he made it.")
	lee := t.at(ctx, "lee")
	lee.types("/rapport", "packet @sam")
	lee.sees("How?")
	lee.fills("From", "2026-11-01", "Until", "2027-06-14", "How?", "Here in Slack", "Why?", t.hidden("Yuki asked what Sam did in the spring."))
	lee.sends()
	lee.sees("Sam Ortiz")
	return lee.closes()
}
