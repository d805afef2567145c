package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/textfile"
)

// BundleFormat is the name of the one format that this version reads and writes.
const BundleFormat = "plumbline-bundle/1"

// bundleEvidence is the number of lines of evidence that a check keeps in a bundle.
const bundleEvidence = 5

// maxBundle limits the size in memory of an expanded bundle.
const maxBundle = 256 << 20

// Bundle is a dated set of snapshots of one list. A fresh install starts from it, and an instance
// without network is updated by it. It contains no people.
type Bundle struct {
	Format    string    `json:"format"`
	List      string    `json:"list"`
	Revision  string    `json:"revision"`
	MadeAt    time.Time `json:"made_at"`
	Plumbline string    `json:"plumbline"`
	// SHA256 is the hash of Projects as written.
	SHA256   string          `json:"sha256"`
	Projects []BundleProject `json:"projects"`
}

// BundleProject is one project of a bundle: its answer and its snapshots.
type BundleProject struct {
	Slug    string         `json:"slug"`
	Outcome health.Outcome `json:"outcome"`
	// Reason is why there are no figures, for readers.
	Reason    string           `json:"reason,omitempty"`
	Snapshots []bundleSnapshot `json:"snapshots,omitempty"`
}

type bundleSnapshot struct {
	Source     string        `json:"source"`
	Version    string        `json:"version"`
	ObservedAt time.Time     `json:"observed_at"`
	Commit     string        `json:"commit,omitempty"`
	SourceURL  string        `json:"source_url,omitempty"`
	Inputs     []bundleInput `json:"inputs"`
	// Checks are the results of a scan with the first lines of their evidence.
	Checks []check.Check `json:"checks,omitempty"`
}

// bundleInput leaves out the state where it follows from the rest: a value or text is observed.
type bundleInput struct {
	Field     field.ID     `json:"field"`
	State     health.State `json:"state,omitempty"`
	Value     *float64     `json:"value,omitempty"`
	Text      string       `json:"text,omitempty"`
	Reason    string       `json:"reason,omitempty"`
	Error     string       `json:"error,omitempty"`
	SourceURL string       `json:"source_url,omitempty"`
	// Kept is set if the value is older than its snapshot.
	Kept *bundleKept `json:"kept,omitempty"`
}

// bundleKept is where the last value of an input is from, and why there is no newer one.
type bundleKept struct {
	ObservedAt time.Time  `json:"observed_at"`
	Version    string     `json:"version,omitempty"`
	Commit     string     `json:"commit,omitempty"`
	Late       check.Late `json:"late"`
}

// NewBundleProject returns the bundle form of one project's snapshots. People are dropped, because
// their keys mean nothing elsewhere.
func NewBundleProject(slug string, outcome health.Outcome, reason string, snaps []health.Snapshot) BundleProject {
	p := BundleProject{Slug: slug, Outcome: outcome, Reason: reason}
	for _, s := range snaps {
		b := bundleSnapshot{Source: s.Source, Version: s.Version, ObservedAt: s.ObservedAt.UTC(), Commit: s.Commit, SourceURL: s.SourceURL, Inputs: []bundleInput{}}
		for _, in := range s.Inputs {
			b.Inputs = append(b.Inputs, toBundleInput(in, s.SourceURL))
		}
		for _, c := range s.Checks {
			b.Checks = append(b.Checks, toBundleCheck(c))
		}
		p.Snapshots = append(p.Snapshots, b)
	}
	return p
}

// toBundleCheck keeps the first lines of evidence and counts the others. It drops the duration of
// the scan, which does not describe the project.
func toBundleCheck(c check.Check) check.Check {
	c.Took = 0
	if len(c.Details) > bundleEvidence {
		c.Omitted += len(c.Details) - bundleEvidence
		c.Details = c.Details[:bundleEvidence]
	}
	return c
}

func toBundleInput(in health.Input, snapshotURL string) bundleInput {
	o := bundleInput{Field: in.Field, Text: in.Text, Reason: in.Reason, Error: in.Error}
	if in.SourceURL != snapshotURL {
		o.SourceURL = in.SourceURL
	}
	if in.AsOf() != "" {
		o.Kept = &bundleKept{in.ObservedAt.UTC(), in.Version, in.Commit, in.Late}
	}
	if in.State != health.Observed {
		o.State = in.State
	} else if in.Text == "" {
		v := in.Value
		o.Value = &v
	}
	return o
}

// Health returns the project's snapshots in the form for the store, with origin bundle.
func (p BundleProject) Health() []health.Snapshot {
	var out []health.Snapshot
	for _, b := range p.Snapshots {
		s := health.Snapshot{Project: p.Slug, Source: b.Source, Version: b.Version, Origin: health.OriginBundle, ObservedAt: b.ObservedAt, Commit: b.Commit, SourceURL: b.SourceURL, Checks: b.Checks}
		for _, i := range b.Inputs {
			in := health.Input{
				Field: i.Field, State: i.State, Text: i.Text, Reason: i.Reason, Error: i.Error, SourceURL: i.SourceURL,
				Source: b.Source, Version: b.Version, Commit: b.Commit, ObservedAt: b.ObservedAt,
			}
			if in.State == "" {
				in.State = health.Observed
			}
			if i.Value != nil {
				in.Value = *i.Value
			}
			if in.SourceURL == "" {
				in.SourceURL = b.SourceURL
			}
			if k := i.Kept; k != nil {
				in.ObservedAt, in.Version, in.Commit, in.Late = k.ObservedAt, k.Version, k.Commit, k.Late
			}
			s.Inputs = append(s.Inputs, in)
		}
		out = append(out, s)
	}
	return out
}

