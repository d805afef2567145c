package main

import (
	"bytes"
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
	now, err := s.encode()
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
