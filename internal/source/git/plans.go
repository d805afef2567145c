package git

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// plans are what the funding.json of a tree asks for.
type plans struct {
	file *entry
	// elsewhere means that the tree names manifests that are kept elsewhere.
	elsewhere bool
	all       []string
	wrong     []string // what is left out, by its place in the file
	// unread is why the content could not be read, invalid why it is no funding.json.
	unread, invalid error
}

// read reads the content of the file, if there is one.
func (p *plans) read(ctx context.Context, r *Repo) {
	if p.file == nil {
		return
	}
	text, err := r.blob(ctx, p.file.oid)
	if err != nil {
		p.unread = err
		return
	}
	all, wrong, err := funding.Manifest(text)
	p.wrong, p.invalid = wrong, err
	for _, one := range all {
		p.all = append(p.all, one.String())
	}
}

// input returns the plans as an input. An empty list means that the tree has no file.
func (p *plans) input() health.Input {
	const id = field.FundingPlans
	switch {
	case p.unread != nil:
		return health.Missing(id, "the content of funding.json is not in this clone", p.unread)
	case errors.Is(p.invalid, source.ErrLimit):
		return health.Missing(id, "funding.json is too large to read", p.invalid)
	case p.invalid != nil:
		return health.Missing(id, "funding.json is not in the form that its schema describes", p.invalid)
	case p.file == nil && p.elsewhere:
		return health.Missing(id, "the tree names a funding.json that is kept elsewhere, which is not read", nil)
	case len(p.all) == 0 && len(p.wrong) > 0:
		return health.Missing(id, "funding.json has no valid plan: "+wrongWords(p.wrong), nil)
	}
	in := health.ObsList(id, append([]string{}, p.all...))
	switch {
	case len(p.wrong) > 0:
		in.Reason = "left out, because not valid: " + wrongWords(p.wrong)
	case p.file != nil && len(p.all) == 0:
		in.Reason = funding.NoPlan
	}
	return in
}

// wrongWords names the first places that are not valid.
func wrongWords(wrong []string) string {
	const most = 3
	text := strings.Join(wrong[:min(len(wrong), most)], ", ")
	if more := len(wrong) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
