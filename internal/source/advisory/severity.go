package advisory

import (
	"slices"
	"strings"

	gocvss20 "github.com/pandatix/go-cvss/20"
	gocvss30 "github.com/pandatix/go-cvss/30"
	gocvss31 "github.com/pandatix/go-cvss/31"
	gocvss40 "github.com/pandatix/go-cvss/40"
)

// severity is the reported severity of an advisory.
type severity int

// The severities, as named by GitHub and CVSS 3. Low includes "none".
const (
	unrated severity = iota // not rated in a form that we can read
	low
	moderate
	high
	critical
)

// serious reports whether the severity counts for the gate.
func (s severity) serious() bool { return s >= high }

// severityOf parses a database's own word.
func severityOf(word string) severity {
	switch strings.ToUpper(strings.TrimSpace(word)) {
	case "LOW", "NONE", "NEGLIGIBLE":
		return low
	case "MODERATE", "MEDIUM":
		return moderate
	case "HIGH":
		return high
	case "CRITICAL":
		return critical
	}
	return unrated
}

// rated returns the severity of a CVSS score, 0 to 10, by the bands of versions 3 and 4.
func rated(score float64) severity {
	switch {
	case score >= 9:
		return critical
	case score >= 7:
		return high
	case score >= 4:
		return moderate
	}
	return low
}

// scored returns the highest severity among vectors of CVSS 3 and 4. Version 2, which has no
// Critical, is used only if there is none of those.
func scored(list []rawSeverity) severity {
	newer, older := unrated, unrated
	for _, s := range list {
		score, version, ok := baseScore(s.Score)
		switch {
		case !ok:
		case version == 2:
			older = max(older, min(rated(score), high))
		default:
			newer = max(newer, rated(score))
		}
	}
	if newer == unrated {
		return older
	}
	return newer
}

// The base metrics. Only they are read from a vector: the others describe a point in time or a
// user's own systems.
var (
	metrics2 = []string{"AV", "AC", "Au", "C", "I", "A"}
	metrics3 = []string{"AV", "AC", "PR", "UI", "S", "C", "I", "A"}
	metrics4 = []string{"AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"}
)

// mostParts limits the parts of a vector: version 4 has 33.
const mostParts = 40

// baseScore returns the base score of a CVSS vector, 0 to 10, and its version, 2 to 4. It returns
// false if the vector is invalid, or a base metric is missing, repeated or has an unknown value.
// The metrics of versions 2 and 4 must be in order.
//
//	https://www.first.org/cvss/
func baseScore(vector string) (score float64, version int, ok bool) {
	parts := strings.Split(vector, "/")
	if len(parts) > mostParts {
		return 0, 0, false
	}
	switch parts[0] {
	case "CVSS:4.0":
		v, err := gocvss40.ParseVector("CVSS:4.0/" + only(metrics4, parts))
		if err != nil {
			return 0, 0, false
		}
		return v.Score(), 4, true
	case "CVSS:3.1":
		v, err := gocvss31.ParseVector("CVSS:3.1/" + only(metrics3, parts))
		if err != nil {
			return 0, 0, false
		}
		return v.BaseScore(), 3, true
	case "CVSS:3.0":
		v, err := gocvss30.ParseVector("CVSS:3.0/" + only(metrics3, parts))
		if err != nil {
			return 0, 0, false
		}
		return v.BaseScore(), 3, true
	}
	if strings.HasPrefix(parts[0], "CVSS:") {
		return 0, 0, false
	}
	v, err := gocvss20.ParseVector(only(metrics2, parts))
	if err != nil {
		return 0, 0, false
	}
	return v.BaseScore(), 2, true
}

// only returns the parts of a vector for the named metrics.
func only(metrics, parts []string) string {
	var out []string
	for _, p := range parts {
		if name, _, _ := strings.Cut(p, ":"); slices.Contains(metrics, name) {
			out = append(out, p)
		}
	}
	return strings.Join(out, "/")
}
