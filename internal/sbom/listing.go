package sbom

import (
	"errors"
	"regexp"
	"strings"
)

// The lines of listings.
var (
	// dpkgState is what is wanted, what is, and an error: "ii", "rc", "iHR".
	dpkgState = regexp.MustCompile(`^[uihrp][ncHUFWti]R?$`)
	// apkName is "musl-1.2.4-r2": a name, a version, a revision.
	apkName = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._+-]*)-([0-9][^-\s]*-r[0-9]+)$`)
)

// readDpkg reads what "dpkg -l" prints. It names no distribution, so the purls have no namespace.
func (b *builder) readDpkg(l *lines) error {
	b.doc.Format = DpkgList
	return l.each(func(line string) error {
		f := strings.Fields(line)
		switch {
		case len(f) == 0, strings.HasPrefix(line, "Desired="), line[0] == '|', strings.HasPrefix(line, "+++-"):
			return nil
		case len(f) < 4 || !dpkgState.MatchString(f[0]):
			return errors.New("no line of dpkg -l: state, name, version, architecture")
		case strings.ContainsRune("nc", rune(f[0][1])): // not installed, or only its settings are left
			return nil
		}
		name, _, _ := strings.Cut(f[1], ":")
		return b.add(b.entry(given{name: name, version: f[2], purls: []string{"pkg:deb/" + name}}))
	})
}

// readApk reads what "apk info -v", "apk list" and "apk info -vv" print.
func (b *builder) readApk(l *lines) error {
	b.doc.Format = ApkList
	return l.each(func(line string) error {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(line, "WARNING:") {
			return nil
		}
		m := apkName.FindStringSubmatch(f[0])
		if m == nil {
			return errors.New("no line of apk: name, version and revision such as musl-1.2.4-r2")
		}
		if len(f) > 2 && !strings.Contains(line, "[installed]") && !strings.Contains(line, "[upgradable") && strings.HasPrefix(f[2], "{") {
			return nil // only available
		}
		g := given{name: m[1], version: m[2], purls: []string{"pkg:apk/" + m[1]}}
		g.has.license = len(f) > 3 && strings.HasPrefix(f[3], "(")
		e := b.entry(g)
		if len(f) > 2 && strings.HasPrefix(f[2], "{") {
			e.Upstream = plain(strings.Trim(f[2], "{}"))
		}
		return b.add(e)
	})
}
