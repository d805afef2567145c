package quarters

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Cell is one input at one point: its state with its value or with the reason why there is none. In
// the file it is a number, a text, ["unknown", reason] or ["not_applicable", reason].
type Cell struct {
	State  health.State
	Value  float64
	Text   string
	Reason string
}

// CellOf returns the cell of an input. The reason of an observed value is left out, and so are
// technical causes.
func CellOf(in health.Input) Cell {
	if !in.Known() {
		return Cell{State: in.State, Reason: in.Reason}
	}
	return Cell{State: health.Observed, Value: in.Value, Text: in.Text}
}

// MarshalJSON returns the short form.
func (c Cell) MarshalJSON() ([]byte, error) {
	switch {
	case c.State != health.Observed:
		return json.Marshal([2]string{string(c.State), c.Reason})
	case c.Text != "":
		return json.Marshal(c.Text)
	}
	return json.Marshal(c.Value)
}

// UnmarshalJSON reads the short form.
func (c *Cell) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	*c = Cell{State: health.Observed}
	switch {
	case len(b) == 0:
		return errors.New("an empty cell")
	case b[0] == '"':
		return json.Unmarshal(b, &c.Text)
	case b[0] != '[':
		var err error
		c.Value, err = strconv.ParseFloat(string(b), 64)
		return err
	}
	var pair [2]string
	if err := json.Unmarshal(b, &pair); err != nil {
		return err
	}
	c.State, c.Reason = health.State(pair[0]), pair[1]
	if c.State != health.Unknown && c.State != health.NotApplicable {
		return fmt.Errorf("state %q does not exist", pair[0])
	}
	return nil
}

// readCells reads a list of cells. Most are equal to the one before and are decoded once.
func readCells(b []byte) ([]Cell, error) {
	var raw []json.RawMessage
	err := json.Unmarshal(b, &raw)
	cells := make([]Cell, len(raw))
	for i, r := range raw {
		switch {
		case err != nil:
		case i > 0 && bytes.Equal(r, raw[i-1]):
			cells[i] = cells[i-1]
		default:
			err = cells[i].UnmarshalJSON(r)
		}
	}
	return cells, err
}
