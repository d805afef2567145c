package manifest

import (
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/manifest"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// document is /p/{slug}/manifest.json.
type document struct {
	page.RunJSON
	Project string     `json:"project"`
	Files   []fileJSON `json:"files"`
}

// fileJSON is a file. Text is null if the project has one, and Exists if none was found.
type fileJSON struct {
	Name   string       `json:"name"`
	Text   *string      `json:"text"`
	Exists *existsJSON  `json:"exists"`
	Unsure *string      `json:"existence_unknown_because"`
	Filled []filledJSON `json:"filled"`
	Blanks []blankJSON  `json:"blanks"`
}

// existsJSON is a file that exists. Lacks is null if its text was not read.
type existsJSON struct {
	Path  *string  `json:"path"`
	Seen  string   `json:"seen_by"`
	By    *string  `json:"text_read_by"`
	Lacks []string `json:"lacks"`
}

type filledJSON struct {
	Field  string  `json:"field"`
	Value  string  `json:"value"`
	Source string  `json:"source"`
	On     *string `json:"read_on"`
}

type blankJSON struct {
	Field string  `json:"field"`
	Write string  `json:"write"`
	Hint  *string `json:"hint"`
}

// some is a text, or null if it is empty.
func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func documentOf(slug string, files []manifest.File) document {
	d := document{Project: slug, Files: []fileJSON{}}
	for _, f := range files {
		j := fileJSON{Name: f.Name, Text: some(f.Text), Unsure: some(f.Unsure), Filled: []filledJSON{}, Blanks: []blankJSON{}}
		if e := f.Exists; e != nil {
			j.Exists = &existsJSON{Path: some(e.Path), Seen: e.Source, By: some(e.Looked)}
			if e.Looked != "" {
				j.Exists.Lacks = append([]string{}, e.Lacks...)
			}
		}
		for _, x := range f.Filled {
			one := filledJSON{Field: x.Field, Value: x.Value, Source: x.Source}
			if !x.On.IsZero() {
				one.On = some(explain.ISO(x.On))
			}
			j.Filled = append(j.Filled, one)
		}
		for _, b := range f.Blanks {
			j.Blanks = append(j.Blanks, blankJSON{b.Field, b.Write, some(b.Hint)})
		}
		d.Files = append(d.Files, j)
	}
	return d
}
