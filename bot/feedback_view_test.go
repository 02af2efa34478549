package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// sampleFeedback is what Ada told Grace, and lets Lee read.
func sampleFeedback() domain.FeedbackReceipt {
	f := domain.Feedback{
		ID: "f1", Giver: anAda.ID, Receiver: aGrace.ID, Reader: aLee.ID, Situation: "In the *planning* on Tuesday <!here>",
		Behaviour: "you asked what the customer had `tried`", Impact: "we dropped the wrong plan an hour earlier", Next: "Ask it first.",
		Value: "craft", State: domain.FeedbackGiven, At: sampleNow, Version: 1, About: domain.MessageLink{URL: "https://acme.example/p1"},
	}
	return domain.FeedbackReceipt{
		Feedback: f, People: samplePeople(), Goal: sampleGoal(), Value: "Craft", Team: "the people team",
		Readers: domain.WhoCan(domain.Table, domain.ReadFeedback, f.Subject()),
	}
}

func sampleFeedbackForm(change ...func(*feedbackFormState)) feedbackFormState {
	f := sampleFeedback().Feedback
	alone := f
	alone.Reader = ""
	s := feedbackFormState{
		Giver: anAda.ID, Metadata: Metadata{Nonce: "n1"},
		Choices: domain.FeedbackChoices{
			Receiver: aGrace, Partner: aLee, People: samplePeople(), Goals: []domain.Goal{sampleGoal()}, Values: sampleChoices.Values, Team: "the people team",
			Alone: domain.WhoCan(domain.Table, domain.ReadFeedback, alone.Subject()), Shared: domain.WhoCan(domain.Table, domain.ReadFeedback, f.Subject()),
		},
		Draft: domain.FeedbackDraft{Behaviour: "you asked *first*", About: f.About},
	}
	for _, c := range change {
		c(&s)
	}
	return s
}

// sampleRequest is Grace's wish for Ada's feedback.
func sampleRequest() domain.FeedbackRequestView {
	return domain.FeedbackRequestView{People: samplePeople(), Request: domain.FeedbackRequest{
		ID: "r1", Asker: aGrace.ID, About: aGrace.ID, Giver: anAda.ID, Question: "my *talk* on <!here> Tuesday", State: domain.RequestOpen, At: sampleNow,
	}}
}

