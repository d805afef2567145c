package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

// Canonical returns everything the scores depend on as JSON: every number, id and label, but no
// reason or reference. Its SHA-256 identifies the model. Map keys are sorted, so it does not depend
// on the layout of a file.
func (m Model) Canonical() []byte {
	m.SHA256 = ""
	m.Risk.Why, m.Risk.Reference = "", ""
	axes := make(map[Axis][]InputRule, len(m.Axes))
	for a, rules := range m.Axes {
		axes[a] = slices.Clone(rules)
		for i := range axes[a] {
			axes[a][i].Why, axes[a][i].Ref = "", ""
		}
	}
	m.Axes = axes
	m.Gates = slices.Clone(m.Gates)
	for i := range m.Gates {
		m.Gates[i].Why, m.Gates[i].Ref = "", ""
	}
	b, err := json.Marshal(m)
	if err != nil {
		panic(fmt.Sprintf("health: a model of plain values does not marshal: %v", err))
	}
	return b
}

// ReadCanonical returns the model of a canonical form, without reasons. It returns an error if the
// form has another hash, or contains what this program does not know: this program would then score
// differently from the one that wrote it.
func ReadCanonical(sha string, b []byte) (Model, error) {
	sum := sha256.Sum256(b)
	if got := hex.EncodeToString(sum[:]); got != sha {
		return Model{}, fmt.Errorf("the model kept as %.12s has the hash %.12s", sha, got)
	}
	var m Model
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return Model{}, fmt.Errorf("read model %.12s: %w", sha, err)
	}
	m.SHA256 = sha
	return m, nil
}
