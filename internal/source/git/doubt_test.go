package git

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// tallied returns people from "name <address>: commits in each of these months".
func tallied(authors ...string) *people {
	p := newPeople(rules{})
	for _, a := range authors {
		name, rest, _ := strings.Cut(a, " <")
		mail, months, _ := strings.Cut(rest, ">: ")
		s := p.signature([]byte(name + "\x00" + mail))
		s.any = true
		for m := range strings.SplitSeq(months, " ") {
			s.months |= 1 << (m[0] - '0')
			s.year1 += 10
			s.commits += 10
		}
	}
	return p
}

func TestDoubt_rangesOverWhoIsOnePerson(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		authors   []string
		low, high headcount
	}{
		"certain people": {
			[]string{"Ada Byron <ada@one.example>: 1 2 3", "Grace Hill <grace@two.example>: 1 2 3"},
			headcount{2, 1},
			headcount{2, 1},
		},
		"one account name, similar names": {
			[]string{"Ada Byron <abyron@one.example>: 1 2 3", "A. Byron <abyron@two.example>: 1 2 3"},
			headcount{1, 1},
			headcount{2, 1},
		},
		"one account name, other people": {
			[]string{"Ada Byron <maria@one.example>: 1 2 3", "Grace Hill <maria@two.example>: 1 2 3"},
			headcount{2, 1},
			headcount{2, 1},
		},
		"a first name as the account": {
			[]string{"John Byron <john@one.example>: 1 2 3", "John Hill <john@two.example>: 1 2 3"},
			headcount{2, 1},
			headcount{2, 1},
		},
		"a nickname with the same account": {
			[]string{"Ada Byron <adabyron@one.example>: 1 2 3", "adabyron <12+adabyron@users.noreply.github.com>: 1 2"},
			headcount{1, 1},
			headcount{1, 1},
		},
		"halves of one regular": {
			[]string{"Ada Byron <adabyron@one.example>: 1 2", "adabyron <12+adabyron@users.noreply.github.com>: 3 4"},
			headcount{0, 1},
			headcount{1, 1},
		},
		"a handle at two addresses": {
			[]string{"adabyron <a@one.example>: 1 2 3", "adabyron <b@two.example>: 1 2 3"},
			headcount{1, 1},
			headcount{2, 1},
		},
		"a handle that is the account of another address": {
			[]string{"adabyron <a@one.example>: 1 2 3", "Ada Byron <adabyron@two.example>: 1 2 3"},
			headcount{1, 1},
			headcount{2, 1},
		},
		"a first name alone": {
			[]string{"Maria <m@one.example>: 1 2 3", "Maria Hill <maria@two.example>: 1 2 3", "Maria Reed <maria@three.example>: 1 2 3"},
			headcount{3, 2},
			headcount{3, 2},
		},
		"without accents, and the other way round": {
			[]string{"J\u00fcrgen B\u00fcrger <jb@one.example>: 1 2 3", "Burger, Jurgen <other@two.example>: 1 2 3"},
			headcount{1, 1},
			headcount{2, 1},
		},
		"a shared address": {
			[]string{"Ada Byron <crew@one.example>: 1 2 3", "Grace Hill <crew@one.example>: 4 5 6", "Tom Reed <tom@one.example>: 1 2 3"},
			headcount{2, 1},
			headcount{3, 2},
		},
		"a name in two scripts": {
			[]string{"Ada Byron <ada@one.example>: 1 2 3", "\u5f20 \u4e09 <ada@one.example>: 4 5 6"},
			headcount{1, 1},
			headcount{1, 1},
		},
		"a mailbox that many have": {
			[]string{"Ada Byron <info@one.example>: 1 2 3", "Eve Byron <info@two.example>: 1 2 3"},
			headcount{2, 1},
			headcount{2, 1},
		},
	} {
		p := tallied(tc.authors...)
		p.persons()
		if got := p.doubt(health.FactorCommits); got.low != tc.low || got.high != tc.high {
			t.Errorf("%s: %v to %v, want %v to %v", name, got.low, got.high, tc.low, tc.high)
		}
	}
	if _, ok := field.ByID(field.RegularsRange12m); !ok {
		t.Error("the range is not in the catalogue")
	}
}
