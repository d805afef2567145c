package web_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// What a list says of all its figures stands on every page that shows some.
func TestPages_showTheNoticeOfTheList(t *testing.T) {
	t.Parallel()
	const notice = "Synthetic data, generated with seed 7."
	for name, b := range map[string]*pagetest.Builder{
		"before the first run": pagetest.New(t).Project("xz", nil),
		"measured":             pagetest.New(t).Project("xz", nil).Measured("xz", 1, 6, 40).Project("lost", nil),
	} {
		without := b.Site()
		b.List.Notice = notice
		with := b.Site()
		for _, path := range []string{"/", "/projects", "/projects?ranked=no", "/projects?q=xz", "/p/xz"} {
			if got := pagetest.Page(t, with, path, 200).Find("main > .notice").First().Text(); !strings.Contains(got, notice) {
				t.Errorf("%s: %s shows %q", name, path, got)
			}
			if got := pagetest.Page(t, without, path, 200).Find("main").Text(); strings.Contains(got, notice) {
				t.Errorf("%s: %s shows the notice of another list", name, path)
			}
		}
	}
}
