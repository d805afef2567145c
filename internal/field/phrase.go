package field

// Phrase says a value in a few words, as "no human commit for {months}". It describes a
// situation and never a fault.
//
// Text may hold {n} (the whole number in words; the text then has a second form after "|"
// for numbers other than one), {months} (a span of months), {percent} (a share) and
// {window} (" of 24 months" where the value is of two years).
type Phrase struct {
	// Below and From bound the values it is said of: v < Below when Below is not 0, else
	// v >= From.
	Below, From float64
	// Of is a field whose value is put into Text in place of the own one; the phrase is
	// skipped where that is not known. Empty: the own value.
	Of   ID
	Text string
}

// Applies reports whether the phrase is said of the value.
func (p Phrase) Applies(v float64) bool {
	if p.Below != 0 {
		return v < p.Below
	}
	return v >= p.From
}
