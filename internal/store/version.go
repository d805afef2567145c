package store

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"math"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// version is the part of a project's rows that changes from week to week, from one run on, without
// its entry. Two versions are equal if every figure is.
type version struct {
	entry                              sql.NullInt64 // not valid: it is in no ranking from then on
	risk, health, vitality, resilience sql.NullFloat64
	upper                              sql.NullFloat64
	commits, regulars                  sql.NullInt64
	figures                            string // see packed
}

// phrases are the two sentences of a version, as ids of notes; 0 means none.
type phrases struct{ reason, status int64 }

// versionOf returns the version of a row.
func versionOf(r ranking.Row, entry int64, p phrases) version {
	return version{
		entry: sql.NullInt64{Int64: entry, Valid: true},
		risk:  figure(r.Risk), health: figure(r.H), vitality: figure(r.V), resilience: figure(r.R),
		upper:   sql.NullFloat64{Float64: r.RiskUpper, Valid: true},
		commits: plain(r.HumanCommits), regulars: plain(r.Regulars),
		figures: string(packed(r, p)),
	}
}

// columns are the values of a row of ranking_version after its key.
func (v version) columns() []any {
	out := []any{v.entry, v.risk, v.health, v.vitality, v.resilience, v.upper, v.commits, v.regulars, nil}
	if v.entry.Valid {
		out[len(out)-1] = []byte(v.figures)
	}
	return out
}

// scan reads the columns after the given ones.
func (v *version) scan(r scanner, before ...any) error {
	var figures []byte
	err := r.Scan(append(before, v.dest(&figures)...)...)
	v.figures = string(figures)
	return err
}

// dest is where to scan the columns to.
func (v *version) dest(figures *[]byte) []any {
	return []any{&v.entry, &v.risk, &v.health, &v.vitality, &v.resilience, &v.upper, &v.commits, &v.regulars, figures}
}

// into sets the fields of the row that the version contains, except the phrases, which it returns.
func (v version) into(r *ranking.Row) (phrases, error) {
	value := func(f sql.NullFloat64) *health.Interval {
		if !f.Valid {
			return nil
		}
		return &health.Interval{Value: f.Float64}
	}
	r.V, r.R, r.H, r.Risk = value(v.vitality), value(v.resilience), value(v.health), value(v.risk)
	r.RiskUpper = v.upper.Float64
	r.HumanCommits, r.Regulars = -1, -1
	if v.commits.Valid {
		r.HumanCommits = int(v.commits.Int64)
	}
	if v.regulars.Valid {
		r.Regulars = int(v.regulars.Int64)
	}
	return unpacked(v.figures, r)
}

// packedForm begins every packed form, so that another form can follow later.
const packedForm = 1

// errPacked is returned by unpacked for anything that packed did not write.
var errPacked = errors.New("the figures of a ranking row are damaged")

// packed returns the content of a version beside its columns. The ends of an interval are written
// as their difference, in floating-point steps, from a predicted value: an interval is usually as
// wide below its value as above.
func packed(r ranking.Row, p phrases) []byte {
	b := []byte{packedForm}
	for _, e := range ends(&r) {
		if e.interval != nil {
			b = binary.AppendVarint(b, steps(e.of(e.interval))-steps(e.probable()))
		}
	}
	b = binary.AppendVarint(b, int64(r.AbsenceFactor))
	b = binary.AppendUvarint(b, uint64(p.reason))
	b = binary.AppendUvarint(b, uint64(p.status))
	b = appendDate(b, r.LastHuman)
	b = appendDate(b, r.LastRelease)
	if r.Months != nil {
		b = binary.AppendUvarint(b, uint64(len(r.Months)))
		for _, n := range r.Months {
			b = binary.AppendVarint(b, int64(n))
		}
	}
	return b
}

