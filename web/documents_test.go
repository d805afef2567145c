package web_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// A document with figures of one run says of which run, when it was published, and the hashes of the
// model and of the figures: those that the page cites.
func TestDocuments_nameTheirRun(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	read := 0
	for _, pattern := range web.Patterns() {
		bare := strings.TrimSuffix(pattern, ".json")
		v := visits[bare]
		if v.path == "" || v.present || bare == pattern && !slices.Contains(unnamed[pattern], ".json") {
			continue
		}
		address, asked, _ := strings.Cut(v.path, "?")
		res := pagetest.Get(t, h, address+".json?"+asked)
		if res.StatusCode != http.StatusOK {
			continue // of what this site does not have
		}
		var d map[string]any
		if err := json.Unmarshal([]byte(pagetest.Body(t, res)), &d); err != nil {
			t.Fatalf("%s: %v", pattern, err)
		}
		if _, one := d["run"].(float64); !one {
			continue
		}
		read++
		cited := pagetest.Says(pagetest.Page(t, h, v.path, http.StatusOK).Find(".cite"))
		says := strings.Join(cited, " ")
		for key, want := range map[string]string{"published": "2026-11-22", "model_sha256": "model:", "data_sha256": "data:"} {
			got, _ := d[key].(string)
			if got == "" || strings.HasSuffix(want, ":") && !strings.Contains(says, want+got) || !strings.HasSuffix(want, ":") && !strings.HasPrefix(got, want) {
				t.Errorf("%s has %s %q, and its page cites %s", pattern, key, got, says)
			}
		}
	}
	if read < 6 {
		t.Errorf("%d documents name a run", read)
	}
}

// The file of the ranking names the hash of the figures that its page cites, also under filters.
func TestDocuments_theRankingNamesItsFigures(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for _, asked := range []string{"", "?lang=C", "?as_of=2026-11-15"} {
		var d struct {
			Data string `json:"data_sha256"`
		}
		if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/projects.json"+asked))), &d); err != nil {
			t.Fatal(err)
		}
		if want := hashOf(t, h, "/projects"+asked); d.Data != want {
			t.Errorf("%s: the file has %q, the page cites %q", asked, d.Data, want)
		}
	}
}
