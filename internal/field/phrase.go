package field

// Phrase describes a value in a few words, as "no human commit for {months}". It describes a
// situation, never a fault.
//
// Text may contain {n} (the integer in words; the text then has a second form after "|" for numbers
// other than one), {months} (a span of months), {percent} (a share) and {window} (" of 24 months"
// if the value covers two years).
type Phrase struct {
	// Below and From limit the values that it describes: v < Below if Below is not 0, else v >=
	// From.
	Below, From float64
	// Of is a field whose value is used in Text instead of the own one. If that value is unknown,
	// the phrase is skipped. Empty means the own value.
	Of   ID
	Text string
}

// Applies reports whether the phrase describes the value.
func (p Phrase) Applies(v float64) bool {
	if p.Below != 0 {
		return v < p.Below
	}
	return v >= p.From
}
