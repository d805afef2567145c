package decision

// JSON is a decision in documents. Ranks are null if the project is not ranked.
type JSON struct {
	// Rank is null if the project is not ranked; Position is whether it is more than the rank of its risk.
	Rank     *int          `json:"rank"`
	Position bool          `json:"has_position"`
	Of       int           `json:"of"`
	First    int           `json:"first"`
	Stays    int           `json:"stays_in"`
	Judged   int           `json:"variants_judged"`
	Variants []variantJSON `json:"variants"`
	Unknown  []openJSON    `json:"unknown_facts"`
}

type variantJSON struct {
	ID    string `json:"id"`
	Rank  *int   `json:"rank"`
	Of    int    `json:"of"`
	Stays bool   `json:"among_first"`
}

type openJSON struct {
	Input  string `json:"input"`
	Reason string `json:"reason"`
	Bad    int    `json:"rank_if_bad"`
	Good   int    `json:"rank_if_good"`
}

// Document returns the decision as documents have it.
func (d Decision) Document() *JSON {
	out := &JSON{Rank: positive(d.Rank), Position: d.Rank > 0 && !d.Partial, Of: d.Of, First: d.First, Stays: d.Stays, Judged: d.Judged, Variants: []variantJSON{}, Unknown: []openJSON{}}
	for _, o := range d.Outcomes {
		out.Variants = append(out.Variants, variantJSON{o.Variant, positive(o.Rank), o.Of, o.Stays})
	}
	for _, o := range d.Open {
		out.Unknown = append(out.Unknown, openJSON{o.Input, o.Reason, o.Bad, o.Good})
	}
	return out
}

func positive(n int) *int {
	if n <= 0 {
		return nil
	}
	return &n
}