// WriteBundle writes the bundle, one input per line, so that a review shows what changed. The same
// figures give the same bytes.
func WriteBundle(w io.Writer, b Bundle) error {
	body, err := bundleProjects(b.Projects)
	if err != nil {
		return err
	}
	b.Format, b.SHA256 = BundleFormat, digest(body)
	b.Projects = nil
	head, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("write bundle: %w", err)
	}
	head = bytes.TrimSuffix(head, []byte(`null}`)) // where the projects go
	_, err = fmt.Fprintf(w, "%s%s}\n", head, body)
	return err
}

func bundleProjects(ps []BundleProject) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString("[")
	for i, p := range ps {
		if i > 0 {
			buf.WriteString(",")
		}
		if err := bundleProject(&buf, p); err != nil {
			return nil, fmt.Errorf("write bundle: %s: %w", p.Slug, err)
		}
	}
	buf.WriteString("\n]")
	return buf.Bytes(), nil
}

func bundleProject(buf *bytes.Buffer, p BundleProject) error {
	snaps := p.Snapshots
	p.Snapshots = nil
	head, err := json.Marshal(p)
	if err != nil {
		return err
	}
	buf.WriteString("\n")
	buf.Write(bytes.TrimSuffix(head, []byte("}")))
	buf.WriteString(`,"snapshots":[`)
	for i, s := range snaps {
		if i > 0 {
			buf.WriteString(",")
		}
		inputs, checks := s.Inputs, s.Checks
		s.Inputs, s.Checks = nil, nil
		head, err := json.Marshal(s)
		if err != nil {
			return err
		}
		buf.WriteString("\n ")
		buf.Write(bytes.TrimSuffix(head, []byte("null}")))
		if err := lines(buf, inputs); err != nil {
			return err
		}
		if len(checks) > 0 {
			buf.WriteString(`,"checks":`)
			if err := lines(buf, checks); err != nil {
				return err
			}
		}
		buf.WriteString("}")
	}
	buf.WriteString("]}")
	return nil
}

// lines writes a JSON array with one element per line.
func lines[T any](buf *bytes.Buffer, all []T) error {
	buf.WriteString("[")
	for i, x := range all {
		line, err := json.Marshal(x)
		if err != nil {
			return err
		}
		if i > 0 {
			buf.WriteString(",")
		}
		buf.WriteString("\n  ")
		buf.Write(line)
	}
	buf.WriteString("]")
	return nil
}

// ReadBundle reads and checks a bundle. It returns ErrTampered if the checksum does not match, and
// an error that names the problem for another format, a field not in the catalogue or a state that
// does not exist.
func ReadBundle(r io.Reader) (Bundle, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxBundle+1))
	if err != nil {
		return Bundle{}, fmt.Errorf("read bundle: %w", err)
	}
	if len(raw) > maxBundle {
		return Bundle{}, fmt.Errorf("read bundle: %w: more than %d MiB", source.ErrLimit, maxBundle>>20)
	}
	raw = textfile.Bytes(raw)
	var head struct {
		Bundle
		Projects json.RawMessage `json:"projects"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return Bundle{}, fmt.Errorf("read bundle: %w", err)
	}
	b := head.Bundle
	if b.Format != BundleFormat {
		return Bundle{}, fmt.Errorf("read bundle: format is %q, this version reads %q", b.Format, BundleFormat)
	}
	if got := digest(head.Projects); got != b.SHA256 {
		return Bundle{}, fmt.Errorf("read bundle: %w: the contents have %s, but the file states %s", health.ErrTampered, got, b.SHA256)
	}
	d := json.NewDecoder(bytes.NewReader(head.Projects))
	d.DisallowUnknownFields()
	if err := d.Decode(&b.Projects); err != nil {
		return Bundle{}, fmt.Errorf("read bundle: projects: %w", err)
	}
	return b, checkBundle(b)
}

func checkBundle(b Bundle) error {
	var problems []error
	seen := map[string]bool{}
	for _, p := range b.Projects {
		if p.Slug == "" || seen[p.Slug] {
			problems = append(problems, fmt.Errorf("read bundle: project %q is empty or listed twice", p.Slug))
		}
		seen[p.Slug] = true
		for _, s := range p.Snapshots {
			if s.ObservedAt.IsZero() {
				problems = append(problems, fmt.Errorf("read bundle: %s: %s has no observed_at", p.Slug, s.Source))
			}
			for _, in := range s.Inputs {
				if _, ok := field.ByID(in.Field); !ok {
					problems = append(problems, fmt.Errorf("read bundle: %s: field %q is not in the catalogue", p.Slug, in.Field))
				}
				switch in.State {
				case "", health.Observed, health.Unknown, health.NotApplicable:
				default:
					problems = append(problems, fmt.Errorf("read bundle: %s: %s: state %q does not exist", p.Slug, in.Field, in.State))
				}
			}
		}
	}
	return errors.Join(problems...)
}

func digest(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
