package ossf

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/ossf/scorecard/v4/clients"
)

// languageOf maps file extensions to the names in GitHub's language list, in lower case as
// Scorecard compares them. It covers the common languages: the Fuzzing check needs the most
// frequent ones.
func languageOf(name string) clients.LanguageName {
	switch strings.ToLower(path.Ext(name)) {
	case ".go":
		return clients.Go
	case ".py", ".pyi", ".pyx":
		return clients.Python
	case ".js", ".mjs", ".cjs", ".jsx":
		return clients.JavaScript
	case ".ts", ".tsx", ".mts", ".cts":
		return clients.TypeScript
	case ".c":
		return clients.C
	case ".cc", ".cpp", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".ipp", ".tpp":
		return clients.Cpp
	case ".java":
		return clients.Java
	case ".cs":
		return clients.CSharp
	case ".rb":
		return clients.Ruby
	case ".php":
		return clients.PHP
	case ".bzl":
		return clients.StarLark
	case ".scala":
		return clients.Scala
	case ".kt", ".kts":
		return clients.Kotlin
	case ".swift":
		return clients.Swift
	case ".rs":
		return clients.Rust
	case ".cmake":
		return clients.CMake
	case ".hs", ".lhs":
		return clients.Haskell
	case ".sh", ".bash", ".zsh", ".ksh", ".pl", ".pm", ".lua", ".m4", ".s", ".asm", ".erl", ".ex",
		".exs", ".ml", ".mli", ".clj", ".dart", ".groovy", ".ps1", ".tcl", ".vue", ".html", ".css", ".scss",
		".mm", ".m", ".f90", ".ada", ".adb", ".nix", ".sql", ".awk":
		return clients.Other
	}
	return ""
}

// languages estimates the bytes per language of a tree, sorted by name. As on GitHub, vendored code
// does not count. Headers count for the larger of C and C++.
func languages(files []file) []clients.Language {
	bytes := map[clients.LanguageName]int{}
	headers := 0
	for _, f := range files {
		if vendored(f.Path) {
			continue
		}
		if strings.HasSuffix(f.Path, ".h") {
			headers += int(f.Size)
			continue
		}
		if l := languageOf(f.Path); l != "" {
			bytes[l] += int(f.Size)
		}
	}
	if headers > 0 {
		owner := clients.C
		if bytes[clients.Cpp] > bytes[clients.C] {
			owner = clients.Cpp
		}
		bytes[owner] += headers
	}
	var out []clients.Language
	for _, name := range slices.Sorted(maps.Keys(bytes)) {
		out = append(out, clients.Language{Name: name, NumLines: bytes[name]})
	}
	return out
}

func vendored(name string) bool {
	for dir := range strings.SplitSeq(path.Dir(name), "/") {
		switch strings.ToLower(dir) {
		case "vendor", "vendors", "node_modules", "third_party", "third-party", "thirdparty",
			"external", "extern", "dist", "doc", "docs":
			return true
		}
	}
	return false
}
