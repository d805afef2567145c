package main

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// of returns what the bundle holds of a project.
func (s *sides) of(slug string) exchange.BundleProject {
	for _, p := range s.bundle.Projects {
		if p.Slug == slug {
			return p
		}
	}
	return exchange.BundleProject{}
}

// reading is what one person read of a project, by the columns of judged-a.csv.
type reading map[string]string

func readReadings(path string) (map[string]reading, []string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, nil, err
	}
	out, slugs := map[string]reading{}, []string{}
	for _, row := range rows[1:] {
		r := reading{}
		for i, name := range rows[0] {
			r[name] = row[i]
		}
		out[row[0]], slugs = r, append(slugs, row[0])
	}
	return out, slugs, nil
}

// fact is one thing that people judged. agrees compares it with one reading; known is false when
// we do not say it.
type fact struct {
	id     string
	agrees func(f product, r reading) (yes, known bool)
}

// product is what Plumbline says of a project: read at the reader's instant, and bundled.
type product struct {
	figures.Project
	read reading
}

// facts are the rules of agreement:
//
//	regulars        our count lies between the least and the greatest that the reader allows
//	regulars_exact  our count is the reader's
//	release         the day of our last release is the reader's (UTC)
//
// The first two compare product.csv, which has the reader's instant, because the count looks at twelve
// months before it. The others compare the bundled figures: the readers took the clone as it is.
//
//	ended           the list or the host says that the project ended, and the reader says so
//	policy          our file of a security policy is there, and the reader found one
//	updates         the check found a tool that updates dependencies, and the reader found one
var facts = []fact{
	{"regulars", func(f product, r reading) (bool, bool) {
		lo, _ := strconv.Atoi(r["regulars_lo"])
		hi, _ := strconv.Atoi(r["regulars_hi"])
		n, err := strconv.Atoi(f.read["regulars"])
		return n >= lo && n <= hi, err == nil
	}},
	{"regulars_exact", func(f product, r reading) (bool, bool) {
		return f.read["regulars"] == r["regulars"], f.read["regulars"] != ""
	}},
	{"release", func(f product, r reading) (bool, bool) {
		in := f.Inputs.Field(field.LastRelease)
		return in.Text == r["last_release_day"], in.Known()
	}},
	{"ended", func(f product, r reading) (bool, bool) {
		in := f.Inputs.Field(field.Archived)
		return (in.Known() && in.Value == 1) == (r["ended"] == "yes"), true
	}},
	{"policy", func(f product, r reading) (bool, bool) {
		in := f.Inputs.Field(field.SecurityPolicy)
		return (in.Value == 1) == (r["policy"] == "yes"), in.Known()
	}},
	{"updates", func(f product, r reading) (bool, bool) {
		for _, sn := range f.Snapshots {
			for _, c := range sn.Checks {
				if c.Name == string(field.DependencyUpdateTool) && (c.State == check.Scored || c.State == check.NotVisible) {
					return (c.Score > 0) == (r["update_tool"] == "yes"), true
				}
			}
		}
		return false, false
	}},
}

// facts compares what the bundle says of the drawn projects with two readings. A fact agrees when
// it agrees with either of them, because they differ on two of 240.
func (s *sides) facts(root string) ([]model.ValidityFact, error) {
	a, slugs, err := readReadings(filepath.Join(root, "testdata/order/judged-a.csv"))
	if err != nil {
		return nil, err
	}
	b, _, err := readReadings(filepath.Join(root, "testdata/order/judged-b.csv"))
	if err != nil {
		return nil, err
	}
	ours, _, err := readReadings(filepath.Join(root, productFile))
	if err != nil {
		return nil, err
	}
	var out []model.ValidityFact
	for _, f := range facts {
		v := model.ValidityFact{ID: f.id}
		for _, slug := range slugs {
			p, _ := s.project(slug)
			mine := product{s.of(slug).Figures(s.list, p).Judged(s.models[1]), ours[slug]}
			x, known := f.agrees(mine, a[slug])
			y, _ := f.agrees(mine, b[slug])
			switch {
			case !known:
				v.Unknown++
			case x || y:
				v.Agree++
				v.Of++
			default:
				v.Of++
				v.Differ = append(v.Differ, slug)
			}
		}
		v.Lo, v.Hi = wilson(v.Agree, v.Of)
		out = append(out, v)
	}
	return out, nil
}

// wilson returns the 95% interval of a share; 0 and 1 of nothing.
func wilson(k, n int) (lo, hi float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.959964
	share, size := float64(k)/float64(n), float64(n)
	middle := share + z*z/(2*size)
	half := z * math.Sqrt(share*(1-share)/size+z*z/(4*size*size))
	return tidy((middle - half) / (1 + z*z/size)), tidy((middle + half) / (1 + z*z/size))
}
