package page

import (
	"net/url"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Baseline is the address of a list by the OSPS Baseline; below the address of a project it is that of
// one.
const Baseline = "/baseline"

// BaselineHref returns the address of a project by the OSPS Baseline.
func BaselineHref(slug string) string { return "/p/" + slug + Baseline }

// The parameters of these pages: the version, and over a list the requirement or level and the answer
// that projects are shown for.
const (
	BaselineVersion = "version"
	BaselineOf      = "of"
	BaselineAnswer  = "answer"
)

// NoCompliance says what the pages of the OSPS Baseline are not.
const NoCompliance = "This is not a compliance statement: it compares public facts with the requirements."

// Versions are the versions of the OSPS Baseline, the oldest first, and the one that an address picks.
type Versions struct {
	All    []baseline.Version
	Picked baseline.Version
}

// BaselineVersions returns the versions with the one that the address picks, the newest if it picks
// none. The error is a *BadValue, or that of a page that is not there.
func (r *Request) BaselineVersions() (Versions, error) {
	v := Versions{All: r.Query.Baselines()}
	if len(v.All) == 0 {
		return v, NotFound("No version of the OSPS Baseline is loaded.")
	}
	v.Picked = v.Newest()
	values := r.Values()
	if !values.Has(BaselineVersion) {
		return v, nil
	}
	name := values.Get(BaselineVersion)
	bad := &BadValue{Param: BaselineVersion, Value: Cut(name), Rest: values}
	for _, one := range v.All {
		if one.Name == name {
			v.Picked = one
			return v, nil
		}
		bad.Allowed = append(bad.Allowed, one.Name)
	}
	bad.Rest.Del(BaselineVersion)
	return v, bad
}

// Newest is the newest version.
func (v Versions) Newest() baseline.Version { return v.All[len(v.All)-1] }

// IsNewest reports whether the newest version is picked.
func (v Versions) IsNewest() bool { return v.Picked.Name == v.Newest().Name }

// Before returns the version before the picked one, and false if it is the first.
func (v Versions) Before() (baseline.Version, bool) {
	for _, one := range v.All {
		if one.Name == v.Picked.Follows {
			return one, true
		}
	}
	return baseline.Version{}, false
}

// Into adds the picked version to parameters, unless it is the newest.
func (v Versions) Into(params url.Values) url.Values {
	if !v.IsNewest() {
		params.Set(BaselineVersion, v.Picked.Name)
	}
	return params
}

// Choices are links to the versions, the newest first. to returns the address of one with parameters;
// empty: it has none.
func (v Versions) Choices(to func(baseline.Version, url.Values) string) []ui.NavItem {
	var out []ui.NavItem
	for i := len(v.All) - 1; i >= 0; i-- {
		one := Versions{All: v.All, Picked: v.All[i]}
		label := one.Picked.Name
		if one.IsNewest() {
			label += ", the newest"
		}
		if href := to(one.Picked, one.Into(url.Values{})); href != "" {
			out = append(out, ui.NavItem{Label: label, Href: href, Current: one.Picked.Name == v.Picked.Name})
		}
	}
	return out
}

// Observable is the sentence that pages of a version begin with.
func (v Versions) Observable() ui.Finding {
	n, all := v.Picked.Observable(), len(v.Picked.Requirements)
	return ui.Finding{
		Claim: explain.Thousands(n) + " of " + explain.Of(all, "requirement", "requirements") + " " + explain.IsOrAre(n, "is", "are") + " observable from outside.",
	}
}
