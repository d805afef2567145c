package curated

import (
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

func gates(n node) []model.GateRule {
	var out []model.GateRule
	r := listReader{first: map[thing]place{}}
	for _, n := range n.list() {
		f := n.fields("id", "label", "floor", "kev_floor", "all", "why", "ref")
		g := model.GateRule{
			ID: f["id"].required().word(), Label: f["label"].required().text(),
			Floor: f["floor"].required().number(0, mostPoints), KEVFloor: f["kev_floor"].number(0, mostPoints),
			All: terms(f["all"].required(), true),
			Why: f["why"].required().text(), Ref: f["ref"].required().text(),
		}
		r.once(f["id"], "gate", g.ID)
		if f["kev_floor"].given() && g.KEVFloor < g.Floor {
			f["kev_floor"].bad(OutOfOrder, "%g is below the floor %g", g.KEVFloor, g.Floor)
		}
		out = append(out, g)
	}
	return out
}

// terms reads the conditions of a gate, at least one; axes only if allowed.
func terms(n node, axes bool) []model.Term {
	var out []model.Term
	for _, n := range n.list() {
		f := n.fields("field", "axis", "op", "value", "sd")
		t := model.Term{
			Op:    choice(f["op"].required(), "<=", ">=", "<", ">", "=="),
			Value: f["value"].required().number(-1e9, 1e9), SD: f["sd"].number(0, 1e9),
		}
		switch {
		case f["field"].given() == f["axis"].given():
			n.bad(Conflict, "give either a field or an axis")
		case f["field"].given():
			t.Field = fieldID(f["field"])
		case !axes:
			f["axis"].bad(NotAllowed, "only a field is allowed here")
		default:
			t.Axis = model.Axis(choice(f["axis"], "V", "R", "S", "C", "H"))
		}
		out = append(out, t)
	}
	if n.given() && len(out) == 0 {
		n.bad(WrongCount, "at least one condition is needed")
	}
	return out
}

func statusRule(n node) model.StatusRule {
	f := n.fields("active_months", "release_months", "unresponsive_items", "dormant_months", "min_age_days",
		"trend_min_age_months", "trend_min_previous", "finished_answer_rate", "finished_stretch")
	return model.StatusRule{
		ActiveMonths:       f["active_months"].required().whole(1, 12),
		ReleaseMonths:      f["release_months"].required().whole(1, 120),
		UnresponsiveItems:  f["unresponsive_items"].required().whole(1, 1000),
		DormantMonths:      f["dormant_months"].required().whole(1, 12),
		MinAgeDays:         f["min_age_days"].required().whole(0, mostDays),
		TrendMinAgeMonths:  f["trend_min_age_months"].required().whole(0, 1200),
		TrendMinPrevious:   f["trend_min_previous"].required().number(0, 1e6),
		FinishedAnswerRate: f["finished_answer_rate"].required().number(0, 1),
		FinishedStretch:    f["finished_stretch"].required().number(1, 12),
	}
}

func scorecardRule(n node) model.ScorecardRule {
	f := n.fields("count_fully", "count_above_zero", "inconclusive", "open_licences")
	out := model.ScorecardRule{
		CountFully:     unique(f["count_fully"].required(), "check", check),
		CountAboveZero: unique(f["count_above_zero"].required(), "check", check),
		Inconclusive:   map[string]string{},
		OpenLicences:   unique(f["open_licences"], "licence", node.word),
	}
	for _, a := range out.CountFully {
		for i, b := range out.CountAboveZero {
			if a == b {
				f["count_above_zero"].list()[i].bad(Twice, "%s is also in count_fully", b)
			}
		}
	}
	for e := range f["inconclusive"].required().entries() {
		if _, twice := out.Inconclusive[e.name]; twice {
			e.value.bad(Twice, "given twice")
		}
		if !isCheck(e.name) {
			e.value.bad(NotAllowed, "%q is not a check of the catalogue", e.name)
		}
		out.Inconclusive[e.name] = choice(e.value.required(), string(health.NotApplicable), string(health.Unknown))
	}
	return out
}

// check reads the name of a Scorecard check of the catalogue.
func check(n node) string {
	id := n.word()
	if !isCheck(id) {
		n.bad(NotAllowed, "%q is not a check of the catalogue", id)
	}
	return id
}

func isCheck(id string) bool {
	f, ok := field.ByID(field.ID(id))
	return ok && f.Source == field.SourceScorecard
}

// bands reads the scales, each from its highest band to one that starts at 0.
func bands(n node) map[string][]model.Band {
	out := map[string][]model.Band{}
	scales := []string{"H", "S", "C", "risk"}
	f := n.fields(scales...)
	for _, scale := range scales {
		rows := f[scale].required()
		for _, n := range rows.list() {
			g := n.fields("letter", "word", "from")
			b := model.Band{Letter: g["letter"].word(), Word: g["word"].required().text(), From: g["from"].required().number(0, mostPoints)}
			if k := len(out[scale]); k > 0 && b.From >= out[scale][k-1].From {
				g["from"].bad(OutOfOrder, "%g after %g; bands go from high to low", b.From, out[scale][k-1].From)
			}
			out[scale] = append(out[scale], b)
		}
		if k := len(out[scale]); rows.given() && (k == 0 || out[scale][k-1].From != 0) {
			rows.bad(OutOfOrder, "the last band must start at 0")
		}
	}
	return out
}

func drawRule(n node) model.DrawRule {
	f := n.fields("draws", "dirichlet_k", "weight_sigma", "tail", "top", "shared")
	shared := 0.0 // earlier models do not have it
	if f["shared"].given() {
		shared = f["shared"].number(0, 1)
	}
	return model.DrawRule{
		Shared:      shared,
		Draws:       f["draws"].required().whole(1, mostDraws),
		DirichletK:  f["dirichlet_k"].required().number(1, 1e6),
		WeightSigma: f["weight_sigma"].required().number(0, 5),
		Tail:        f["tail"].required().number(0, 0.49),
		Top:         f["top"].required().whole(1, mostDraws),
	}
}

func peerRule(n node) model.PeerRule {
	f := n.fields("least", "regulars")
	r := model.PeerRule{Least: f["least"].required().whole(2, mostDraws)}
	for _, from := range f["regulars"].required().list() {
		k := from.whole(1, mostDraws)
		if len(r.Regulars) > 0 && k <= r.Regulars[len(r.Regulars)-1] {
			from.bad(OutOfOrder, "size tiers rise: %d is not above the one before", k)
		}
		r.Regulars = append(r.Regulars, k)
	}
	return r
}
