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
		l.set.Ground.Programmes, l.set.Ground.Applications, l.set.Ground.NotFree, err = ReadProgrammes(name, b)
	}
	return l.keep(name, optional(err))
}

// ReadProgrammes reads the public programmes, in the order of the file, the categories that are
// software for end users, and the licences that are not free. The error is Problems with everything that is wrong.
func ReadProgrammes(name string, b []byte) (all []portfolio.Programme, applications, notFree []string, err error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return nil, nil, nil, d.problems.err()
	}
	f := root.fields("applications", "not_free", "programmes")
	applications = unique(f["applications"].required(), "category", slug)
	notFree = unique(f["not_free"], "licence", node.word)
	r := listReader{first: map[thing]place{}}
	for _, n := range f["programmes"].required().list() {
		all = append(all, r.programme(n))
	}
	if err := d.problems.err(); err != nil {
		return nil, nil, nil, err
	}
	return all, applications, notFree, nil
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
