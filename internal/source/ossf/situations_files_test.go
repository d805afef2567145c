package ossf

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

func put(files ...string) func(*world) {
	return func(w *world) {
		for i := 0; i < len(files); i += 2 {
			w.files[files[i]] = files[i+1]
		}
	}
}

const gradleWorkflow = `name: g
on: [push]
permissions: read-all
jobs:
  v:
    runs-on: ubuntu-latest
    steps:
      - uses: gradle/wrapper-validation-action@v1.0.4
`

func fileSituations() map[string]func(*world) {
	licence := func(spdx, name string) func(*world) {
		return func(w *world) {
			w.records.Licences = []forge.Licence{{Key: strings.ToLower(spdx), Name: name, Path: "LICENSE", SPDX: spdx, Type: "file", Size: 5}}
		}
	}
	jar := "gradle/wrapper/gradle-wrapper.jar"
	return map[string]func(*world){
		"licence the host knows":    licence("MIT", "MIT License"),
		"licence the host does not": licence("NOASSERTION", "Other"),
		"licence by its file name":  put("LICENSE-MIT", "MIT"),
		"licence in a folder":       put("LICENSES/Apache-2.0.txt", "x"),
		"copying":                   put("COPYING", "x"),
		"security policy":           put("SECURITY.md", policy),
		"security policy, no words": put("docs/security.md", "nothing\n"),
		"security policy, empty":    put("SECURITY.md", ""),
		"security policy of the owner": func(w *world) {
			w.defaults = map[string]string{"README.md": "x", ".github/SECURITY.md": policy}
		},
		"owner without a policy":     func(w *world) { w.defaults = map[string]string{"README.md": "x"} },
		"owner's policy, upper case": func(w *world) { w.defaults = map[string]string{"SECURITY.MD": "mail a@example.org\n"} },
		"dangerous workflow":         put(".github/workflows/label.yml", dangerousWorkflow),
		"safe workflow":              put(".github/workflows/test.yml", safeWorkflow),
		"broken workflow":            put(".github/workflows/bad.yml", "on: [push\n"),
		"unpinned images":            put("Dockerfile", unpinnedDockerfile, "x/Dockerfile.dev", unpinnedDockerfile),
		"pinned image":               put("Dockerfile", pinnedDockerfile),
		"install script":             put("install.sh", installScript, "run", "#!/bin/bash\npip install flask\n"),
		"binaries":                   put("bin/tool", elf, "lib/x.jar", "PK\x03\x04\x00\x00", "testdata/x.exe", elf),
		"empty files":                put("CODEOWNERS", "", "lib/x.so", "", ".github/dependabot.yml", ""),
		"odd names":                  put("a/b [c]*.sh", installScript, "ü.py", "x = 1\n", "-rf", "x", ".github/workflows/é.yml", safeWorkflow),
		"gradle wrapper":             put(jar, "PK\x03\x04\x00\x00"),
		"gradle wrapper validated": func(w *world) {
			put(jar, "PK\x03\x04\x00\x00", ".github/workflows/gradle.yml", gradleWorkflow)(w)
			w.runs["gradle.yml"] = []forge.WorkflowRun{{Head: w.records.Commit, URL: "https://api/run/1"}}
		},
		"gradle wrapper validated before": func(w *world) {
			put(jar, "PK\x03\x04\x00\x00", ".github/workflows/gradle.yml", gradleWorkflow+strings.Repeat("# long\n", 10<<10))(w)
			w.runs["gradle.yml"] = []forge.WorkflowRun{{Head: strings.Repeat("0", 40), URL: "https://api/run/1"}}
		},
		"go fuzzing":         put("fuzz_test.go", "package main\nfunc FuzzX(f *testing.F) {}\n"),
		"clusterfuzzlite":    put(".clusterfuzzlite/Dockerfile", pinnedDockerfile),
		"c fuzzing, not its": put("fuzz/x.c", cFuzzer),
		"c fuzzing": func(w *world) {
			put("fuzz/x.c", cFuzzer)(w)
			w.records.Languages = append(w.records.Languages, forge.Language{Name: "C", Bytes: 9000})
		},
		"no languages":     func(w *world) { w.records.Languages = nil },
		"codeql":           put(".github/workflows/codeql.yml", codeqlWorkflow),
		"dependabot file":  put(".github/dependabot.yml", "version: 2\n"),
		"renovate":         put("renovate.json", "{}"),
		"dependabot seen":  func(w *world) { w.author = "account" },
		"large text":       put("big.txt", strings.Repeat("text\n", 20<<10), "big.sh", strings.Repeat("# x\n", 9<<10)+"pip install flask\n"),
		"default is trunk": (*world).trunk,
	}
}

