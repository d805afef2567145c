package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
)

// pair is two projects of one kind: more is the more critical one, as people judged.
type pair struct{ kind, more, less, set, reason string }

// readPairs reads the open pairs, and the sealed ones if asked to.
func readPairs(r io.Reader, sealed bool) ([]pair, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	var out []pair
	for _, row := range rows[1:] {
		p := pair{row[0], row[1], row[2], row[3], row[4]}
		if p.set == "open" || p.set == "sealed" && sealed {
			out = append(out, p)
		}
	}
	return out, nil
}

// judged is a pair with both criticalities.
type judged struct {
	pair
	more, less float64
}

// agreement is how a model agrees with the pairs.
type agreement struct {
	agree, equal, disagree []judged
	// unknown are pairs of which a project has no criticality.
	unknown []string
}

// equalBelow is the difference that is only floating-point error.
const equalBelow = 1e-9

// agreement compares every pair with the model now.
func (s *sides) agreement(all []pair) agreement {
	var out agreement
	for _, p := range all {
		more, err := s.criticality(p.more)
		less, err2 := s.criticality(p.less)
		if err != nil || err2 != nil {
			out.unknown = append(out.unknown, p.more+" > "+p.less)
			continue
		}
		j := judged{p, more, less}
		switch {
		case math.Abs(more-less) <= equalBelow:
			out.equal = append(out.equal, j)
		case more > less:
			out.agree = append(out.agree, j)
		default:
			out.disagree = append(out.disagree, j)
		}
	}
	return out
}

// print writes the counts, and every pair that does not agree with both values.
func (a agreement) print(w io.Writer) {
	fmt.Fprintf(w, "%d agree, %d equal, %d disagree, %d unknown\n", len(a.agree), len(a.equal), len(a.disagree), len(a.unknown))
	for _, x := range []struct {
		word string
		all  []judged
	}{{"equal", a.equal}, {"disagree", a.disagree}} {
		for _, j := range x.all {
			fmt.Fprintf(w, "%s: %s %.1f, %s %.1f (%s; %s): %s\n", x.word, j.pair.more, j.more, j.pair.less, j.less, j.kind, j.set, j.reason)
		}
	}
	for _, u := range a.unknown {
		fmt.Fprintf(w, "unknown: %s\n", u)
	}
}