// feedbackSamples are the messages, forms and views of feedback.
func feedbackSamples(v *sentence.Voice) map[string]any {
	r := sampleFeedback()
	unread := r.Feedback
	unread.ID, unread.Situation, unread.Behaviour, unread.Impact, unread.Next = "f2", "", "", "", ""
	list := domain.FeedbackList{Which: domain.FeedbackReceivedList, Feedback: []domain.Feedback{unread, r.Feedback}, People: samplePeople(), More: true}
	request := sampleRequest()
	about, declined := request, request
	about.Request.Asker = aLee.ID
	declined.Request.State, declined.Request.Why = domain.RequestDeclined, "I was *not* there <@U1>."
	answering := sampleFeedbackForm(func(s *feedbackFormState) {
		s.Choices.Request, s.Draft = about.Request, domain.FeedbackDraft{}
	})
	asking := feedbackAskState{
		Asker: aLee.ID, Metadata: Metadata{Nonce: "n1"}, Note: feedbackNote{Users: []string{"UADA"}, Text: "my *talk*"},
		Problems: []string{v.Say("feedback.nobody_asked")},
		Choices: domain.FeedbackAskChoices{
			Partner: anAda, People: samplePeople(), Reports: []domain.Person{aGrace}, Team: "the people team",
			Alone:  domain.WhoCan(domain.Table, domain.ReadFeedback, domain.Feedback{Receiver: aLee.ID}.Subject()),
			Shared: domain.WhoCan(domain.Table, domain.ReadFeedback, domain.Feedback{Receiver: aLee.ID, Reader: anAda.ID}.Subject()),
		},
	}
	alone := asking
	alone.Choices.Partner, alone.Choices.Reports, alone.Problems, alone.Note = domain.Person{}, nil, nil, feedbackNote{}
	told := r
	told.Feedback.InFile = true
	told.Replies = []domain.FeedbackReply{
		{Author: aGrace.ID, Kind: domain.ReplyIntent, Text: "which *plan* <@U1>?", At: sampleNow}, {Author: anAda.ID, Kind: domain.ReplyWords, Text: "the north", At: sampleNow},
		{Author: aGrace.ID, Kind: domain.ReplyWords, Text: "I see", At: sampleNow}, {Author: aGrace.ID, Kind: domain.ReplyThanks, At: sampleNow},
	}
	return map[string]any{
		"feedback_replies":       feedbackView(v, told, aGrace.ID),
		"feedback_replies_giver": feedbackView(v, told, anAda.ID),
		"feedback_reply_form":    feedbackReplyForm(v, r, aGrace.ID, domain.ReplyWords, Metadata{Nonce: "n1", Subject: "f1"}),
		"feedback_intent_form":   feedbackReplyForm(v, r, aGrace.ID, domain.ReplyIntent, Metadata{Nonce: "n1", Subject: "f1"}),
		"feedback_replied":       feedbackReplied(v, "feedback.replied_intent", aGrace.Name, "f1"),
		"feedback_file":          fileView(v, domain.File{Owner: aGrace, People: samplePeople(), Entries: []domain.FileEntry{{Feedback: told.Feedback, Replies: told.Replies}}}, false, Metadata{}),
		"feedback_form_asked":    feedbackForm(v, answering),
		"feedback_ask_form":      feedbackAskForm(v, asking),
		"feedback_ask_alone":     feedbackAskForm(v, alone),
		"feedback_ask_receipt":   feedbackAskReceipt(v, domain.FeedbackAskReceipt{Givers: []domain.ID{anAda.ID, aLee.ID}, About: aGrace.ID, People: samplePeople()}, aLee.ID),
		"feedback_asked":         feedbackAskedMessage(v, request),
		"feedback_asked_about":   feedbackAskedMessage(v, about),
		"feedback_asked_over":    feedbackAskedMessage(v, declined),
		"feedback_card":          cardMessage(v, []cardRow{feedbackCard(v, request)}, domain.MonthTally{}),
		"feedback_declined":      feedbackDeclinedMessage(v, declined),
		"feedback_gone":          feedbackGoneMessage(v, declined),
		"feedback_decline_form":  feedbackDeclineForm(v, request, Metadata{Nonce: "n1", Subject: "r1"}),
		"feedback_request":       feedbackRequestView(v, declined, aGrace.ID),
		"feedback_request_giver": feedbackRequestView(v, declined, anAda.ID),
		"feedback_asked_list":    feedbackAskedView(v, domain.FeedbackRequestList{Requests: []domain.FeedbackRequest{request.Request, declined.Request, about.Request, {Giver: aLee.ID, Asker: aGrace.ID, About: aGrace.ID, Feedback: "f1", State: domain.RequestAnswered, At: sampleNow}}, People: samplePeople(), More: true}),
		"feedback_asked_none":    feedbackAskedView(v, domain.FeedbackRequestList{}),
		"feedback_usage":         feedbackUsage(v, "", 0),
		"feedback_usage_nobody":  feedbackUsage(v, "the *plan* was good", 0),
		"feedback_usage_several": feedbackUsage(v, "for the plan", 2),
		"feedback_who":           feedbackWhoForm(v, blockkit.Text{}, Metadata{Nonce: "n1"}),
		"feedback_form":          feedbackForm(v, sampleFeedbackForm()),
		"feedback_form_alone": feedbackForm(v, sampleFeedbackForm(func(s *feedbackFormState) {
			s.Choices.Partner, s.Choices.Shared, s.Choices.Goals, s.Choices.Values = domain.Person{}, nil, nil, nil
		})),
		"feedback_receipt":      feedbackReceipt(v, r),
		"feedback_shared":       feedbackShared(v, r, aGrace.ID),
		"feedback_shared_about": feedbackShared(v, r, aLee.ID),
		"feedback_withdrawn":    feedbackWithdrawn(v, r),
		"feedback_narrowed":     feedbackNarrowed(v, r, aGrace.ID),
		"feedback_view":         feedbackView(v, r, aGrace.ID),
		"feedback_view_given":   feedbackView(v, r, anAda.ID),
		"feedback_view_reader":  feedbackView(v, r, aLee.ID),
		"feedback_list":         feedbackListView(v, list, aGrace.ID),
		"feedback_list_none":    feedbackListView(v, domain.FeedbackList{Which: domain.FeedbackGivenList}, aGrace.ID),
	}
}

