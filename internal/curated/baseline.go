package curated

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// baselineFolder contains a file for each version of the OSPS Baseline.
const baselineFolder = "baseline"

var (
	baselineVersion = regexp.MustCompile(`^\d{4}\.\d\d\.\d\d$`)
	baselineID      = regexp.MustCompile(`^OSPS-[A-Z]{2}-\d\d\.\d\d$`)
	baselineFamily  = regexp.MustCompile(`^[A-Z]{2}$`)
)

// baselines reads all versions; a set without the folder has none.
func (l *loading) baselines() error {
	names, err := fs.Glob(l.set.files, path.Join(baselineFolder, "*.yaml"))
	if err != nil {
		return fmt.Errorf("baseline: %w", err)
	}
	var all []baseline.Version
	for _, name := range names { // sorted, so by version
		b, err := fs.ReadFile(l.set.files, name)
		if err == nil {
			all, err = ReadBaseline(name, b, all)
		}
		if err != nil { // the later ones cannot be read without it
			return l.keep("baseline", err)
		}
	}
	l.set.Baselines = all
	return nil
}

// ReadBaseline reads a version of the OSPS Baseline and returns the earlier ones, oldest first, with
// it. A version that is not the first one contains only what changed. The error is Problems with
// everything that is wrong; nothing is then returned.
func ReadBaseline(name string, b []byte, earlier []baseline.Version) ([]baseline.Version, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return nil, d.problems.err()
	}
	f := root.fields("baseline", "families", "requirements", "changed", "retired")
	r := baselineReader{once: listReader{first: map[thing]place{}}}
	r.head(f["baseline"].required(), strings.TrimSuffix(path.Base(name), ".yaml"), earlier)
	r.families(f["families"], len(earlier) == 0)
	for _, key := range []string{"changed", "retired"} {
		if len(earlier) == 0 && f[key].given() {
			f[key].bad(NotAllowed, "only a version that follows another one has this")
		}
	}
	for _, n := range f["retired"].list() {
		r.retire(n)
	}
	for _, n := range f["changed"].list() {
		r.change(n)
	}
	added := f["requirements"]
	if len(earlier) == 0 {
		added = added.required()
	}
	for _, n := range added.list() {
		r.add(n)
	}
	if err := d.problems.err(); err != nil {
		return nil, err
	}
	slices.SortFunc(r.out.Requirements, func(a, b baseline.Requirement) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(r.out.Retired, func(a, b baseline.Note) int { return strings.Compare(a.ID, b.ID) })
	return append(slices.Clone(earlier), r.out), nil
}

// baselineReader builds a version out of the one before it.
type baselineReader struct {
	once listReader
	out  baseline.Version
}

// head reads what the version is. It begins as a copy of the one that it follows.
func (r *baselineReader) head(n node, file string, earlier []baseline.Version) {
	f := n.fields("version", "published", "url", "read", "follows")
	var last baseline.Version
	if len(earlier) > 0 {
		last = earlier[len(earlier)-1]
	}
	r.out = baseline.Version{
		Name:      matching(f["version"], baselineVersion, "a version such as 2026.08.28"),
		Published: date(f["published"].required(), false), Read: date(f["read"].required(), false),
		URL: address(f["url"].required(), "https"), Follows: f["follows"].word(),
		Families: last.Families, Requirements: slices.Clone(last.Requirements), Retired: slices.Clone(last.Retired),
	}
	switch {
	case r.out.Name != file:
		f["version"].bad(Conflict, "%q is not the name of the file", r.out.Name)
	case r.out.Follows != last.Name:
		f["follows"].bad(Conflict, "%q is not the version before it, %q", r.out.Follows, last.Name)
	case r.out.Published <= last.Published || r.out.Read < r.out.Published:
		f["published"].bad(OutOfOrder, "%s is not after the version before it, or after the day of reading", r.out.Published)
	}
}

func (r *baselineReader) families(n node, first bool) {
	if first {
		n = n.required()
	}
	for _, n := range n.list() {
		f := n.fields("id", "label")
		x := baseline.Family{ID: matching(f["id"], baselineFamily, "two capital letters"), Label: f["label"].required().text()}
		r.once.once(f["id"], "family", x.ID)
		if slices.ContainsFunc(r.out.Families, func(o baseline.Family) bool { return o.ID == x.ID }) {
			f["id"].bad(Twice, "the version before has the family %s", x.ID)
		}
		r.out.Families = append(slices.Clone(r.out.Families), x)
	}
}

