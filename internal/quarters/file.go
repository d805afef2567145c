package quarters

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Format is the name of the one format that this version reads and writes.
const Format = "plumbline-past/1"

// Kind is what every document of these figures is called.
const Kind = "reconstructed"

// maxSeries limits the size in memory of one expanded part of a file.
const maxSeries = 16 << 20

// head is the first part of a file.
type head struct {
	Format   string  `json:"format"`
	Kind     string  `json:"kind"`
	List     string  `json:"list"`
	Since    string  `json:"since"`
	Projects []Entry `json:"projects"`
}

// File is the reconstructed past of one list. Its form is gzip: a part for the table of projects,
// then a part for the series of each, a JSON object on one line. A series is expanded only when it
// is read, and one that did not change is written again as the bytes that it was.
type File struct {
	head   head
	packed map[string][]byte // by slug
}

// NewFile returns a file without projects; since is the day of the first quarter's end.
func NewFile(list, since string) *File {
	return &File{head: head{Format: Format, Kind: Kind, List: list, Since: since}, packed: map[string][]byte{}}
}

// ReadFile reads the table of projects. It returns an error for another format, and ErrTampered if
// parts are missing. Cost: no series is expanded.
func ReadFile(b []byte) (*File, error) {
	rest := bytes.NewReader(b)
	first, err := expand(rest)
	if err != nil {
		return nil, fmt.Errorf("read the past: %w", err)
	}
	f := &File{packed: map[string][]byte{}}
	if err := json.Unmarshal(first, &f.head); err != nil {
		return nil, fmt.Errorf("read the past: %w", err)
	}
	if f.head.Format != Format {
		return nil, fmt.Errorf("read the past: format is %q, this version reads %q", f.head.Format, Format)
	}
	at := len(b) - rest.Len()
	for _, e := range f.head.Projects {
		if e.Bytes < 0 || e.Bytes > len(b)-at {
			return nil, fmt.Errorf("read the past: %w: the part of %s is missing", health.ErrTampered, e.Slug)
		}
		f.packed[e.Slug] = b[at : at+e.Bytes]
		at += e.Bytes
	}
	if at != len(b) {
		return nil, fmt.Errorf("read the past: %w: %d bytes belong to no project", health.ErrTampered, len(b)-at)
	}
	return f, nil
}

// List returns the slug of the list, Since the day of the first quarter's end.
func (f *File) List() string  { return f.head.List }
func (f *File) Since() string { return f.head.Since }

// Entries returns the projects by slug.
func (f *File) Entries() []Entry { return slices.Clone(f.head.Projects) }

// Entry returns where the points of a project are from; false if it has none.
func (f *File) Entry(slug string) (Entry, bool) {
	i, ok := f.find(slug)
	if !ok {
		return Entry{}, false
	}
	return f.head.Projects[i], true
}

func (f *File) find(slug string) (int, bool) {
	return slices.BinarySearchFunc(f.head.Projects, slug, func(e Entry, s string) int { return strings.Compare(e.Slug, s) })
}

// Series returns the points of a project, or ErrNotFound. Cost: it expands one part.
func (f *File) Series(slug string) (Series, error) {
	var s Series
	err := f.decode(slug, &s)
	return s, f.checked(slug, s, err)
}

// SeriesOf is Series with the inputs of some fields only. Cost: of the checks, half of what all cost to
// decode.
func (f *File) SeriesOf(slug string, fields []field.ID) (Series, error) {
	var part struct {
		Series
		Inputs map[field.ID]json.RawMessage `json:"inputs"` // instead of those of the series
	}
	err := f.decode(slug, &part)
	s := part.Series
	s.Inputs = make(map[field.ID][]Cell, len(fields))
	for _, id := range fields {
		if raw, ok := part.Inputs[id]; ok && err == nil {
			s.Inputs[id], err = readCells(raw)
		}
	}
	return s, f.checked(slug, s, err)
}

// decode expands the part of a project and decodes it into v.
func (f *File) decode(slug string, v any) error {
	packed, ok := f.packed[slug]
	if !ok {
		return health.ErrNotFound
	}
	b, err := expand(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

// checked returns err, or what is wrong with the series of a project.
func (f *File) checked(slug string, s Series, err error) error {
	if err == nil {
		err = s.check()
	}
	if err == nil && s.Slug != slug {
		err = fmt.Errorf("%w: it is of %s", health.ErrTampered, s.Slug)
	}
	if err != nil {
		return fmt.Errorf("past of %s: %w", slug, err)
	}
	return nil
}

// Put adds the points of a project or replaces them. It sets the slug and the size of the entry.
func (f *File) Put(e Entry, s Series) error {
	if err := s.check(); err != nil {
		return fmt.Errorf("past of %s: %w", s.Slug, err)
	}
	packed, err := pack(s)
	if err != nil {
		return fmt.Errorf("past of %s: %w", s.Slug, err)
	}
	e.Slug = s.Slug
	f.put(e, packed)
	return nil
}

// Keep takes the points of a project from another file as they are.
func (f *File) Keep(from *File, slug string) {
	if e, ok := from.Entry(slug); ok {
		f.put(e, from.packed[slug])
	}
}

func (f *File) put(e Entry, packed []byte) {
	e.Bytes = len(packed)
	f.packed[e.Slug] = packed
	if i, ok := f.find(e.Slug); ok {
		f.head.Projects[i] = e
	} else {
		f.head.Projects = slices.Insert(f.head.Projects, i, e)
	}
}

// Write writes the file. The same points give the same bytes.
func (f *File) Write(w io.Writer) error {
	first, err := pack(f.head)
	if err != nil {
		return fmt.Errorf("write the past: %w", err)
	}
	_, err = w.Write(first)
	for _, e := range f.head.Projects {
		if err == nil {
			_, err = w.Write(f.packed[e.Slug])
		}
	}
	if err != nil {
		return fmt.Errorf("write the past: %w", err)
	}
	return nil
}

// pack returns a value as one line of JSON in gzip, without a time.
func pack(v any) ([]byte, error) {
	line, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(append(line, '\n'))
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}

// expand reads one part and leaves the reader at its end.
func expand(r *bytes.Reader) ([]byte, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	b, err := io.ReadAll(io.LimitReader(z, maxSeries+1))
	if err == nil && len(b) > maxSeries {
		err = fmt.Errorf("a part has more than %d MiB", maxSeries>>20)
	}
	return b, err
}
