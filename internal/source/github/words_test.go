package github

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// Each failure says in its own words what happened.
func TestErrors_sayWhatHappened(t *testing.T) {
	t.Parallel()
	records := func(d *desk) error { _, err := d.Records(t.Context(), project(reviewed)); return err }
	observe := func(d *desk) error { _, err := d.Observe(t.Context(), project(reviewed), time.Time{}); return err }
	archive := func(d *desk) error {
		r, err := d.Records(t.Context(), project(reviewed))
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Archive(t.Context(), project(reviewed), r)
		return err
	}
	of := func(endpoint string, f githubtest.Fault) githubtest.Fault { f.Endpoint = endpoint; return f }
	const graphQL, codeload = "POST /graphql", "GET codeload"
	for _, row := range []struct {
		name  string
		fault githubtest.Fault
		ask   func(*desk) error
		says  string
	}{
		{"token", githubtest.BadToken(), observe, "(401)"},
		{"token for records", githubtest.BadToken(), records, "(401)"},
		{"server error", of(graphQL, githubtest.Broken(500)), observe, "500"},
		{"server error of records", of(graphQL, githubtest.Broken(502)), records, "502"},
		{"forbidden", of(graphQL, githubtest.Fault{Status: http.StatusForbidden, Body: []byte(`{"message":"Blocked by policy"}`)}), observe, "403"},
		{"archive 500", of(codeload, githubtest.Broken(500)), archive, "500 Internal Server Error for the archive of its files"},
		{"archive 403", of(codeload, githubtest.Fault{Status: http.StatusForbidden, Body: []byte("no")}), archive, "403 Forbidden for the archive of its files"},
		{"archive cut off", of(codeload, githubtest.Fault{Shorten: 40}), archive, "archive of its files arrived damaged"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			d := seat(t)
			if strings.HasPrefix(row.name, "archive") { // the records come first
				row.fault.Match = func(r *http.Request) bool { return strings.Contains(r.URL.Path, "codeload") }
				row.fault.Endpoint = ""
			}
			d.fake.Fail(row.fault)
			err := row.ask(d)
			whom, said, _ := source.RefusalOf(err)
			if whom != "GitHub" && row.name != "archive cut off" || !strings.Contains(said, row.says) {
				t.Errorf("error %v says %q of %q, want %q", err, said, whom, row.says)
			}
			if err == nil || strings.Contains(err.Error(), secret) || strings.Contains(said, secret) {
				t.Errorf("error %v", err)
			}
		})
	}
}