// trunk renames the default branch.
func (w *world) trunk() {
	was := w.records.DefaultBranch
	if was == "trunk" {
		return
	}
	w.records.DefaultBranch = "trunk"
	b := *w.records.Branches[was]
	b.Name = "trunk"
	w.records.Branches["trunk"] = &b
	w.rules.branches["trunk"] = strings.ReplaceAll(w.rules.branches[was], `"`+was+`"`, `"trunk"`)
}

func packagingSituations() map[string]func(*world) {
	workflow := `name: publish
on: [push]
permissions: read-all
jobs:
  p:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-node@8ade135a41bc03ea155e62e844d188df1ea18608
        with:
          registry-url: https://registry.npmjs.org
      - run: npm publish
`
	return map[string]func(*world){
		"publishes, never ran": put(".github/workflows/publish.yml", workflow),
		"publishes": func(w *world) {
			put(".github/workflows/publish.yml", workflow)(w)
			w.runs["publish.yml"] = []forge.WorkflowRun{{Head: w.records.Commit, URL: "https://api.github.com/runs/7"}}
		},
		"one of two publishes": func(w *world) {
			put(".github/workflows/a.yaml", workflow, ".github/workflows/b.yml", workflow)(w)
			w.runs["b.yml"] = []forge.WorkflowRun{{Head: w.records.Commit, URL: "https://api.github.com/runs/8"}}
		},
	}
}

func serviceSituations() map[string]func(*world) {
	badge := func(level string) func(*world) { return func(w *world) { w.badge = level } }
	return map[string]func(*world){
		"badge in progress":     badge("in_progress"),
		"badge passing":         badge("passing"),
		"badge silver":          badge("silver"),
		"badge gold":            badge("gold"),
		"badge of another kind": badge("platinum"),
		"in OSS-Fuzz":           func(w *world) { w.fuzzed = true },
	}
}

func dependencySituations() map[string]func(*world) {
	lock := func(name string) string {
		return `{"name":"x","lockfileVersion":2,"packages":{"":{"name":"x"},"node_modules/` + name + `":{"version":"1.0.0"}}}`
	}
	vulnerable := func(file, content, key string, ids ...string) func(*world) {
		return func(w *world) {
			w.files[file] = strings.ReplaceAll(content, "OWNER", w.owner)
			w.vulns[strings.ReplaceAll(key, "OWNER", w.owner)] = ids
		}
	}
	return map[string]func(*world){
		"vulnerable commit":       func(w *world) { w.vulns[w.records.Commit] = []string{"OSV-2020-1"} },
		"vulnerable npm":          vulnerable("package-lock.json", lock("p-OWNER"), "npm/p-OWNER@1.0.0", "GHSA-1", "CVE-1", "GHSA-2"),
		"vulnerable, much":        vulnerable("web/package-lock.json", lock("m-OWNER"), "npm/m-OWNER@1.0.0", "A-1", "A-2", "A-3", "A-4", "A-5", "A-6", "A-7", "A-8", "A-9", "A-10", "A-11"),
		"lockfile without faults": vulnerable("Cargo.lock", "[[package]]\nname = \"x-OWNER\"\nversion = \"1.2.3\"\n", "none"),
		"vulnerable but ignored": func(w *world) {
			vulnerable("i/package-lock.json", lock("i-OWNER"), "npm/i-OWNER@1.0.0", "OSV-9")(w)
			w.files["i/osv-scanner.toml"] = "[[IgnoredVulns]]\nid = \"OSV-9\"\nreason = \"no\"\n"
		},
		"vulnerable in an ignored folder": func(w *world) {
			vulnerable("out/package-lock.json", lock("g-OWNER"), "npm/g-OWNER@1.0.0", "OSV-8")(w)
			w.files[".gitignore"] = "out/\n"
		},
		"broken lockfile": put("package-lock.json.bak", "{", "yarn.lock", "::::", "Pipfile.lock", "{"),
		"list of components": vulnerable("bom.json", `{"bomFormat":"CycloneDX","specVersion":"1.4","version":1,"components":[{"type":"library","name":"c","version":"1","purl":"pkg:npm/c-OWNER@1.0.0"}]}`,
			"/@", "none"),
		"requirements that include": func(w *world) {
			w.files["py/requirements.txt"] = "-r more/base.txt\na-" + w.owner + "==1.0\n"
			w.files["py/more/base.txt"] = "b-" + w.owner + "==2.0 # c\n"
			w.vulns["PyPI/b-"+w.owner+"@2.0"] = []string{"PYSEC-1"}
		},
		"requirements from elsewhere": func(w *world) {
			w.files["requirements.txt"] = "-r ../../outside.txt\ne-" + w.owner + "==1.0\n"
			w.vulns["PyPI/e-"+w.owner+"@1.0"] = []string{"PYSEC-2"}
		},
		"go module": put("go.mod", "module x\n\ngo 1.20\n\nrequire example.org/y v1.0.0\n"),
	}
}
