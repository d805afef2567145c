// Package storetest tests the behaviour that every engine of the store must have. It uses only the
// store's interface, no SQL, so that the same suite tests SQLite and PostgreSQL.
package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// Run runs the suite. newDSN returns the address of a new, empty database of
// the engine, which it removes when the test ends.
func Run(t *testing.T, newDSN func(t *testing.T) string) {
	t.Helper()
	for _, c := range []struct {
		name string
		test func(t *testing.T, e env)
	}{
		{"StartRun_resumesTheUnfinishedRun", startRunResumes},
		{"StartRun_twoAtOnceGetTheSame", startRunTwoAtOnce},
		{"StartRun_eachScopeIsItsOwn", scopesAreApart},
		{"StartRun_refusesThePastOverThePresent", pastIsRefused},
		{"Record_secondAnswerIsIgnored", secondAnswerIgnored},
		{"Record_twoWritersEachProjectOnce", twoWriters},
		{"Record_refusesWhatItCannotPlace", recordRefuses},
		{"RecordAll_allOrNone", recordAllOrNone},
		{"Record_failureChangesNoFigure", failureChangesNoFigure},
		{"Record_historyIsImmutable", historyIsImmutable},
		{"Record_anyHistoryReadsBack", anyHistoryReadsBack},
		{"Record_eachSourceKeepsItsOwn", sourcesKeepTheirOwn},
		{"Record_anyTextReadsBack", anyText},
		{"Record_anyInstantReadsBack", anyInstant},
		{"Record_checksReadBack", checksReadBack},
		{"Record_checksKeepTheirHistory", checksKeepHistory},
		{"Record_keptValuesReadBack", keptValuesReadBack},
		{"Record_twoInstrumentsStayApart", instrumentsStayApart},
		{"Record_publishedIsNoObservationOfOurs", publishedIsNotOurs},
		{"Answering_countsProjectsASourceKnowsOf", answeringCounts},
		{"Record_setsTheNextTurn", recordSetsNext},
		{"Due_longestWaitingFirst", dueInOrder},
		{"Due_firstTurnsAreSpread", firstTurnsSpread},
		{"Cache_keepsBytes", cacheKeeps},
		{"Cache_purgesTheUnused", cachePurges},
		{"Cache_kindsAreApart", cacheKindsApart},
		{"Identity_readsBack", identityReadsBack},
		{"Project_knowsItsIdentity", projectKnowsItsIdentity},
		{"Project_keepsWhatAlertsCompareWith", projectKeepsEarlier},
		{"Run_countsWhatItCost", runCosts},
		{"Project_showsThePublishedRun", projectShowsPublished},
		{"Project_rescoreIsShown", rescoreIsShown},
		{"Figures_membersInSlugOrder", figuresOfMembers},
		{"Figures_oldRunsKeepTheirs", oldRunsKeepTheirFigures},
		{"RunAt_whatWasShownThen", runsByInstant},
		{"Model_isKeptByItsHash", modelsAreKept},
		{"Publish_eachModelIsASeriesOfItsOwn", eachModelIsItsSeries},
		{"Publish_waitsForEveryAnswer", publishWaits},
		{"Publish_replacesTheRanking", publishReplaces},
		{"Publish_rowReadsBackWhole", publishReadsBack},
		{"Publish_scoresOnlyWhenTheyMove", scoresMove},
		{"Publish_anotherInstrumentIsAnotherPoint", instrumentMoves},
		{"Runs_newestFirst", runsNewestFirst},
		{"SaveLists_goneIsRemovedAndMayReturn", listsGoneAndBack},
		{"Departed_andEditions", departedAndEditions},
		{"InstallationKey_madeOnce", keyMadeOnce},
		{"Rank_pagesEqualTheWhole", pagesEqualTheWhole},
		{"Rank_everySortEveryDirection", everySort},
		{"Rank_viewsArePagedLikeTheRanking", viewsArePagedLikeTheRanking},
		{"Rank_viewsGoWithTheirRanking", viewsGoWithTheirRanking},
		{"Rank_orderIsByBytes", orderIsByBytes},
		{"Rank_filtersAndText", filtersAndText},
		{"Rank_facets", facets},
		{"Counts", counts},
		{"Rank_hostileInputFindsNothing", hostileInput},
		{"Rank_badQuery", badQuery},
		{"Rank_emptyAndUnknownLists", emptyLists},
		{"Rank_pastRunsAnswerAsTheyDid", pastRunsAnswer},
		{"Rank_refusesWhatIsNotKept", pastRankingRefused},
		{"RankAll_oneRunToItsEnd", allRows},
		{"KeepRanking_inAnyOrder", pastIsFilledIn},
		{"FacetValues_allOfThem", facetValuesPaged},
		{"ProjectAt_hasItsRow", pastProject},
		{"Summary_isKeptWithItsRun", summaryKept},
		{"RowsOf_thenAndNow", thenAndNow},
		{"Moved_betweenTwoRuns", movedBetweenRuns},
		{"Between_isWhatTheRankingsSay", betweenIsWhatRankingsSay},
		{"Moved_notThereAndBack", movedThereAndBack},
		{"Mark_movesWithWhatIsKnown", markMoves},
		{"Hold_isAskedLikeAPublishedOne", heldApart},
		{"Shortlist_readsBackByItsKey", shortlistsReadBack},
		{"Shortlist_expiresAndIsDeleted", shortlistsExpire},
		{"Recheck_bringsATurnForwardOnce", rechecksBringTurnsForward},
		{"Recheck_isBoundedForTheSite", rechecksAreBounded},
		{"Recheck_isAnsweredByALaterReading", rechecksAreAnswered},
		{"KeepDocuments_neverChangesADocument", keptNeverChange},
		{"Documents_newestFirst", keptNewestFirst},
		{"Open_againKeepsEverything", openAgain},
		{"Open_twoAtOnceOnANewDatabase", openTwoAtOnce},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(t, env{t: t, dsn: newDSN(t)})
		})
	}
}

