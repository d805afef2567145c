package web_test

import (
	"strings"
	"testing"
)

// What a list says of all its figures stands on every page that shows some.
func TestPages_showTheNoticeOfTheList(t *testing.T) {
	t.Parallel()
	const notice = "Synthetic data, generated with seed 7."
	for name, b := range map[string]*builder{
		"before the first run": newBuilder(t).project("xz", nil),
		"measured":             newBuilder(t).project("xz", nil).measured("xz", 1, 6, 40).project("lost", nil),
	} {
		without := b.site()
		b.list.Notice = notice
		with := b.site()
		for _, path := range []string{"/", "/projects", "/projects?ranked=no", "/projects?q=xz", "/p/xz"} {
			if got := page(t, with, path, 200).Find("main > .notice").First().Text(); !strings.Contains(got, notice) {
				t.Errorf("%s: %s shows %q", name, path, got)
			}
			if got := page(t, without, path, 200).Find("main").Text(); strings.Contains(got, notice) {
				t.Errorf("%s: %s shows the notice of another list", name, path)
			}
		}
	}
}
