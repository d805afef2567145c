package query

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
)

// MostCohorts is how many cohorts a site names.
const MostCohorts = 200

// Cohort is a frozen set of projects as the site keeps it.
type Cohort struct {
	cohort.Cohort
	// File is its bytes, SHA256 their hash.
	File   []byte
	SHA256 string
}

// Cohorts returns the heads of the cohorts of the view's list, the newest first.
func (v *View) Cohorts(ctx context.Context) ([]permanent.Head, error) {
	return v.heads(ctx, permanent.Cohort, MostCohorts)
}

// heads returns the heads of the documents about the view's list.
func (v *View) heads(ctx context.Context, kind permanent.Kind, most int) ([]permanent.Head, error) {
	if v.reader.c.Archive == nil || v.List == nil {
		return nil, nil
	}
	all, err := v.reader.c.Archive.Documents(ctx, kind, most)
	var out []permanent.Head
	for _, h := range all {
		if h.List == v.List.Slug {
			out = append(out, h)
		}
	}
	return out, err
}

// document returns a document about a list that is shown; ErrNotFound for others.
func (r *Reader) document(ctx context.Context, kind permanent.Kind, id string) (permanent.Document, error) {
	if r.c.Archive == nil || !health.IsSlug(id) {
		return permanent.Document{}, fmt.Errorf("%s %q: %w", kind, id, health.ErrNotFound)
	}
	d, err := r.c.Archive.Document(ctx, kind, id)
	if err == nil && r.hiddenList(d.List) {
		err = fmt.Errorf("%s %q: %w", kind, id, health.ErrNotFound)
	}
	return d, err
}

// ListOfDocument returns the slug of the list that a document is about; empty if it is not shown. Cost:
// one read of the document.
func (r *Reader) ListOfDocument(ctx context.Context, kind permanent.Kind, id string) string {
	d, err := r.document(ctx, kind, id)
	if err != nil {
		return ""
	}
	return d.List
}

// hiddenList reports whether a list is in the store and not shown.
func (r *Reader) hiddenList(slug string) bool {
	for _, l := range r.c.Hidden {
		if l.Slug == slug {
			return true
		}
	}
	return false
}

// Cohort returns a cohort of a list that is shown; ErrNotFound if there is none. Cost: one read of its
// file.
func (r *Reader) Cohort(ctx context.Context, slug string) (Cohort, error) {
	d, err := r.document(ctx, permanent.Cohort, slug)
	if err != nil {
		return Cohort{}, err
	}
	if r.c.Cohorts.Read == nil {
		return Cohort{}, errors.New("no reader of cohorts")
	}
	c, err := r.c.Cohorts.Read(slug+".yaml", d.Body)
	return Cohort{c, d.Body, d.SHA256}, err
}

// Cohort returns a cohort of the view's list; ErrNotFound if there is none, or it is of another list.
func (v *View) Cohort(ctx context.Context, slug string) (Cohort, error) {
	c, err := v.reader.Cohort(ctx, slug)
	if err == nil && (v.List == nil || c.List != v.List.Slug) {
		return Cohort{}, fmt.Errorf("cohort %q of another list: %w", slug, health.ErrNotFound)
	}
	return c, err
}