// noon is the instant of everything in the suite.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

type env struct {
	t   *testing.T
	dsn string
}

// open opens the database; each call returns another store on the same database.
func (e env) open() db {
	e.t.Helper()
	s, err := store.Open(e.t.Context(), e.dsn, func() time.Time { return noon })
	if err != nil {
		e.t.Fatal(err)
	}
	e.t.Cleanup(func() {
		if err := s.Close(); err != nil {
			e.t.Errorf("close: %v", err)
		}
	})
	return db{s, e.t}
}

// db is a store whose errors fail the test.
type db struct {
	*store.Store
	t *testing.T
}

func (d db) ctx() context.Context { return d.t.Context() }

func (d db) start(list string, projects ...string) health.Run {
	d.t.Helper()
	r, err := d.StartRun(d.ctx(), health.Run{List: list, Revision: "r1", ModelSHA: "m1", Version: "test", Origin: health.OriginLive, Started: noon}, projects)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func (d db) record(run health.Run, project string, snaps ...health.Snapshot) {
	d.t.Helper()
	d.answer(health.Attempt{Run: run.ID, Project: project, Outcome: health.OutcomeObserved, At: noon, Took: 1500 * time.Millisecond}, snaps...)
}

func (d db) answer(a health.Attempt, snaps ...health.Snapshot) {
	d.t.Helper()
	if err := d.Record(d.ctx(), a, snaps); err != nil {
		d.t.Fatal(err)
	}
}

func (d db) publish(run health.Run, rows ...ranking.Row) {
	d.t.Helper()
	if err := d.Publish(d.ctx(), run.ID, rows); err != nil {
		d.t.Fatal(err)
	}
}

func (d db) project(slug string) figures.Project {
	d.t.Helper()
	f, err := d.Project(d.ctx(), slug)
	if err != nil {
		d.t.Fatal(err)
	}
	return f
}

func (d db) rank(q ranking.Query) ranking.Page {
	d.t.Helper()
	p, err := d.Rank(d.ctx(), q)
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

func (d db) save(list string, slugs ...string) {
	d.t.Helper()
	l := health.List{Slug: list, Title: "A list", Revision: "r1"}
	for _, s := range slugs {
		l.Projects = append(l.Projects, health.Project{
			Slug: s, Name: s, Added: "2026-01-02",
			Repositories: []health.Repository{{URL: "https://example.org/o/" + s, Role: health.Primary}},
		})
	}
	if err := d.SaveLists(d.ctx(), []health.List{l}); err != nil {
		d.t.Fatal(err)
	}
}

// asOf returns the figures of one project of the list as of a run.
func (d db) asOf(list string, run int64, slug string) figures.Project {
	d.t.Helper()
	var out figures.Project
	err := d.Figures(d.ctx(), list, run, func(f figures.Project) error {
		if f.Project == slug {
			out = f
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

func gitSnapshot(slug string, at time.Time, ins ...health.Input) health.Snapshot {
	return health.Snapshot{
		Project: slug, Source: field.SourceGit, Version: "git/1", Origin: health.OriginLive, ObservedAt: at,
		Commit: fmt.Sprintf("%040x", at.UnixMilli()), SourceURL: "https://example.org/o/" + slug, Inputs: ins,
	}
}

func value(f figures.Project, fieldID string) string {
	in := f.Inputs.Field(field.ID(fieldID))
	c, _ := field.ByID(field.ID(fieldID))
	return in.String(c.Kind)
}
