package advisory

import (
	"math"
	"strings"
)

// severity is how serious an advisory is said to be.
type severity int

// The severities, as GitHub and CVSS 3 name them. Low holds "none", too.
const (
	unrated severity = iota // nobody said, in a form we can read
	low
	moderate
	high
	critical
)

// serious reports whether the gate is about it.
func (s severity) serious() bool { return s >= high }

// severityOf reads a database's own word.
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

// rated is the severity of a CVSS 3 score, 0 to 10 (specification 3.1, section 5).
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

// metrics are the values of the base metrics of CVSS 3 (specification 3.1,
// section 7.4). Privileges weigh more where the scope changes.
var metrics = map[string]map[string]float64{
	"AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
	"AC": {"L": 0.77, "H": 0.44},
	"PR": {"N": 0.85, "L": 0.62, "H": 0.27},
	"UI": {"N": 0.85, "R": 0.62},
	"S":  {"U": 0, "C": 1},
	"C":  {"H": 0.56, "L": 0.22, "N": 0},
	"I":  {"H": 0.56, "L": 0.22, "N": 0},
	"A":  {"H": 0.56, "L": 0.22, "N": 0},
}

var privilegesChanged = map[string]float64{"N": 0.85, "L": 0.68, "H": 0.5}

// baseScore returns the base score of a CVSS 3.0 or 3.1 vector, 0 to 10, and
// false when it is none: another version, or a metric that is missing, twice
// there or of no known value. Temporal and environmental metrics are passed over.
//
//	https://www.first.org/cvss/v3.1/specification-document, section 7.1
func baseScore(vector string) (float64, bool) {
	parts := strings.Split(vector, "/")
	if len(parts) > 40 || parts[0] != "CVSS:3.1" && parts[0] != "CVSS:3.0" {
		return 0, false
	}
	v, privileges := map[string]float64{}, ""
	for _, p := range parts[1:] {
		name, value, _ := strings.Cut(p, ":")
		values, base := metrics[name]
		if !base {
			continue
		}
		x, known := values[value]
		if _, twice := v[name]; twice || !known {
			return 0, false
		}
		v[name] = x
		if name == "PR" {
			privileges = value
		}
	}
	if len(v) != len(metrics) {
		return 0, false
	}
	changed := v["S"] == 1
	if changed {
		v["PR"] = privilegesChanged[privileges]
	}
	iss := 1 - (1-v["C"])*(1-v["I"])*(1-v["A"])
	impact := 6.42 * iss
	if changed {
		impact = 7.52*(iss-0.029) - 3.25*math.Pow(iss-0.02, 15)
	}
	if impact <= 0 {
		return 0, true
	}
	sum := impact + 8.22*v["AV"]*v["AC"]*v["PR"]*v["UI"]
	if changed {
		sum *= 1.08
	}
	return roundUp(min(sum, 10)), true
}

// roundUp returns the smallest tenth that is not below x, to the noise of binary
// fractions (specification 3.1, appendix A).
func roundUp(x float64) float64 {
	n := int(math.Round(x * 100000))
	if n%10000 == 0 {
		return float64(n) / 100000
	}
	return float64(n/10000+1) / 10
}
