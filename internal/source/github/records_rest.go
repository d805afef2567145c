package github

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/go-github/v58/github"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// restJSON queries REST for data that may contain names; it is not stored. Errors are those of get,
// and a refusal.
func (s *Source) restJSON(ctx context.Context, path string, into any) error {
	client := github.NewClient(s.http)
	client.BaseURL = s.cfg.API
	req, err := client.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return fmt.Errorf("ask for %s: %w", path, err)
	}
	req.Header.Set("Cache-Control", "no-store")
	var body bytes.Buffer
	resp, err := client.Do(ctx, req, &body)
	var answered *github.ErrorResponse
	switch {
	case err == nil && resp.StatusCode == http.StatusNoContent:
		return nil // for an empty repository
	case err == nil:
		if raw := bytes.TrimSpace(body.Bytes()); len(raw) == 0 || string(raw) == "null" {
			return fmt.Errorf("%w: the answer is empty", source.ErrUnavailable)
		}
		if err := json.Unmarshal(body.Bytes(), into); err != nil {
			return fmt.Errorf("%w: %w", source.ErrUnavailable, decodeError(err))
		}
		return nil
	case errors.As(err, &answered) && answered.Response != nil && answered.Response.StatusCode == http.StatusForbidden:
		if strings.Contains(answered.Message, "too large") {
			return refusal(tooMany)
		}
		return refusal(hidden)
	}
	return s.restError(ctx, err)
}

// releaseHead is the GraphQL data of a release: enough to know whether the stored REST data is
// still valid. Only REST returns the branch it was made from.
type releaseHead struct {
	DatabaseID int64     `json:"databaseId"`
	TagName    string    `json:"tagName"`
	UpdatedAt  time.Time `json:"updatedAt"`
	Assets     struct {
		TotalCount int     `json:"totalCount"`
		Nodes      []named `json:"nodes"`
	} `json:"releaseAssets"`
}

type releaseJSON struct {
	ID     int64   `json:"id"`
	URL    *string `json:"url"`
	Tag    *string `json:"tag_name"`
	Target string  `json:"target_commitish"`
	Assets []struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	} `json:"assets"`
}

// keptReleases is the stored form of releases. Addresses are stored without their common prefix,
// which a rename changes.
type keptReleases struct {
	Version  int             `json:"v"`
	Print    string          `json:"p"`
	Releases []forge.Release `json:"r"`
}

// releases returns the newest 30, without a request if nothing about them changed since the last
// time. It runs in parallel with contributors.
func (g *gathering) releases(ctx context.Context) ([]forge.Release, error) {
	key, base := "releases "+g.of.node, g.cfg.API.JoinPath("repos", g.of.name).String()+"/"
	print, ids := printOf(g.data.Releases.Nodes)
	var kept keptReleases
	if raw, ok := g.cfg.Memory.Load(key); ok && json.Unmarshal(raw, &kept) == nil && kept.Version == format && kept.Print == print {
		return located(kept.Releases, func(u string) string { return withBase(u, base) }), nil
	}
	var all []releaseJSON
	if err := g.restJSON(ctx, "repos/"+g.of.name+"/releases", &all); err != nil {
		return nil, fmt.Errorf("its releases: %w", err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%w: two answers of its host about releases disagree", source.ErrUnavailable)
	}
	out := make([]forge.Release, len(all))
	same := len(all) == len(ids)
	for i, r := range all {
		if r.URL == nil || r.Tag == nil {
			return nil, fmt.Errorf("%w: a release lacks its address or tag", source.ErrUnavailable)
		}
		same = same && ids[r.ID]
		out[i] = forge.Release{Tag: *r.Tag, URL: *r.URL, Target: r.Target}
		for _, a := range r.Assets {
			out[i].Assets = append(out[i].Assets, forge.Asset{Name: a.Name, URL: a.URL})
		}
	}
	if same { // otherwise one was published between the two answers
		kept = keptReleases{format, print, located(out, func(u string) string { return strings.TrimPrefix(u, base) })}
		if raw, err := json.Marshal(kept); err == nil { // texts always encode
			g.cfg.Memory.Save(key, raw)
		}
	}
	return out, nil
}

func withBase(u, base string) string {
	if strings.Contains(u, "://") {
		return u
	}
	return base + u
}

// located returns the releases with other addresses.
func located(all []forge.Release, at func(string) string) []forge.Release {
	out := make([]forge.Release, len(all))
	for i, r := range all {
		out[i] = forge.Release{Tag: r.Tag, URL: at(r.URL), Target: r.Target}
		for _, a := range r.Assets {
			out[i].Assets = append(out[i].Assets, forge.Asset{Name: a.Name, URL: at(a.URL)})
		}
	}
	return out
}

// printOf returns a fingerprint of the releases, to detect changes.
func printOf(all []*releaseHead) (string, map[int64]bool) {
	ids := make(map[int64]bool, len(all))
	sum := sha256.New()
	for _, r := range all {
		if r == nil {
			continue
		}
		ids[r.DatabaseID] = true
		// Write of a hash returns no errors, and these values can be encoded.
		_ = json.NewEncoder(sum).Encode(r)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16]), ids
}

