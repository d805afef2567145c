package declared

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
)

// Exemption is a remark of the maintainers on one check of a tool, published in their own
// repository. It changes no score.
type Exemption struct {
	Tool  Kind   `json:"tool"`  // CLOMonitor or Scorecard
	Check string `json:"check"` // the id of the check, as the tool writes it
	// Reason is a word of Scorecard, or a sentence for CLOMonitor in which names and mail addresses
	// are blanked.
	Reason string `json:"reason"`
	Path   string `json:"path"`
	Line   int    `json:"line"`
}

// Exemptions are the remarks of one file.
type Exemptions struct {
	List []Exemption
	// Wrong are the parts that are not read, as paths such as "annotations[0].checks".
	Wrong []string
}

// mostExemptions bounds the remarks of one file.
const mostExemptions = 100

// The errors of files that are something else.
var (
	errWorkflow    = errors.New("the file is a workflow and has no annotations")
	errDraft       = errors.New("the file has exemptions in the form of a draft, which Scorecard does not read")
	errAnnotations = errors.New("the file has no annotations")
	errExemptions  = errors.New("the file has no exemptions")
)

// scorecardChecks are the checks that a scorecard.yml may name.
// https://github.com/ossf/scorecard/blob/main/internal/checknames/checknames.go
var scorecardChecks = []string{
	"Binary-Artifacts", "Branch-Protection", "CI-Tests", "CII-Best-Practices", "Code-Review",
	"Contributors", "Dangerous-Workflow", "Dependency-Update-Tool", "Fuzzing", "License",
	"Maintained", "Packaging", "Pinned-Dependencies", "SAST", "SBOM",
	"Security-Policy", "Signed-Releases", "Token-Permissions", "Vulnerabilities", "Webhooks",
}

// Reasons are the words of Scorecard for an annotation.
var Reasons = []string{"test-data", "remediated", "not-applicable", "not-supported", "not-detected"}

// ReadAnnotations reads a scorecard.yml. Scorecard refuses the whole file for one unknown word; here
// the rest is read. The error is a sentence without the text of the file.
// https://github.com/ossf/scorecard/blob/main/config/README.md
func ReadAnnotations(text []byte) (Exemptions, error) {
	root, err := parse(text)
	if err != nil {
		return Exemptions{}, err
	}
	all := root.key("annotations")
	switch {
	case all.is() != null:
	case root.key("jobs").is() != null:
		return Exemptions{}, errWorkflow
	case root.key("exemptions").is() == list:
		return Exemptions{}, errDraft
	default:
		return Exemptions{}, errAnnotations
	}
	p := &problems{}
	if all.is() != list {
		p.bad("annotations")
	}
	var out []Exemption
	for _, a := range all.list() {
		reasons := words(a.key("reasons"), "reason", Reasons)
		checks := words(a.key("checks"), "", scorecardChecks)
		if len(reasons) == 0 || len(reasons) < len(a.key("reasons").list()) {
			p.bad("annotations[].reasons")
		}
		if len(checks) == 0 || len(checks) < len(a.key("checks").list()) {
			p.bad("annotations[].checks")
		}
		for _, c := range checks {
			for _, r := range reasons {
				out = append(out, Exemption{Tool: Scorecard, Check: c.Value, Reason: r.Value, Line: c.Line})
			}
		}
	}
	return Exemptions{bounded(out), p.wrong}, nil
}

// words reads a list of known words, or of mappings with one under a key. Others are left out.
func words(n *node, key string, known []string) []Mark {
	var out []Mark
	for _, one := range n.list() {
		if key != "" {
			one = one.key(key)
		}
		at := slices.IndexFunc(known, func(w string) bool { return strings.EqualFold(w, one.word()) })
		if at >= 0 && len(out) < mostExemptions {
			out = append(out, Mark{known[at], max(one.line, 1)})
		}
	}
	return out
}

func bounded(all []Exemption) []Exemption { return all[:min(len(all), mostExemptions)] }

var cloCheck = regexp.MustCompile(`^[a-z][a-z0-9_]{0,60}$`)

// ReadCLOMonitor reads a .clomonitor.yml. The error is a sentence without the text of the file.
// https://github.com/cncf/clomonitor/blob/main/docs/metadata/.clomonitor.yml
func ReadCLOMonitor(text []byte) (Exemptions, error) {
	root, err := parse(text)
	if err != nil {
		return Exemptions{}, err
	}
	p := &problems{}
	all := root.key("exemptions")
	switch {
	case all.is() == null:
		return Exemptions{}, errExemptions
	case all.is() != list:
		p.bad("exemptions")
	}
	var out []Exemption
	for _, one := range all.list() {
		check, reason := one.key("check").word(), one.key("reason").word()
		if !cloCheck.MatchString(check) {
			p.bad("exemptions[].check")
			continue
		}
		if reason == "" { // CLOMonitor requires one
			p.bad("exemptions[].reason")
			continue
		}
		out = append(out, Exemption{Tool: CLOMonitor, Check: check, Reason: impersonal(reason), Line: max(one.key("check").line, 1)})
	}
	return Exemptions{bounded(out), p.wrong}, nil
}

var login = regexp.MustCompile(`(^|[\s(\["',;])@[A-Za-z0-9][A-Za-z0-9-]*(/[A-Za-z0-9._-]+)?`)

// impersonal blanks mail addresses and logins in a text, and clips it.
func impersonal(text string) string {
	text = mailAddress.ReplaceAllString(text, "[address]")
	text = login.ReplaceAllString(text, "${1}[name]")
	return foreign.Clip(text)
}
