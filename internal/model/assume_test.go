package model

import "testing"

func TestWithAssumptions_changesNothingElse(t *testing.T) {
	t.Parallel()
	m := Model{ID: "m", Version: "2"}
	m = m.WithAssumptions(m) // now it has its hash
	other := Model{ID: "m", Version: "1", Prior: Prior{Cells: []PriorCell{{Check: "License", N: 30, Mean: 8}}}}
	got := m.WithAssumptions(other)
	if len(got.Prior.Cells) != 1 || got.Version != "2" || got.SHA256 == m.SHA256 || len(m.Prior.Cells) != 0 {
		t.Errorf("%+v", got)
	}
	if back := got.WithAssumptions(m); back.SHA256 != m.SHA256 {
		t.Errorf("with its own assumptions the hash is %s, not %s", back.SHA256, m.SHA256)
	}
}