// unpacked decodes the output of packed into a row that has the values of its intervals.
func unpacked(figures string, r *ranking.Row) (phrases, error) {
	in := reader{rest: []byte(figures)}
	if form := in.bytes(1); len(form) != 1 || form[0] != packedForm {
		return phrases{}, errPacked
	}
	for _, e := range ends(r) {
		if e.interval != nil {
			e.set(e.interval, unsteps(steps(e.probable())+in.varint()))
		}
	}
	r.AbsenceFactor = int(in.varint())
	p := phrases{reason: int64(in.uvarint()), status: int64(in.uvarint())}
	r.LastHuman = in.date()
	r.LastRelease = in.date()
	if len(in.rest) > 0 {
		n := in.uvarint()
		if n > uint64(len(in.rest)) {
			return p, errPacked
		}
		r.Months = make([]int, n)
		for i := range r.Months {
			r.Months[i] = int(in.varint())
		}
	}
	if in.failed || len(in.rest) > 0 {
		return p, errPacked
	}
	return p, nil
}

// end is one end of one interval, with its predicted value. The ends before it and all values are
// then known.
type end struct {
	interval *health.Interval
	low      bool
	probable func() float64
}

func (e end) of(i *health.Interval) float64 {
	if e.low {
		return i.Lo
	}
	return i.Hi
}

func (e end) set(i *health.Interval, x float64) {
	if e.low {
		i.Lo = x
		return
	}
	i.Hi = x
}

// ends returns the ends of V, R, H and the risk, in the order of packing.
func ends(r *ranking.Row) []end {
	value := func(i *health.Interval) func() float64 { return func() float64 { return i.Value } }
	above := func(i *health.Interval) func() float64 {
		return func() float64 { return min(100, i.Value+(i.Value-i.Lo)) }
	}
	joint := func() float64 {
		if r.V == nil || r.R == nil {
			return r.H.Value
		}
		v, w := r.V.Value-r.V.Lo, r.R.Value-r.R.Lo
		// The conversions force rounding after each operation, even on processors that could fuse
		// them: other machines must be able to read the result.
		return max(0, r.H.Value-math.Sqrt(float64(v*v)+float64(w*w))/2)
	}
	return []end{
		{r.V, true, value(r.V)},
		{r.V, false, above(r.V)},
		{r.R, true, value(r.R)},
		{r.R, false, above(r.R)},
		{r.H, true, joint},
		{r.H, false, above(r.H)},
		{r.Risk, true, value(r.Risk)},
		{r.Risk, false, above(r.Risk)},
	}
}

// steps numbers the floating-point numbers in ascending order.
func steps(x float64) int64 {
	n := int64(math.Float64bits(x))
	if n < 0 {
		return math.MinInt64 - n
	}
	return n
}

func unsteps(n int64) float64 {
	if n < 0 {
		n = math.MinInt64 - n
	}
	return math.Float64frombits(uint64(n))
}

// appendDate writes a day as one number, and any other text unchanged.
func appendDate(b []byte, text string) []byte {
	day, err := time.Parse(time.DateOnly, text)
	if err == nil && day.Format(time.DateOnly) == text && day.Unix() >= 0 {
		return binary.AppendUvarint(b, uint64(day.Unix()/86400)<<1|1)
	}
	b = binary.AppendUvarint(b, uint64(len(text))<<1)
	return append(b, text...)
}

// reader reads a packed form; failed is set if it ended too early.
type reader struct {
	rest   []byte
	failed bool
}

func (in *reader) bytes(n uint64) []byte {
	if n > uint64(len(in.rest)) {
		in.failed = true
		return nil
	}
	out := in.rest[:n]
	in.rest = in.rest[n:]
	return out
}

func (in *reader) took(n int) {
	if n <= 0 {
		in.failed = true
		return
	}
	in.rest = in.rest[n:]
}

func (in *reader) varint() int64 {
	x, n := binary.Varint(in.rest)
	in.took(n)
	return x
}

func (in *reader) uvarint() uint64 {
	x, n := binary.Uvarint(in.rest)
	in.took(n)
	return x
}

func (in *reader) date() string {
	n := in.uvarint()
	if n&1 == 1 {
		return time.Unix(int64(n>>1)*86400, 0).UTC().Format(time.DateOnly)
	}
	return string(in.bytes(n >> 1))
}
