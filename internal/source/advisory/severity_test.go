package advisory

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The vectors and scores of FIRST's own examples.
//
//	https://www.first.org/cvss/v3.1/examples
func TestBaseScore_examplesOfTheSpecification(t *testing.T) {
	t.Parallel()
	for vector, want := range map[string]float64{
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N": 6.1, // CVE-2013-1937
		"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N": 6.4, // CVE-2013-0375
		"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N": 3.1, // CVE-2014-3566
		"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H": 9.9, // CVE-2012-1516
		"CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L": 4.2, // CVE-2009-0783
		"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H": 8.8, // CVE-2012-0384
		"CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H": 7.8, // CVE-2015-1098
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N": 7.5, // CVE-2014-0160
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H": 9.8, // CVE-2014-6271
		"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N": 6.8, // CVE-2008-1447
		"CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H": 6.8, // CVE-2014-2005
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N": 5.8, // CVE-2010-0467
		"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H": 9.3, // CVE-2013-6014
		"CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N": 5.4, // CVE-2014-9253
		"CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N": 4.6, // CVE-2014-2019
		"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N": 7.4, // CVE-2014-0224
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H": 9.6, // CVE-2012-5376
		"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H": 7.5, // CVE-2016-2118
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N": 0,
		"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H": 10,
		// Metrics that are no base metrics change nothing, in whatever order.
		"CVSS:3.1/A:N/E:P/I:N/C:H/S:U/UI:N/PR:N/AC:L/AV:N/RL:O/RC:C/CR:H": 7.5,
		// Version 4: https://www.first.org/cvss/v4.0/examples
		"CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N":         7.3, // CVE-2022-41741
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:A":     8.7, // CVE-2014-0160
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H":         10,  // CVE-2021-44228
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:U/R:A": 8.7,
		// Version 2: https://www.first.org/cvss/v2/guide, section 3.3
		"AV:N/AC:L/Au:N/C:N/I:N/A:C":             7.8, // CVE-2002-0392
		"AV:N/AC:L/Au:N/C:C/I:C/A:C":             10,  // CVE-2003-0818
		"AV:L/AC:H/Au:N/C:C/I:C/A:C":             6.2, // CVE-2003-0062
		"AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF": 6.2,
	} {
		if got, _, ok := baseScore(vector); !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %g, %v; want %g", vector, got, ok, want)
		}
	}
}

func TestBaseScore_readsNoOtherVector(t *testing.T) {
	t.Parallel()
	for _, vector := range []string{
		"", "7.5", "CVSS:3.1", "AV:N/AC:L/Au:N/C:N/I:P", "CVSS:2.0/AV:N/AC:L/Au:N/C:N/I:P/A:C",
		"CVSS:4.0/AV:N/AC:L/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "CVSS:5.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:X",
		"CVSS:3.1/AV:N/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
		"CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/AV:N",
		"CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
	} {
		if got, _, ok := baseScore(vector); ok {
			t.Errorf("%q is read as %g", vector, got)
		}
	}
}

// More harm never scores less, and every score is a tenth from 0 to 10.
func TestBaseScore_isMonotoneInImpact(t *testing.T) {
	t.Parallel()
	order := []string{"N", "L", "H"}
	rapid.Check(t, func(t *rapid.T) {
		pick := func(name string, from ...string) string {
			return "/" + name + ":" + rapid.SampledFrom(from).Draw(t, name)
		}
		head := "CVSS:3.1" + pick("AV", "N", "A", "L", "P") + pick("AC", "L", "H") + pick("PR", "N", "L", "H") + pick("UI", "N", "R") + pick("S", "U", "C")
		c, i, a := rapid.IntRange(0, 2).Draw(t, "C"), rapid.IntRange(0, 2).Draw(t, "I"), rapid.IntRange(0, 1).Draw(t, "A")
		less, _, ok := baseScore(head + "/C:" + order[c] + "/I:" + order[i] + "/A:" + order[a])
		more, _, ok2 := baseScore(head + "/C:" + order[c] + "/I:" + order[i] + "/A:" + order[a+1])
		if !ok || !ok2 || more < less || less < 0 || more > 10 || math.Abs(more*10-math.Round(more*10)) > 1e-9 {
			t.Fatalf("%s: %g, then %g", head, less, more)
		}
	})
}

func TestSeverity_wordsAndCuts(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]severity{"LOW": low, "moderate": moderate, "Medium": moderate, " High ": high, "CRITICAL": critical, "": unrated, "UNKNOWN": unrated, "7.5": unrated, "None": low} {
		if got := severityOf(word); got != want {
			t.Errorf("%q is %d, want %d", word, got, want)
		}
	}
	for score, want := range map[float64]severity{0: low, 3.9: low, 4: moderate, 6.9: moderate, 7: high, 8.9: high, 9: critical, 10: critical} {
		if got := rated(score); got != want {
			t.Errorf("%g is %d, want %d", score, got, want)
		}
	}
}

// A score of version 2 is of use where there is no other.
func TestScored_takesTheHighestOfTheNewer(t *testing.T) {
	t.Parallel()
	const (
		v2High   = "AV:N/AC:L/Au:N/C:C/I:C/A:C" // 10, and version 2 knows no Critical
		v3Medium = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"
		v4High   = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N"
	)
	for _, tt := range []struct {
		vectors []string
		want    severity
	}{
		{nil, unrated},
		{[]string{"no vector"}, unrated},
		{[]string{v2High}, high},
		{[]string{v2High, v3Medium}, moderate},
		{[]string{v4High, v3Medium}, high},
		{[]string{v3Medium, v4High, v2High}, high},
	} {
		var list []rawSeverity
		for _, v := range tt.vectors {
			list = append(list, rawSeverity{Score: v})
		}
		if got := scored(list); got != tt.want {
			t.Errorf("%q: %d, want %d", tt.vectors, got, tt.want)
		}
	}
}
