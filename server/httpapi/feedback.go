package httpapi

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/oapi-codegen/runtime/types"

	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/server/httpapi/api"
)

// feedbackFor is how far back the report looks.
const feedbackFor = 26 * 7 * 24 * time.Hour

// maxLatest is how many single answers the report has.
const maxLatest = 100

// GetStory returns what happened to the applicant's case.
func (a *API) GetStory(ctx context.Context, _ api.GetStoryRequestObject) (api.GetStoryResponseObject, error) {
	call := callerOf(ctx)
	story, err := a.Conveyor.Story(ctx, call.who, call.who.Case)
	if err != nil {
		return nil, err
	}
	out := api.GetStory200JSONResponse{Events: make([]struct {
		At  time.Time          `json:"at"`
		Key api.StoryEventsKey `json:"key"`
	}, len(story))}
	for i, h := range story {
		out.Events[i].At, out.Events[i].Key = h.At, api.StoryEventsKey(h.Key)
	}
	return out, nil
}

// GiveFeedback keeps what the applicant thought.
func (a *API) GiveFeedback(ctx context.Context, r api.GiveFeedbackRequestObject) (api.GiveFeedbackResponseObject, error) {
	call := callerOf(ctx)
	return api.GiveFeedback204Response{}, a.Conveyor.GiveFeedback(ctx, call.who, portal.Feedback{
		Case: call.who.Case, Score: r.Body.Score, Words: value(r.Body.Words), Moment: string(r.Body.Moment),
	})
}

// ListFeedback returns what applicants thought.
func (a *API) ListFeedback(ctx context.Context, _ api.ListFeedbackRequestObject) (api.ListFeedbackResponseObject, error) {
	call := callerOf(ctx)
	zone, err := time.LoadLocation(call.tenant.TimeZone)
	if err != nil {
		return nil, err
	}
	found, err := a.Conveyor.Feedback(ctx, call.who, a.Now().Add(-feedbackFor))
	if err != nil {
		return nil, err
	}
	out := api.ListFeedback200JSONResponse(byWeek(found, zone))
	out.Weeks, out.Latest = list(out.Weeks), list(out.Latest)
	for _, f := range found[:min(len(found), maxLatest)] {
		out.Latest = append(out.Latest, struct {
			At       time.Time                      `json:"at"`
			Case     string                         `json:"case"`
			Moment   api.FeedbackReportLatestMoment `json:"moment"`
			Pipeline string                         `json:"pipeline"`
			Score    int                            `json:"score"`
			Words    *string                        `json:"words,omitempty"`
		}{f.At, f.Case, api.FeedbackReportLatestMoment(f.Moment), f.Pipeline, f.Score, some(f.Words)})
	}
	return out, nil
}

// byWeek counts what was found by pipeline and week of the tenant's zone, the newest week first.
func byWeek(found []portal.Feedback, zone *time.Location) api.FeedbackReport {
	type week struct {
		monday   time.Time
		pipeline string
	}
	count, sum := map[week]int{}, map[week]int{}
	for _, f := range found {
		day := f.At.In(zone)
		monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
		w := week{time.Date(monday.Year(), monday.Month(), monday.Day(), 0, 0, 0, 0, time.UTC), f.Pipeline}
		count[w]++
		sum[w] += f.Score
	}
	var out api.FeedbackReport
	weeks := make([]week, 0, len(count))
	for w := range count {
		weeks = append(weeks, w)
	}
	slices.SortFunc(weeks, func(a, b week) int {
		return cmp.Or(b.monday.Compare(a.monday), cmp.Compare(a.pipeline, b.pipeline))
	})
	for _, w := range weeks {
		out.Weeks = append(out.Weeks, struct {
			Average  float32    `json:"average"`
			Count    int        `json:"count"`
			Pipeline string     `json:"pipeline"`
			Week     types.Date `json:"week"`
		}{float32(sum[w]) / float32(count[w]), count[w], w.pipeline, types.Date{Time: w.monday}})
	}
	return out
}
