package curated

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const (
	releasesFile = "models.yaml"
	// earlier is the folder with earlier models, and with the orders that they led to.
	earlier = "models"
)

// ReadReleases reads the versions of the model, newest first. The error is Problems with everything
// that is wrong.
func ReadReleases(name string, b []byte) ([]model.Release, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return nil, d.problems.err()
	}
	var out []model.Release
	r := listReader{first: map[thing]place{}}
	for i, n := range root.fields("models")["models"].required().list() {
		f := n.fields("version", "date", "file")
		x := model.Release{Version: f["version"].required().word(), Date: date(f["date"].required(), false), File: f["file"].word()}
		r.once(f["version"], "version", x.Version)
		if i > 0 && x.Date > out[i-1].Date {
			f["date"].bad(OutOfOrder, "%s is later than the version above it", x.Date)
		}
		if strings.ContainsAny(x.File, `/\`) {
			f["file"].bad(NotAllowed, "%q is not a name in the folder %s", x.File, earlier)
		}
		out = append(out, x)
	}
	return out, d.problems.err()
}

// releases reads the versions of the model, each with its model and with the orders that it led to.
// A set without the file has none. Cost: some milliseconds for each earlier model.
func (l *loading) releases() error {
	s := l.set
	b, err := fs.ReadFile(s.files, releasesFile)
	if err == nil {
		s.Results.Releases, err = ReadReleases(releasesFile, b)
	}
	if err := l.keep("releases", optional(err)); err != nil {
		return err
	}
	for i := range s.Results.Releases {
		r := &s.Results.Releases[i]
		name := path.Join(earlier, "orders-"+r.Version+".json")
		if r.Version == s.shipped.Version {
			name = ordersFile
		}
		if b, err = fs.ReadFile(s.files, name); err == nil {
			r.Orders, err = ReadOrders(name, b)
		}
		if err := l.keep("orders", optional(err)); err != nil {
			return err
		}
		if r.File == "" && r.Version != s.shipped.Version {
			continue // there is no copy of it
		}
		m, err := s.ReleaseModel(*r)
		if err := l.keep("models", err); err != nil {
			return err
		}
		r.Model = &m
	}
	return nil
}

// ReleaseModel returns the model of a version: the shipped one, or a copy that this program has of an
// earlier one. A copy of a model that assumes scores has its table beside it, in
// models/posture-prior-VERSION.yaml.
func (s *Set) ReleaseModel(r model.Release) (model.Model, error) {
	if r.Version == s.shipped.Version {
		return s.shipped, nil
	}
	if r.File == "" {
		return model.Model{}, fmt.Errorf("this program has no copy of model %s", r.Version)
	}
	var prior model.Prior
	name := path.Join(earlier, "posture-prior-"+r.Version+".yaml")
	b, err := fs.ReadFile(s.files, name)
	if err == nil {
		prior, err = ReadPrior(name, b)
	}
	if optional(err) != nil {
		return model.Model{}, err
	}
	name = path.Join(earlier, r.File)
	if b, err = fs.ReadFile(s.files, name); err != nil {
		return model.Model{}, err
	}
	return ReadModel(name, b, prior)
}

// Earlier returns the shipped model of an earlier or the present version with the hash, and false if
// this program has no copy of it.
func (s *Set) Earlier(sha string) (model.Model, bool) {
	for _, r := range s.Results.Releases {
		if r.Model != nil && r.Model.SHA256 == sha {
			return *r.Model, true
		}
	}
	return model.Model{}, false
}
