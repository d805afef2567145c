package sbom

import (
	"errors"
	"strings"
)

// module is a path with a version, which is empty in replacements of all versions.
type module struct{ path, version string }

// readGoMod reads the requirements of a module. Source: https://go.dev/ref/mod#go-mod-file
func (b *builder) readGoMod(l *lines) error {
	b.doc.Format = GoMod
	var required []module
	replaced := map[module]module{}
	block := ""
	err := l.each(func(line string) error {
		line, _, _ = strings.Cut(line, "//")
		f := strings.Fields(line)
		switch {
		case len(f) == 0:
			return nil
		case block != "" && f[0] == ")":
			block = ""
			return nil
		case block == "" && f[len(f)-1] == "(":
			block = f[0]
			return nil
		case block == "" && f[0] == "module" && len(f) == 2:
			b.doc.Name = unquote(f[1])
			return nil
		}
		verb, args := block, f
		if block == "" {
			verb, args = f[0], f[1:]
		}
		return b.directive(verb, args, &required, replaced)
	})
	if err == nil && block != "" {
		err = l.fault("a block of %s has no end: %s", block, cut)
	}
	if err != nil {
		return err
	}
	return b.modules(required, replaced)
}

func (b *builder) directive(verb string, args []string, required *[]module, replaced map[module]module) error {
	if len(*required)+len(replaced) >= b.limits.Components {
		return errors.New("too many modules")
	}
	switch verb {
	case "require":
		if len(args) != 2 {
			return errors.New("a requirement has a path and a version")
		}
		*required = append(*required, module{unquote(args[0]), args[1]})
	case "replace":
		from, to, ok := strings.Cut(strings.Join(args, " "), " => ")
		if !ok {
			return errors.New("a replacement has an arrow")
		}
		replaced[moduleOf(from)] = moduleOf(to)
	}
	return nil
}

func moduleOf(text string) module {
	path, version, _ := strings.Cut(text, " ")
	return module{unquote(path), version}
}

func unquote(s string) string { return strings.Trim(s, "\"`") }

// modules adds what is required after replacements.
func (b *builder) modules(required []module, replaced map[module]module) error {
	if b.doc.Name == "" {
		return &Fault{Line: 1, What: "no module is named"}
	}
	subject := b.entry(given{name: b.doc.Name, purls: []string{"pkg:golang/" + b.doc.Name}})
	b.subject = &subject
	for _, m := range required {
		to, ok := replaced[m]
		if !ok {
			to, ok = replaced[module{path: m.path}]
		}
		if ok && to.version == "" { // a folder beside the module
			e := b.entry(given{name: m.path})
			e.Refused = "a local folder replaces the module"
			if err := b.add(e); err != nil {
				return err
			}
			continue
		}
		if ok {
			m = to
		}
		if err := b.add(b.entry(given{name: m.path, version: m.version, purls: []string{"pkg:golang/" + m.path}})); err != nil {
			return err
		}
	}
	return nil
}
