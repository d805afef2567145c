package ranking_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestDate_everyPageWithRowsGoesToAnotherDay(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for _, path := range []string{"/projects", "/map", "/tags/compression"} {
		form := pagetest.Page(t, h, path+"?lang=C&sort=name", http.StatusOK).Find("form:has(input[type=date])")
		in := form.Find("input[type=date]")
		if form.AttrOr("action", "") != path || in.AttrOr("name", "") != "as_of" || in.AttrOr("max", "") != pagetest.Today.Format("2006-01-02") {
			t.Errorf("%s: the form leads to %q, the last day is %q", path, form.AttrOr("action", ""), in.AttrOr("max", ""))
		}
		if _, ok := in.Attr("required"); !ok || form.Find("label[for='"+in.AttrOr("id", "?")+"']").Length() != 1 {
			t.Errorf("%s: a day may be left out, or has no label", path)
		}
		if got := pagetest.Attrs(form.Find("input[type=hidden]"), "value"); !slices.Equal(got, []string{"C", "name"}) {
			t.Errorf("%s: the form carries %q along", path, got)
		}
	}
	then := pagetest.Page(t, h, "/projects?as_of=2026-11-12", http.StatusOK).Find("input[type=date]")
	if got := then.AttrOr("value", ""); got != "2026-11-12" {
		t.Errorf("the day shown is %q", got)
	}
	if n := pagetest.Page(t, pagetest.Unranked(t), "/projects", http.StatusOK).Find("input[type=date]").Length(); n != 0 {
		t.Errorf("without a past there are %d forms of days", n)
	}
}
