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

// feedbackSamples are the messages, forms and views of feedback.
func feedbackSamples(v *sentence.Voice) map[string]any {
	r := sampleFeedback()
	unread := r.Feedback
	unread.ID, unread.Situation, unread.Behaviour, unread.Impact, unread.Next = "f2", "", "", "", ""
	list := domain.FeedbackList{Which: domain.FeedbackReceivedList, Feedback: []domain.Feedback{unread, r.Feedback}, People: samplePeople(), More: true}
	return map[string]any{
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
	return map[string]any{
		"feedback": feedbackView(v, r, ids[1]), "feedback_list": feedbackListView(v, list, ids[1]), "feedback_form": feedbackForm(v, form),
		"feedback_receipt": feedbackReceipt(v, r), "feedback_shared": feedbackShared(v, r, ids[2]), "feedback_usage": feedbackUsage(v, longest(3000), 0),
	}
}
