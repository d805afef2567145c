package compare_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// A project of unknown risk may have the highest, so the finding names it.
func TestCompare_anUnknownRiskIsNeverBelowTheHighest(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("a", nil).Project("b", nil).Project("c", nil).
		Measured("a", 1, 8, 40).Posture("a", 6).Measured("b", 1, 8, 44).Posture("b", 6).Failed("c", "the repository could not be reached or read").Site()
	doc := pagetest.Page(t, h, "/compare?p=a&p=b&p=c", http.StatusOK).Find(".lead .finding")
	if says := doc.AttrOr("data-says", ""); !strings.HasSuffix(says, "level:1 risk-unknown:1") {
		t.Errorf("the finding states %q", says)
	}
	if text := pagetest.Words(doc); !strings.Contains(text, "highest known risk") || !strings.Contains(text, "The risk of c is unknown.") {
		t.Errorf("the finding is %q", text)
	}
	doc = pagetest.Page(t, h, "/compare?p=a&p=b", http.StatusOK).Find(".lead .finding")
	if text := pagetest.Words(doc); strings.Contains(text, "known risk") || strings.Contains(doc.AttrOr("data-says", ""), "risk-unknown") {
		t.Errorf("with all risks known the finding is %q", text)
	}
}
