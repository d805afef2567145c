package manifest

import (
	"path"
	"regexp"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

var (
	expression = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.+-]*(?: (?:OR|AND|WITH) [A-Za-z0-9][A-Za-z0-9.+-]*)*$`)
	// undecided matches ids of GNU licences that do not say whether later versions count. SPDX no
	// longer has them.
	undecided = regexp.MustCompile(`\b(?:A|L)?GPL-\d(?:\.\d)?(?: |$)|\bGFDL-\d\.\d(?: |$)`)
	noLicence = regexp.MustCompile(`(?i)^(?:other|several|none|noassertion)$`)
)

// licence is the licence as an SPDX expression.
func (k known) licence() fact {
	files, host := k.input(field.Licence), k.input(field.LicenceDeclared)
	one := func(in health.Input) fact {
		text := strings.TrimSpace(in.Text)
		if !in.Known() || noLicence.MatchString(text) || !expression.MatchString(text) || len(text) > 200 {
			return fact{}
		}
		return fact{value: text, Origin: origin(in)}
	}
	a, b := one(files), one(host)
	switch {
	case a.known() && b.known() && !strings.EqualFold(a.value, b.value):
		return fact{hint: "the licence files say " + a.value + ", and the host says " + b.value}
	case !a.known() && files.Known():
		return fact{hint: "the licence files are not one text that we know"}
	}
	out := a.or(b)
	if undecided.MatchString(out.value) {
		return fact{hint: "the text is that of " + out.value + "; it does not say whether later versions count, too: -only or -or-later"}
	}
	return out
}

// licenceName matches the names of licence files.
var licenceName = regexp.MustCompile(`(?i)^(?:(?:un)?licen[cs]e|copying|copyright)\b`)

// licenceFile is the file with the licence, if there is only one.
func (k known) licenceFile() fact {
	c, from := k.result(field.LicenseCheck)
	var found fact
	for _, d := range c.Details {
		switch {
		case !isPath(d.Path) || !licenceName.MatchString(path.Base(d.Path)):
		case found.known() && found.value != d.Path:
			return fact{hint: "there are several licence files"}
		default:
			found = fact{value: d.Path, Origin: from}
		}
	}
	return found
}
