package project_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// marked is a store of which marks can be read and no figures.
type marked struct{ query.Store }

func (marked) Project(context.Context, string) (figures.Project, error) {
	return figures.Project{}, errors.New("figures were read")
}

// Who has the page already costs no figure.
func TestProject_aTagIsKnownBeforeAnyFigure(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184)
	whole, st := b.SiteAndStore()
	site := func() http.Handler {
		return web.Site{
			Reader: marked{st}, Lists: []health.List{b.List}, Model: b.Model, Version: "1.2.3",
			Now: func() time.Time { return b.Now }, Status: st,
		}.Handler()
	}()
	for _, path := range []string{"/p/xz", "/p/xz.json"} {
		tag := pagetest.Get(t, whole, path).Header.Get("ETag")
		if got := pagetest.Get(t, site, path, "If-None-Match", tag).StatusCode; got != http.StatusNotModified {
			t.Errorf("%s: got %d", path, got)
		}
		if got := pagetest.Get(t, site, path).StatusCode; got != http.StatusInternalServerError {
			t.Errorf("%s without a tag: got %d, so figures are not read by the store", path, got)
		}
	}
}
