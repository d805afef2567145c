package store

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// keptValue is what a value has of its own that others have from their snapshot.
type keptValue struct {
	ObservedAt time.Time  `json:"observed_at"`
	Version    string     `json:"version,omitempty"`
	Commit     string     `json:"commit,omitempty"`
	Late       check.Late `json:"late"`
}

// keptText returns the stored form; empty if the value is of its snapshot or unknown.
func keptText(in health.Input) (string, error) {
	if in.Late.IsZero() || in.State == health.Unknown {
		return "", nil
	}
	k := keptValue{ObservedAt: in.ObservedAt.UTC(), Version: clean(in.Version), Commit: clean(in.Commit), Late: in.Late}
	k.Late.Whom, k.Late.Why, k.Late.On = clean(in.Late.Whom), clean(in.Late.Why), in.Late.On.UTC()
	b, err := json.Marshal(k)
	return string(b), err
}

// restoreKept puts the stored form into the input.
func restoreKept(in *health.Input, text string) error {
	if text == "" {
		return nil
	}
	var k keptValue
	if err := json.Unmarshal([]byte(text), &k); err != nil {
		return fmt.Errorf("read why the value of %s is late: %w", in.Field, err)
	}
	in.ObservedAt, in.Version, in.Commit, in.Late = k.ObservedAt, k.Version, k.Commit, k.Late
	return nil
}
