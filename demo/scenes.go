package demo

import "slices"

// scenes are what the people with a story do in the year that begins on 2 November
// 2026; each noun has its own.
func (t *Tale) scenes() []scene {
	return slices.Concat(
		t.kudosScenes(), t.conversationScenes(), t.digestScenes(), t.feedbackScenes(), t.expectationScenes(), t.dossierScenes(), t.roundScenes(),
		t.growthScenes(), t.fundScenes(), t.goalScenes(), t.priorityScenes(), t.coachingScenes(), t.explainScenes(), t.accessScenes(),
		t.seasonScenes(), t.concernScenes(), t.reportingScenes(), t.retentionScenes(), t.erasureScenes(), t.myDataScenes(), t.fairnessScenes(),
		t.scorecardScenes(), t.policyScenes(), t.absenceScenes(), t.homeScenes(),
	)
}
