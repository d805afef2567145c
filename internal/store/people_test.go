package store

import (
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestPublish_purgesPeopleAfter36Months(t *testing.T) {
	t.Parallel()
	onEach(t, purgesPeople)
}

func purgesPeople(t *testing.T, dsn string) {
	seen := map[string]time.Time{"old": noon.AddDate(0, -37, 0), "recent": noon.AddDate(0, -35, 0)}
	s := openDSN(t, dsn, noon)
	run, err := s.StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginLive}, []string{"old", "recent"})
	if err != nil {
		t.Fatal(err)
	}
	people := []health.Person{{Key: strings.Repeat("ab", 16), Commits: 3, Months: 2, Integrations: 1}, {Key: strings.Repeat("cd", 16), Commits: 1}}
	count := func(slug string) (n int) {
		err := s.reader.QueryRowContext(t.Context(), `SELECT count(*) FROM person WHERE project_id = (SELECT id FROM project WHERE slug = $1)`, slug).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	record := func(slug string, people []health.Person) {
		a := health.Attempt{Run: run.ID, Project: slug, Outcome: health.OutcomeObserved}
		if err := s.Record(t.Context(), a, []health.Snapshot{{Source: "git", ObservedAt: seen[slug], People: people}}); err != nil {
			t.Fatal(err)
		}
	}
	record("old", people)
	record("recent", people)
	if count("old") != 2 || count("recent") != 2 {
		t.Fatalf("people %d and %d, want 2 and 2", count("old"), count("recent"))
	}
	if err := s.Publish(t.Context(), run.ID, nil); err != nil {
		t.Fatal(err)
	}
	if count("old") != 0 || count("recent") != 2 {
		t.Errorf("after publishing people %d and %d, want 0 and 2", count("old"), count("recent"))
	}
	if run, err = s.StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginLive}, []string{"recent"}); err != nil {
		t.Fatal(err)
	}
	record("recent", people[:1])
	if count("recent") != 1 {
		t.Errorf("a newer snapshot left %d people, want its 1", count("recent"))
	}
}
