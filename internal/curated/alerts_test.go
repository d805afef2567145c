package curated

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/scorecards"
)

func shippedAlerts(t testing.TB) (string, []alert.Rule) {
	t.Helper()
	b, err := os.ReadFile("../../scorecards/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := ReadAlerts("alerts.yaml", b)
	if err != nil {
		t.Fatal(err)
	}
	return string(b), rules
}

// A reader of the words and a reader of the code must find the same rule.
func TestAlerts_theWordsHoldTheNumbers(t *testing.T) {
	t.Parallel()
	_, rules := shippedAlerts(t)
	if len(rules) != len(alert.Numbers) {
		t.Fatalf("%d rules", len(rules))
	}
	for _, r := range rules {
		for name, v := range r.Numbers {
			words := []string{" " + strconv.FormatFloat(v, 'f', -1, 64) + " ", " " + strconv.FormatFloat(100*v, 'f', -1, 64) + "% "}
			if v == .5 {
				words = append(words, " half ")
			}
			found := false
			for _, w := range words {
				found = found || strings.Contains(strings.NewReplacer(",", " ", ".", " ").Replace(r.About+r.Needs+" "), w)
			}
			if !found {
				t.Errorf("%s: %s is %g, which its words do not say: %s", r.ID, name, v, r.About)
			}
		}
		for _, word := range []string{"suspicious", "suspect", "malicious", "culprit"} {
			if strings.Contains(strings.ToLower(r.Label+r.About+r.False+r.Why), word) {
				t.Errorf("%s says %q of somebody", r.ID, word)
			}
		}
		if r.Operators != (r.ID == "A1") {
			t.Errorf("%s: for operators %v", r.ID, r.Operators)
		}
	}
}

// The numbers of alerts change no score, so they must not change the model's name.
func TestAlerts_areNoPartOfTheModel(t *testing.T) {
	t.Parallel()
	text, _ := shippedAlerts(t)
	model, err := fs.ReadFile(scorecards.Files(), "model.yaml")
	if err != nil {
		t.Fatal(err)
	}
	hash := func(alerts string) string {
		l := loading{set: &Set{files: fstest.MapFS{"model.yaml": {Data: model}, "alerts.yaml": {Data: []byte(alerts)}}}}
		set, err := l.done(l.rules())
		if err != nil {
			t.Fatal(err)
		}
		return set.Model.SHA256
	}
	if hash(text) != hash(strings.Replace(text, "drop: 2", "drop: 9", 1)) {
		t.Error("the hash of the model depends on the alerts")
	}
}

func TestReadAlerts_problems(t *testing.T) {
	t.Parallel()
	text, _ := shippedAlerts(t)
	for name, tc := range map[string]struct{ old, new, want string }{
		"id twice":       {"id: A6", "id: A7", "twice alerts[6].id | A7"},
		"missing rule":   {"id: A6", "id: A7", "missing alerts: | A6"},
		"no such rule":   {"id: A6", "id: A9", "not_allowed alerts[5].id | A9 | A1 | A2 | A3 | A4 | A5 | A6 | A7"},
		"number missing": {"drop: 2, days", "days", "missing numbers.drop"},
		"number unknown": {"{drop: 2", "{fall: 1, drop: 2", "unknown_field numbers.fall"},
		"number of text": {"drop: 2", "drop: two", "wrong_kind numbers.drop"},
		"nothing":        {"drop: 2", "drop: 0", "out_of_range numbers.drop | 0 | 0.01"},
		"no harmless":    {"    false: \"an old", "    wrong: \"an old", "missing alerts[4].false"},
	} {
		changed := strings.Replace(text, tc.old, tc.new, 1)
		rules, err := ReadAlerts("alerts.yaml", []byte(changed))
		var p Problems
		if !errors.As(err, &p) || !Tells(err, tc.want) || rules != nil || p[0].Line < 10 {
			t.Errorf("%s: got %v, want %q with a line", name, err, tc.want)
		}
	}
}

func FuzzReadAlerts(f *testing.F) {
	b, err := os.ReadFile("../../scorecards/alerts.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("alerts:\n  - {id: A5, numbers: {}}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		rules, err := ReadAlerts("a.yaml", b)
		var p Problems
		if err == nil && len(rules) != len(alert.Numbers) || err != nil && !errors.As(err, &p) {
			t.Errorf("%d rules, %v", len(rules), err)
		}
	})
}
