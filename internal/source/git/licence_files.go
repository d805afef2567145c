package git

import (
	"context"
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	licenceName = regexp.MustCompile(`(?i)^(?:(?:un)?licen[cs]es?|copying|copyright|artistic)(?:[-._ ]?v?\d.*|[-._ ].*)?$|^.*[-_. ](?:licen[cs]es?|copying)(?:\.(?:` + textEndings + `))?$`)
	// plainName is the file of a licence that does not say which one it is, nor for what.
	plainName = regexp.MustCompile(`(?i)^(?:licen[cs]e|copying|unlicense)(?:\.(?:` + textEndings + `))?$`)
	// partName is a file about other code than the project's own, or about a part that is no code.
	partName = regexp.MustCompile(`(?i)(?:^|[-_. ])(?:3rd|third|thirdparty|3rdparty|vendor|vendored|bundled|dependenc(?:y|ies)|deps|external|notices?|attributions?|headers?|templates?|` +
		`docs?|documentation|assets?|art|artwork|fonts?|icons?|images?|logos?|media|data|examples?|samples?|tests?|faq|readme|check|checker|config|report)(?:[-_. ]|party|$)`)
	// codeName is a program, or data about licences for programs.
	codeName = regexp.MustCompile(`(?i)\.(?:go|py|js|mjs|cjs|ts|tsx|jsx|json|csv|sh|c|h|cc|cpp|hpp|rs|java|kt|rb|pl|php|cs|swift|lua|ya?ml|toml|xml|cfg|ini|tmpl|tpl|spdx|lock|png|svg|pdf|patch|diff|sig|asc)$`)
	// lesserName is a file that is a licence only where there is no better one.
	lesserName = regexp.MustCompile(`(?i)^copyright(?:[-._ ].*)?$|^licen[cs]es(?:\.(?:` + textEndings + `))?$`)
	// libraryName is how the LGPL is called that adds to a GPL beside it.
	libraryName = regexp.MustCompile(`(?i)^copying[-._ ]?(?:lesser|lib|library|lgpl)(?:[-._ ]?v?\d.*)?(?:\.(?:` + textEndings + `))?$`)
	reuseFile   = regexp.MustCompile(`(?i)^licen[cs]es/.+$`)
)

// textEndings are the endings of the names of texts.
const textEndings = `txt|md|markdown|mkd|rst|html?|adoc|org|rdoc|text`

// maxLicences is the maximum number of licence files that are read. A tree with more has several.
const maxLicences = 12

// isLicenceFile reports whether a path is that of a file in the root folder with the licence of the
// project's own code.
func isLicenceFile(p string) bool {
	return !strings.Contains(p, "/") && licenceName.MatchString(p) && !codeName.MatchString(p) && !partName.MatchString(p)
}

// withoutLesser leaves out files that collect notices if there are files of licences.
func withoutLesser(files []entry) []entry {
	better := slices.DeleteFunc(slices.Clone(files), func(e entry) bool { return lesserName.MatchString(e.path) })
	if len(better) > 0 {
		return better
	}
	return files
}

// licenceText is a licence file and what it says.
type licenceText struct {
	name string
	reading
}

// readLicence identifies the licence from all licence files in the root folder, or else from the
// names in a folder of licences.
func (f *treeFacts) readLicence(ctx context.Context, r *Repo) {
	switch {
	case len(f.licences) == 0 && len(f.reuse) > 0:
		f.licence = reuseLicence(f.reuse)
		return
	case len(f.licences) > maxLicences:
		f.licence = severalLicences
		return
	}
	var texts []licenceText
	for _, e := range f.licences {
		text, err := r.blob(ctx, e.oid)
		if err != nil {
			f.licenceUnread, f.licenceCause = true, err
			return
		}
		if len(strings.TrimSpace(string(text[:min(len(text), maxText)]))) > 0 {
			texts = append(texts, licenceText{e.path, recognise(text[:min(len(text), maxText)])})
		}
	}
	f.licence = together(texts)
}

// withoutPointers leaves out files that only refer to another of the files.
func withoutPointers(texts []licenceText) []licenceText {
	return slices.DeleteFunc(slices.Clone(texts), func(t licenceText) bool {
		return t.refers != "" && slices.ContainsFunc(texts, func(o licenceText) bool {
			return o.refers == "" && strings.ToLower(o.name) == t.refers
		})
	})
}

// together returns the licence that several files state; empty if there are none.
func together(texts []licenceText) string {
	if len(texts) == 0 {
		return ""
	}
	texts = withoutPointers(texts)
	var all []string // distinct licences
	for _, t := range texts {
		if !slices.Contains(all, t.licence) {
			all = append(all, t.licence)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	if isPerl(all) {
		return perlTerms
	}
	if id, ok := stated(texts); ok {
		return id
	}
	if id, ok := lesser(texts, all); ok {
		return id
	}
	// Two files named by their licences: the usual way to let users choose between these two.
	plain := slices.ContainsFunc(texts, func(t licenceText) bool { return plainName.MatchString(t.name) })
	if len(all) == 2 && slices.Contains(all, "MIT") && slices.Contains(all, "Apache-2.0") && !plain {
		return "MIT OR Apache-2.0"
	}
	return severalLicences
}

// stated returns the licence that one file states in words, if the others are texts of just the
// licences it names.
func stated(texts []licenceText) (string, bool) {
	for i, t := range texts {
		if len(t.names) == 0 || t.licence == severalLicences {
			continue
		}
		others := slices.Delete(slices.Clone(texts), i, i+1)
		if len(t.names) == 1 {
			if slices.ContainsFunc(others, func(o licenceText) bool { return o.licence == t.names[0] }) {
				return t.names[0], true
			}
			continue
		}
		if !slices.ContainsFunc(others, func(o licenceText) bool { return !slices.Contains(t.names, o.licence) }) {
			return t.licence, true
		}
	}
	return "", false
}

// lesser returns the LGPL if the other texts are those of the GPL to which it adds: version 3 never
// stands without it, and older versions have a usual name beside it.
func lesser(texts []licenceText, all []string) (string, bool) {
	var id string
	named := false
	for _, t := range texts {
		switch {
		case strings.HasPrefix(t.licence, "LGPL-"):
			if id != "" && id != t.licence {
				return "", false
			}
			id, named = t.licence, named || libraryName.MatchString(t.name)
		case !strings.HasPrefix(t.licence, "GPL-"):
			return "", false
		}
	}
	if id == "" || len(all) != 2 {
		return "", false
	}
	return id, named || strings.HasPrefix(id, "LGPL-3.0") && !slices.ContainsFunc(all, func(l string) bool { return strings.HasPrefix(l, "GPL-2") })
}

// reuseLicence reads a folder of licences in the REUSE style, where each file is named by its id. A
// single file is the licence; from several, none is chosen.
func reuseLicence(files []entry) string {
	if len(files) != 1 {
		return severalLicences
	}
	_, file := path.Split(files[0].path)
	return strings.TrimSuffix(file, path.Ext(file))
}
