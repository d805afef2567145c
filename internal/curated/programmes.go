package curated

import (
	"io/fs"
	"regexp"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
)

var currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)

func (l *loading) programmes() error {
	const name = "programmes.yaml"
	b, err := fs.ReadFile(l.set.files, name)
	if err == nil {
		err = ReadProgrammes(name, b, &l.set.Ground)
	}
	return l.keep(name, optional(err))
}

// ReadProgrammes reads the public programmes, in the order of the file, the categories that are
// software for end users or unclear, and the licences that are not free, into the ground. The error is
// Problems with everything that is wrong; then the ground is as it was.
func ReadProgrammes(name string, b []byte, into *portfolio.Ground) error {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return d.problems.err()
	}
	f := root.fields("applications", "unclear", "not_free", "programmes")
	g := *into
	g.Applications = unique(f["applications"].required(), "category", slug)
	g.Unclear = unique(f["unclear"], "category", slug)
	g.NotFree = unique(f["not_free"], "licence", node.word)
	r := listReader{first: map[thing]place{}}
	g.Programmes = nil
	for _, n := range f["programmes"].required().list() {
		g.Programmes = append(g.Programmes, r.programme(n))
	}
	if err := d.problems.err(); err != nil {
		return err
	}
	*into = g
	return nil
}

func (r *listReader) programme(n node) portfolio.Programme {
	f := n.fields("id", "name", "funder", "about", "least", "most", "currency", "conditions", "stages", "asks", "url", "seen")
	p := portfolio.Programme{
		ID: slug(f["id"].required()), Name: f["name"].required().text(), Funder: f["funder"].required().text(),
		About: f["about"].required().text(), Source: readSource(f["url"], f["seen"]),
		Conditions: unique(f["conditions"].required(), "condition", condition),
		Stages:     unique(f["stages"], "stage", node.text), Asks: unique(f["asks"], "heading", node.text),
	}
	r.once(f["id"], "programme", p.ID)
	for key, into := range map[string]*float64{"least": &p.Least, "most": &p.Most} {
		if f[key].given() {
			*into = f[key].number(1, mostEuros)
		}
	}
	if p.Least+p.Most > 0 {
		p.Currency = matching(f["currency"].required(), currencyForm, "a currency such as EUR")
	}
	if p.Most > 0 && p.Least > p.Most {
		f["most"].bad(OutOfRange, "below least")
	}
	return p
}

// condition reads the id of a condition of eligibility.
func condition(n node) string {
	id := n.word()
	if _, ok := portfolio.ConditionByID(id); !ok {
		n.bad(NotAllowed, "%q is not a condition that can be judged", id)
	}
	return id
}

// readSource reads where a fact is from and when it was read.
func readSource(link, day node) funding.Source {
	return funding.Source{URL: address(link.required(), "https"), Date: date(day.required(), false)}
}
