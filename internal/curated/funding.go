package curated

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
)

func (l *loading) funding() error {
	const name = "funding.yaml"
	b, err := fs.ReadFile(l.set.files, name)
	if err == nil {
		l.set.Ground.Facts, err = ReadFunding(name, b)
	}
	if err := l.keep(name, optional(err)); err != nil {
		return err
	}
	return l.grants()
}

// grants reads the shipped file of grants. A bad row there is our mistake, so it is refused.
func (l *loading) grants() error {
	const name = "grants.csv"
	b, err := fs.ReadFile(l.set.files, name)
	if err != nil {
		return l.keep(name, optional(err))
	}
	all, bad, err := funding.ReadGrants(bytes.NewReader(b))
	if err == nil && len(bad) > 0 {
		err = fmt.Errorf("%s", bad[0])
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	l.set.Ground.Grants = GrantsBy(all)
	return nil
}

// groundFiles are the files that the ground is read from.
var groundFiles = []string{"remedies.yaml", "programmes.yaml", "funding.yaml", "grants.csv"}

// ground reads what a funder decides by and names it by its files; one that does not exist counts as
// empty.
func (l *loading) ground() error {
	if err := errors.Join(l.remedies(), l.programmes(), l.funding()); err != nil {
		return err
	}
	sum := sha256.New()
	for _, name := range groundFiles {
		b, err := fs.ReadFile(l.set.files, name)
		if err := optional(err); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(sum, "%s %d\n%s", name, len(b), b)
	}
	l.set.Ground.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return nil
}

// GrantsBy returns the grants by project, the newest first; those without a date are last.
func GrantsBy(all []funding.Grant) map[string][]funding.Grant {
	out := map[string][]funding.Grant{}
	for _, g := range all {
		out[g.Project] = append(out[g.Project], g)
	}
	for _, of := range out {
		slices.SortStableFunc(of, func(a, b funding.Grant) int {
			return cmp.Or(b.Latest().Compare(a.Latest()), cmp.Compare(a.Funder, b.Funder))
		})
	}
	return out
}

// ReadFunding reads what the editors know of the funding of projects, by slug. The error is Problems
// with everything that is wrong.
func ReadFunding(name string, b []byte) (map[string]funding.Facts, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return nil, d.problems.err()
	}
	r := listReader{first: map[thing]place{}}
	out := map[string]funding.Facts{}
	for _, n := range root.fields("projects")["projects"].required().list() {
		f := n.fields("project", "paid", "host", "steward", "company", "contact", "asked")
		facts := funding.Facts{
			Project: slug(f["project"].required()), Paid: paid(f["paid"]),
			Host: party(f["host"]), Steward: party(f["steward"]), Company: party(f["company"]), Contact: contact(f["contact"]),
		}
		for _, n := range f["asked"].list() {
			q := n.fields("about", "date")
			facts.Asked = append(facts.Asked, funding.Asked{About: choice(q["about"].required(), funding.Topics...), Date: date(q["date"].required(), false)})
		}
		r.once(f["project"], "project", facts.Project)
		out[facts.Project] = facts
	}
	if err := d.problems.err(); err != nil {
		return nil, err
	}
	return out, nil
}

func paid(n node) *funding.Paid {
	if !n.given() {
		return nil
	}
	f := n.fields("state", "by", "annual", "until", "url", "date")
	p := &funding.Paid{
		State: choice(f["state"].required(), funding.States...), By: f["by"].text(),
		Until: date(f["until"], false), Source: readSource(f["url"], f["date"]),
	}
	if f["annual"].given() {
		p.Annual = f["annual"].number(1, mostEuros)
		if p.State != funding.Donations {
			f["annual"].bad(Conflict, "only donations have a sum a year")
		}
	}
	if p.Until != "" && p.State != funding.Granted {
		f["until"].bad(Conflict, "only a grant has a last day")
	}
	return p
}

func party(n node) *funding.Party {
	if !n.given() {
		return nil
	}
	f := n.fields("name", "url", "date")
	return &funding.Party{Name: f["name"].required().text(), Source: readSource(f["url"], f["date"])}
}

func contact(n node) *funding.Contact {
	if !n.given() {
		return nil
	}
	f := n.fields("kind", "url", "date")
	return &funding.Contact{Kind: choice(f["kind"].required(), funding.ContactKinds...), Source: readSource(f["url"], f["date"])}
}