func worstFeedbackViews(v *sentence.Voice) map[string]any {
	people, ids := crowded()
	r := sampleFeedback()
	r.People, r.Team, r.Value, r.Goal = people, longest(200), longest(100), worstGoal("g0")
	f := &r.Feedback
	f.Giver, f.Receiver, f.Reader = ids[0], ids[1], ids[2]
	f.Situation, f.Behaviour, f.Impact, f.Next = longest(domain.MaxFeedbackText), longest(domain.MaxFeedbackText), longest(domain.MaxFeedbackText), longest(domain.MaxFeedbackText)
	r.Readers = domain.WhoCan(domain.Table, domain.ReadFeedback, f.Subject())
	for range 2 * domain.MaxReplies {
		r.Replies = append(r.Replies, domain.FeedbackReply{Author: ids[1], Kind: domain.ReplyWords, Text: longest(domain.MaxFeedbackText)})
	}
	file := domain.File{Owner: people[ids[1]], People: people}
	for range domain.FilePage {
		file.Entries = append(file.Entries, domain.FileEntry{Feedback: *f, Replies: r.Replies[:5]})
	}
	list := domain.FeedbackList{Which: domain.FeedbackReceivedList, People: people, More: true}
	for range domain.FeedbackPage {
		list.Feedback = append(list.Feedback, *f)
	}
	form := sampleFeedbackForm(func(s *feedbackFormState) {
		s.Choices.People, s.Choices.Receiver, s.Choices.Partner, s.Choices.Shared, s.Choices.Team = people, people[ids[1]], people[ids[2]], r.Readers, longest(200)
		s.Draft.Behaviour, s.Problems = longest(3000), []string{longest(500), longest(500)}
		for range many {
			s.Choices.Goals = append(s.Choices.Goals, r.Goal)
		}
	})
	view := domain.FeedbackRequestView{People: people, Request: domain.FeedbackRequest{
		ID: ids[0], Asker: ids[1], About: ids[2], Giver: ids[3], Question: longest(domain.MaxFeedbackText), Why: longest(domain.MaxFeedbackText), State: domain.RequestDeclined,
	}}
	asked := domain.FeedbackRequestList{People: people, More: true}
	for range domain.FeedbackPage {
		asked.Requests = append(asked.Requests, view.Request)
	}
	ask := feedbackAskState{Asker: ids[1], Note: feedbackNote{Text: longest(3000)}, Problems: []string{longest(500)}}
	ask.Choices = domain.FeedbackAskChoices{Partner: people[ids[2]], People: people, Alone: r.Readers, Shared: r.Readers, Team: longest(200)}
	for _, id := range ids[:90] {
		ask.Choices.Reports = append(ask.Choices.Reports, people[id])
	}
	return map[string]any{
		"feedback_file": fileView(v, file, true, Metadata{}), "feedback_reply": feedbackReplyForm(v, r, ids[1], domain.ReplyIntent, Metadata{}),
		"feedback_ask": feedbackAskForm(v, ask), "feedback_asked_list": feedbackAskedView(v, asked), "feedback_request": feedbackRequestView(v, view, ids[1]),
		"feedback_declined": feedbackDeclinedMessage(v, view), "feedback_decline": feedbackDeclineForm(v, view, Metadata{}),
		"feedback": feedbackView(v, r, ids[1]), "feedback_list": feedbackListView(v, list, ids[1]), "feedback_form": feedbackForm(v, form),
		"feedback_receipt": feedbackReceipt(v, r), "feedback_shared": feedbackShared(v, r, ids[2]), "feedback_usage": feedbackUsage(v, longest(3000), 0),
	}
}
