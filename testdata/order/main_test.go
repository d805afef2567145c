package main

import (
	"bytes"
	"math"
	"os"
	"strings"
	"testing"
)

// The file that /changes/model/VERSION shows is what the program computes from the bundled figures. After a change
// of the model, a list or the bundle: make orders.
func TestSides_isWhatIsBundled(t *testing.T) {
	t.Parallel()
	s, err := load("../..")
	if err != nil {
		t.Fatal(err)
	}
	now, err := encoded(s.orders())
	if err != nil {
		t.Fatal(err)
	}
	if held, err := os.ReadFile("../../" + ordersFile); err != nil || !bytes.Equal(held, now) {
		t.Errorf("%s is not of these figures (%v): run make orders", ordersFile, err)
	}
	if sha := s.models[0].SHA256; !strings.HasPrefix(sha, "f5bdc272ecfe") {
		t.Errorf("the model before has the hash %s, which no run was published with", sha)
	}
}

// The file that /method/limits shows is what the program computes. After a change of the model, a list
// or the bundle: make orders.
func TestValidity_isWhatIsBundled(t *testing.T) {
	t.Parallel()
	s, err := load("../..")
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.validity("../..")
	if err != nil {
		t.Fatal(err)
	}
	now, err := encoded(v)
	if err != nil {
		t.Fatal(err)
	}
	if held, err := os.ReadFile("../../" + validityFile); err != nil || !bytes.Equal(held, now) {
		t.Errorf("%s is not of these figures (%v): run make orders", validityFile, err)
	}
}

func TestSpearman_tiesShareTheirMeanRank(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		a, b, w []float64
		want    float64
	}{
		{[]float64{1, 2, 3}, []float64{10, 20, 30}, nil, 1},
		{[]float64{1, 2, 3}, []float64{3, 2, 1}, nil, -1},
		{[]float64{1, 1, 2, 3}, []float64{1, 2, 3, 3}, nil, .8889},      // by hand: ranks 1.5 1.5 3 4 and 1 2 3.5 3.5
		{[]float64{1, 2, 3}, []float64{1, 2, 0}, []float64{1, 1, 0}, 1}, // the third row is not drawn
	} {
		if got := spearman(x.a, x.b, x.w); math.Abs(got-x.want) > 1e-4 {
			t.Errorf("%v and %v: %.4f, want %.4f", x.a, x.b, got, x.want)
		}
	}
}

func TestWilson_table(t *testing.T) {
	t.Parallel()
	if lo, hi := wilson(36, 40); lo != .769 || hi != .96 {
		t.Errorf("36 of 40: %v to %v", lo, hi)
	}
	if lo, hi := wilson(0, 0); lo != 0 || hi != 1 {
		t.Errorf("of nothing: %v to %v", lo, hi)
	}
}

func TestPairs_sealedOnesAreReadOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("pairs.csv")
	if err != nil {
		t.Fatal(err)
	}
	open, err := readPairs(bytes.NewReader(b), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range open {
		if p.set != "open" {
			t.Errorf("%s > %s is %s", p.more, p.less, p.set)
		}
	}
	all, err := readPairs(bytes.NewReader(b), true)
	if err != nil || len(all) != 99 || len(open) != 66 {
		t.Errorf("%d pairs, %d of them open, %v; want 99 and 66", len(all), len(open), err)
	}
}
