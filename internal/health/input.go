package health

import (
	"encoding/json"
	"math"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// State is whether an input is known. The states are never mixed: an unknown input does not count
// in the score and lowers coverage; a not applicable input affects neither.
type State string

// The three states of an input.
const (
	Observed      State = "observed"
	Unknown       State = "unknown"
	NotApplicable State = "not_applicable"
)

// Input is the value of one field for one project, with its source.
type Input struct {
	// Field is the id of a catalogue field.
	Field field.ID
	State State
	// Value is set for Number, Count and Bool. It is meaningless unless State is Observed.
	Value float64
	// Low and High are the least and the greatest value that the evidence allows, Value included.
	// There is no range unless High > Low. Only judging sets them; they are not stored.
	Low, High float64
	// Text is set for Date, Text and List.
	Text string
	// Reason is why the input is unknown or not applicable, and is required in those states.
	// Readers see it.
	Reason string
	// Error is the technical cause of an unknown input, for the operator.
	Error string
	// Source is the id of the source that returned it: "git", "list", "scorecard".
	Source string
	// SourceURL is the public evidence, https only; may be empty.
	SourceURL string
	// Version is the version of the instrument that measured it.
	Version string
	// Commit is the commit at which it was measured; empty where none applies.
	Commit string
	// ObservedAt is the instant that the value describes.
	ObservedAt time.Time
	// Late is why the source did not get a new value: somebody else gave no answer, or the files of
	// the project cannot be read. An unknown input with Late may take the last value; a known one is
	// that value. It is zero for answers, which replace the last value.
	Late check.Late
	// Gap is why an unknown check of posture has no value. Only judging sets it; it is not stored.
	Gap model.Gap
}

// Obs returns an observed number.
func Obs(id field.ID, value float64) Input {
	return Input{Field: id, State: Observed, Value: value}
}

// ObsBool returns an observed boolean.
func ObsBool(id field.ID, yes bool) Input {
	if yes {
		return Obs(id, 1)
	}
	return Obs(id, 0)
}

// ObsText returns an observed text, date or list.
func ObsText(id field.ID, text string) Input {
	return Input{Field: id, State: Observed, Text: text}
}

// ObsList returns an observed list; values must marshal to a JSON array.
func ObsList(id field.ID, values any) Input {
	b, err := json.Marshal(values)
	if err != nil { // a programming error: callers pass only slices of plain values
		return Missing(id, "the list could not be written", err)
	}
	return ObsText(id, string(b))
}

// Missing returns an unknown input with its reason in plain words and its cause, which may be nil.
func Missing(id field.ID, reason string, cause error) Input {
	in := Input{Field: id, State: Unknown, Reason: reason}
	if cause != nil {
		in.Error = cause.Error()
	}
	return in
}

// Unasked returns an unknown input whose service gave no answer, so that its last value may stay.
// whom is the name of the service, and why what happened.
func Unasked(id field.ID, whom, why string, cause error) Input {
	in := Missing(id, whom+" could not be asked: "+why, cause)
	in.Late = check.Late{Whom: whom, Why: why}
	return in
}

// NotApplies returns a not applicable input with the reason, which names its source.
func NotApplies(id field.ID, reason string) Input {
	return Input{Field: id, State: NotApplicable, Reason: reason}
}

// Known reports whether the input was observed.
func (in Input) Known() bool { return in.State == Observed }

// Uncertain reports whether the input was observed and the evidence allows other values, too.
func (in Input) Uncertain() bool { return in.Known() && in.High > in.Low }

// True reports whether the input was observed and is true.
func (in Input) True() bool { return in.Known() && in.Value != 0 }

// Ints returns the integers of an observed List, or nil if there is none.
func (in Input) Ints() []int {
	var out []int
	if !in.Known() || json.Unmarshal([]byte(in.Text), &out) != nil {
		return nil
	}
	return out
}

// Floats returns the numbers of an observed List, or nil if there is none.
func (in Input) Floats() []float64 {
	var out []float64
	if !in.Known() || json.Unmarshal([]byte(in.Text), &out) != nil {
		return nil
	}
	return out
}

// Objects returns how many objects an observed List has; 0 for a list of texts or numbers.
func (in Input) Objects() int {
	var out []map[string]json.RawMessage
	if !in.Known() || json.Unmarshal([]byte(in.Text), &out) != nil {
		return 0
	}
	return len(out)
}

// Strings returns the texts of an observed List, or nil if there is none.
func (in Input) Strings() []string {
	var out []string
	if !in.Known() || json.Unmarshal([]byte(in.Text), &out) != nil {
		return nil
	}
	return out
}

// Same reports whether two inputs are equal apart from when and by which version they were
// observed. Stores use it to keep only changes.
func (in Input) Same(o Input) bool {
	return in.Field == o.Field && in.State == o.State && in.Text == o.Text &&
		(in.Value == o.Value || math.IsNaN(in.Value) && math.IsNaN(o.Value)) &&
		in.Reason == o.Reason && in.Error == o.Error && in.SourceURL == o.SourceURL
}

// JSON returns the value with the JSON type of its kind in the catalogue: a number, a bool, a
// string or a list. It returns nil if the input is not observed.
func (in Input) JSON(k field.Kind) any {
	if !in.Known() {
		return nil
	}
	switch k {
	case field.Bool:
		return in.Value != 0
	case field.Date, field.Text:
		return in.Text
	case field.List:
		return json.RawMessage(in.Text)
	default:
		return in.Value
	}
}

// String returns the value for people: "8", "0.93", "yes", "2026-08-20".
// It returns "unknown" or "n/a" for the other states.
func (in Input) String(k field.Kind) string {
	switch {
	case in.State == NotApplicable:
		return "n/a"
	case !in.Known():
		return "unknown"
	case k == field.Bool && in.Value != 0:
		return "yes"
	case k == field.Bool:
		return "no"
	case k == field.Date, k == field.Text, k == field.List:
		return in.Text
	case k == field.Count:
		return strconv.FormatFloat(in.Value, 'f', 0, 64)
	default:
		return strconv.FormatFloat(math.Round(in.Value*100)/100, 'f', -1, 64)
	}
}

// Inputs is a set of inputs by field.
type Inputs map[field.ID]Input

// Field returns the input of the field. If no source reported the field, it returns an unknown
// input, "not collected yet": absence is never a value.
func (s Inputs) Field(id field.ID) Input {
	if in, ok := s[id]; ok {
		return in
	}
	return Missing(id, "not collected yet", nil)
}

// FactorCommits is the minimum number of human commits in twelve months from which the contributor
// absence factor is computed. Below it, the factor covers twenty-four months.
const FactorCommits = 20

// OfTwoYears reports whether the value of a field covers twenty-four months instead of twelve.
func (s Inputs) OfTwoYears(id field.ID) bool {
	commits := s.Field(field.HumanCommits12m)
	return id == field.ContributorAbsenceFactor && s.Field(id).Known() && commits.Known() && commits.Value < FactorCommits
}

// Put adds the inputs to the set. A not applicable input is never replaced, except that a value which
// the host of the repository shows replaces what the list says does not apply: the list knows that
// issues are elsewhere, and only the host what it has. An observed value replaces an unknown one. Among values of the same state, a measured value replaces one from a
// list, because the date of a list value is only the date of reading. Otherwise the newer
// observation replaces the older.
func (s Inputs) Put(ins ...Input) {
	for _, in := range ins {
		old, ok := s[in.Field]
		if ok && (shown(in, old) || shown(old, in)) {
			if shown(in, old) {
				s[in.Field] = in
			}
			continue
		}
		if !ok || precedence(in) > precedence(old) || precedence(in) == precedence(old) && supersedes(in, old) {
			s[in.Field] = in
		}
	}
}

// shown reports whether the host shows a value that the list says does not apply.
func shown(in, listed Input) bool {
	return in.Known() && in.Source == field.SourceGitHub && listed.State == NotApplicable && listed.Source == field.SourceList
}

func supersedes(in, old Input) bool {
	if listed, was := in.Source == field.SourceList, old.Source == field.SourceList; listed != was {
		return was
	}
	return !in.ObservedAt.Before(old.ObservedAt)
}

func precedence(in Input) int {
	switch in.State {
	case NotApplicable:
		return 2
	case Observed:
		return 1
	default:
		return 0
	}
}
