package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web"
)

// env is what sources are opened with.
func (a *app) env() sources.Env {
	return sources.Env{Set: a.set, Projects: a.everyProject(), Token: a.token, Version: version(), Now: a.now, Log: a.log}
}

// budgets are what is left, without whose it is.
func budgets(h *sources.Host) []web.HostBudget {
	var out []web.HostBudget
	for _, b := range h.Transport.Budgets() {
		out = append(out, web.HostBudget{Resource: b.Resource, Limit: b.Limit, Remaining: b.Remaining, Reset: b.Reset})
	}
	return out
}

// limits asks what may be spent and says what is left: "5000 of 5000 core, …".
func limits(ctx context.Context, h *sources.Host) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.API.JoinPath("rate_limit").String(), nil)
	if err != nil {
		return "", err
	}
	res, err := transport.Client(h.Transport).Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	var doc struct {
		Resources map[string]struct{ Limit, Remaining int }
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&doc); err != nil || res.StatusCode != http.StatusOK {
		return "", errors.Join(fmt.Errorf("it answers %s", res.Status), err)
	}
	var out []string
	for _, name := range []string{"core", "graphql"} {
		if r, ok := doc.Resources[name]; ok {
			out = append(out, fmt.Sprintf("%d of %d %s left this hour", r.Remaining, r.Limit, name))
		}
	}
	return strings.Join(out, ", "), nil
}

// randomKey is the key of people for a command without a database.
func randomKey() []byte {
	key := make([]byte, 32)
	rand.Read(key) // never fails (crypto/rand)
	return key
}

// collector returns a collector over the store.
func collector(a *app, o sources.Options, st *store.Store) (*collect.Collector, error) {
	key, err := st.InstallationKey(a.ctx)
	if err != nil {
		return nil, err
	}
	c := a.rescorer(st)
	if c.Sources, err = o.Open(a.ctx, a.env(), key, st); err != nil {
		return nil, err
	}
	c.Workers, c.Timeout = o.Workers, o.Timeout
	return c, nil
}

// rescorer returns a collector without sources: it can rank, not observe.
func (a *app) rescorer(st *store.Store) *collect.Collector {
	return &collect.Collector{Store: st, Model: a.set.Model, Scenarios: a.scenarios(), Alerts: a.set.Alerts, Version: version(), Now: a.now, Log: a.log, Workers: 1}
}

// scenarios are the models a ranking is published with the places of: those that
// are shipped beside the model and, when another model is in use, the shipped one.
func (a *app) scenarios() []score.Scenario {
	var out []score.Scenario
	if a.set.Model.SHA256 != a.set.Shipped().SHA256 {
		out = append(out, score.Scenario{ID: shippedName, Label: "As shipped", Model: a.set.Shipped()})
	}
	for _, sc := range a.set.Scenarios {
		out = append(out, score.Scenario{ID: sc.ID, Label: sc.Model.Overlay.Label, Model: sc.Model})
	}
	return out
}

// open opens the store, brings its lists up to date and keeps the model in use.
func (a *app) open(ctx context.Context) (*store.Store, error) {
	st, err := store.Open(ctx, a.dsn, a.now)
	if err != nil {
		return nil, err
	}
	err = st.SaveLists(ctx, a.set.Lists)
	if err == nil {
		err = st.SaveModel(ctx, a.set.Model.SHA256, a.set.Model.Canonical())
	}
	if err != nil {
		st.Close()
		return nil, err
	}
	return st, nil
}