// id reads an id that no requirement has or had.
func (r *baselineReader) id(n node) string {
	id := matching(n, baselineID, "an id such as OSPS-AC-01.01")
	r.once.once(n, "requirement", id)
	used := func(x baseline.Requirement) bool { return x.ID == id || slices.Contains(x.Was, id) }
	gone := func(x baseline.Note) bool { return x.ID == id }
	if slices.ContainsFunc(r.out.Requirements, used) || slices.ContainsFunc(r.out.Retired, gone) {
		n.bad(Twice, "an earlier version has or had %s", id)
	}
	known := func(x baseline.Family) bool { return x.ID == baseline.Requirement{ID: id}.Family() }
	if baselineID.MatchString(id) && !slices.ContainsFunc(r.out.Families, known) {
		n.bad(NotAllowed, "%s has none of the families", id)
	}
	return id
}

func (r *baselineReader) add(n node) {
	f := n.fields("id", "levels", "says", "active", "seen", "met", "fits", "against", "limit")
	x := baseline.Requirement{
		ID: r.id(f["id"]), Levels: maturity(f["levels"].required()), Says: f["says"].required().text(),
		Active: f["active"].yes(), Seen: choice(f["seen"].required(), baseline.Sight...), Limit: f["limit"].text(),
		Met: clauses(f["met"], false), Fits: clauses(f["fits"], false), Against: clauses(f["against"], true),
	}
	evidence := len(x.Fits)+len(x.Against) > 0
	switch x.Seen {
	case baseline.Fully:
		f["met"].required()
	case baseline.Partly:
		if len(x.Met) > 0 {
			f["met"].bad(Conflict, "it is seen partly, so nothing shows that it is met")
		}
		if !evidence {
			n.bad(Missing, "it is seen partly: give fits or against")
		}
	case baseline.No:
		if len(x.Met) > 0 || evidence {
			n.bad(Conflict, "it is not seen, so nothing is evidence")
		}
	}
	if x.Seen != baseline.Fully {
		f["limit"].required()
	}
	r.out.Requirements = append(r.out.Requirements, x)
}

// maturity reads rising levels.
func maturity(n node) []int {
	var out []int
	for _, n := range n.list() {
		level := n.whole(1, baseline.Levels)
		if len(out) > 0 && level <= out[len(out)-1] {
			n.bad(OutOfOrder, "%d does not come after %d", level, out[len(out)-1])
		}
		out = append(out, level)
	}
	if n.given() && len(out) == 0 {
		n.bad(Empty, "at least one level is needed")
	}
	return out
}

// kept returns the requirement of the version before with the id, or nil after a problem.
func (r *baselineReader) kept(n node) *baseline.Requirement {
	id := matching(n, baselineID, "an id such as OSPS-AC-01.01")
	r.once.once(n, "requirement", id)
	for i := range r.out.Requirements {
		if r.out.Requirements[i].ID == id {
			return &r.out.Requirements[i]
		}
	}
	if baselineID.MatchString(id) {
		n.bad(NotAllowed, "the version before has no %s", id)
	}
	return nil
}

func (r *baselineReader) retire(n node) {
	f := n.fields("ids", "how")
	how := f["how"].required().text()
	for _, n := range f["ids"].required().list() {
		if x := r.kept(n); x != nil {
			id := x.ID
			r.out.Retired = append(r.out.Retired, baseline.Note{ID: id, Version: r.out.Name, How: how})
			r.out.Requirements = slices.DeleteFunc(r.out.Requirements, func(o baseline.Requirement) bool { return o.ID == id })
		}
	}
}

// change reads what a version changed in requirements. What belongs to one of them, its words and its id,
// is given for one only.
func (r *baselineReader) change(n node) {
	f := n.fields("ids", "how", "says", "levels", "active", "to")
	how, ids := f["how"].required().text(), f["ids"].required().list()
	if len(ids) > 1 && (f["says"].given() || f["to"].given()) {
		n.bad(Conflict, "says and to belong to one requirement")
	}
	if !f["says"].given() && !f["levels"].given() && !f["active"].given() && !f["to"].given() {
		n.bad(NoChange, "it changes nothing: give says, levels, active or to")
	}
	for _, n := range ids {
		x := r.kept(n)
		if x == nil {
			continue
		}
		x.Changes = append(slices.Clone(x.Changes), baseline.Note{ID: x.ID, Version: r.out.Name, How: how})
		if f["says"].given() {
			x.Says = f["says"].text()
		}
		if f["levels"].given() {
			x.Levels = maturity(f["levels"])
		}
		if f["active"].given() {
			x.Active = f["active"].yes()
		}
		if f["to"].given() {
			to := r.id(f["to"])
			x.Was, x.ID = append(slices.Clone(x.Was), x.ID), to
		}
	}
}