// Runs returns the newest successful runs of the workflow file, at most 30 like Scorecard's own
// client. A check needs to know whether one of them ran on the head. Cost: 1 request, none in the
// week after some were found. A workflow unknown to the host is an error wrapping ErrUnavailable.
func (s *Source) Runs(ctx context.Context, p health.Project, file string) ([]forge.WorkflowRun, error) {
	name, node, err := s.named(ctx, p)
	if err != nil {
		return nil, err
	}
	key := "runs " + node + " " + file
	if runs, ok := s.keptRuns(key, name); ok && node != "" {
		return runs, nil
	}
	var doc struct {
		Runs []struct {
			Head *string `json:"head_sha"`
			URL  string  `json:"url"`
		} `json:"workflow_runs"`
	}
	path := "repos/" + name + "/actions/workflows/" + url.PathEscape(file) + "/runs?status=success"
	if err := s.restJSON(ctx, path, &doc); err != nil {
		return nil, s.told("runs of a workflow", name, err)
	}
	var out []forge.WorkflowRun
	for _, r := range doc.Runs {
		if r.Head == nil {
			return nil, fmt.Errorf("runs of a workflow of %s: %w: one lacks its commit", name, source.ErrUnavailable)
		}
		out = append(out, forge.WorkflowRun{Head: *r.Head, URL: r.URL})
	}
	if node != "" {
		s.keepRuns(key, name, out)
	}
	return out, nil
}

// told converts a refusal to an error of the interface.
func (s *Source) told(what, name string, err error) error {
	if why := refusal(""); errors.As(err, &why) {
		err = fmt.Errorf("%w: %w", source.ErrUnavailable, why)
	}
	return fmt.Errorf("%s of %s: %w", what, name, err)
}

// nameOf returns the host's name of the project's repository, from the ledger. It returns an error
// for repositories that are gone, blocked or reused.
func (s *Source) nameOf(ctx context.Context, p health.Project) (string, error) {
	name, _, err := s.named(ctx, p)
	return name, err
}

// named is nameOf with the repository's id, empty if it was never seen.
func (s *Source) named(ctx context.Context, p health.Project) (name, node string, err error) {
	id, err := s.askable(p)
	if err != nil {
		return "", "", err
	}
	known, err := s.known(ctx, id)
	if err != nil {
		return "", "", err
	}
	switch known.Presence {
	case forge.Gone:
		return "", "", fmt.Errorf("%s: %w", id, source.ErrGone)
	case forge.Blocked:
		return "", "", fmt.Errorf("%s: %w", id, source.ErrBlocked)
	case forge.Reused:
		return "", "", fmt.Errorf("%s: %w", id, source.ErrReused)
	}
	if strings.Count(known.Name, "/") == 1 {
		return known.Name, known.NodeID, nil
	}
	return id.Path, known.NodeID, nil
}