// clauses reads pieces of evidence: for a requirement, or against it.
func clauses(n node, against bool) []baseline.Clause {
	var out []baseline.Clause
	for _, n := range n.list() {
		f := n.fields("all", "why")
		c := baseline.Clause{Why: f["why"].required().text()}
		for _, n := range f["all"].required().list() {
			c.All = append(c.All, baselineCondition(n, against))
		}
		if f["all"].given() && len(c.All) == 0 {
			f["all"].bad(Empty, "at least one condition is needed")
		}
		out = append(out, c)
	}
	if n.given() && len(out) == 0 {
		n.bad(Empty, "at least one item is needed")
	}
	return out
}

func baselineCondition(n node, against bool) baseline.Condition {
	f := n.fields("field", "op", "value", "public", "check", "warns", "ends", "outside", "without", "names", "claim", "file")
	if f["claim"].given() {
		return claimCondition(f, against)
	}
	if f["check"].given() {
		for _, key := range []string{"field", "op", "value", "public"} {
			if f[key].given() {
				f[key].bad(Conflict, "a condition about a check has no %s", key)
			}
		}
		return lineCondition(f, n)
	}
	for _, key := range []string{"warns", "ends", "outside", "without", "names"} {
		if f[key].given() {
			f[key].bad(Conflict, "only a condition about a check has %s", key)
		}
	}
	c := baseline.Condition{Public: f["public"].yes(), Term: model.Term{
		Field: baselineField(f["field"].required()),
		Op:    choice(f["op"].required(), "<=", ">=", ">", "<", "=="),
		Value: f["value"].required().number(-1e9, 1e9),
	}}
	if isCheck(string(c.Term.Field)) {
		allowed := []string{">=", ">"}
		if against {
			allowed = []string{"<=", "<"}
		}
		if f["op"].given() && !slices.Contains(allowed, c.Term.Op) {
			f["op"].bad(NotAllowed, "a high score of a check is never against a requirement, and a low one never for it")
		}
	}
	return c
}

// claimCondition reads a condition about what the files of the project say. That they do not say it is
// never against a requirement, because it may be said elsewhere.
func claimCondition(f map[string]node, against bool) baseline.Condition {
	for key, n := range f {
		if n.given() && key != "claim" && key != "file" {
			n.bad(Conflict, "a condition about a claim has no %s", key)
		}
	}
	if against {
		f["claim"].bad(NotAllowed, "what a project says of itself is never against a requirement")
	}
	c := baseline.Condition{Claim: choice(f["claim"], baseline.Asks...)}
	if f["file"].given() {
		c.File = choice(f["file"], declared.SecurityInsights, declared.SecurityPolicy)
	}
	return c
}

// lineCondition reads a condition about the lines of evidence of a check.
func lineCondition(f map[string]node, n node) baseline.Condition {
	c := baseline.Condition{
		Term:  model.Term{Field: field.ID(check(f["check"]))},
		Warns: f["warns"].text(), Without: f["without"].text(),
		Ends:    unique(f["ends"], "end", node.word),
		Outside: unique(f["outside"], "word", node.word), Names: unique(f["names"], "name", node.word),
	}
	given := 0
	for _, key := range []string{"warns", "without", "names"} {
		if f[key].given() {
			given++
		}
	}
	if given != 1 {
		n.bad(Conflict, "give one of warns, without and names")
	}
	if !f["warns"].given() && len(c.Ends)+len(c.Outside) > 0 {
		n.bad(Conflict, "ends and outside belong to warns")
	}
	for _, s := range slices.Concat(c.Ends, c.Outside, c.Names) {
		if s == "" || s != strings.ToLower(s) {
			n.bad(Malformed, "%q is empty or has capital letters, and paths are compared in small letters", s)
		}
	}
	return c
}

// baselineField reads the id of a field with a number, or with yes and no. It may be one that is shown
// and never scored, because nothing here is scored.
func baselineField(n node) field.ID {
	id := field.ID(n.word())
	switch row, ok := field.ByID(id); {
	case !n.given():
	case !ok:
		n.bad(NotAllowed, "%q is not a field of the catalogue", id)
	case row.Kind != field.Number && row.Kind != field.Count && row.Kind != field.Bool:
		n.bad(NotAllowed, "%q is not a number", id)
	}
	return id
}
