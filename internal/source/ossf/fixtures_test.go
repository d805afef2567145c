package ossf

// elf is the beginning of a program for Linux: enough for its magic number.
var elf = "\x7fELF\x02\x01\x01" + string(make([]byte, 64))

const (
	safeWorkflow = `name: test
on: [push]
permissions: read-all
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@8ade135a41bc03ea155e62e844d188df1ea18608
      - run: make test
`
	dangerousWorkflow = `name: label
on: pull_request_target
jobs:
  label:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          ref: ${{ github.event.pull_request.head.sha }}
      - run: echo "${{ github.event.issue.title }}"
      - run: curl https://example.org/install | bash
`
	codeqlWorkflow = `name: codeql
on: [push]
permissions: read-all
jobs:
  analyze:
    runs-on: ubuntu-latest
    permissions:
      security-events: write
    steps:
      - uses: github/codeql-action/init@cdcdbb579706841c47f7063dda365e292e5cad7a
      - uses: github/codeql-action/analyze@cdcdbb579706841c47f7063dda365e292e5cad7a
`
	unpinnedDockerfile = "FROM python:3.12\nRUN pip install flask\nRUN curl https://example.org/x | sh\n"
	pinnedDockerfile   = "FROM python@sha256:45b23dee08af5e43a7fea6c4cf9c25ccf269ee113168c19722f87876677c5cb2\nRUN make\n"
	installScript      = "#!/bin/sh\nset -e\npip install flask\ngo install example.org/x@latest\n"
	cFuzzer            = "int LLVMFuzzerTestOneInput(const unsigned char *d, unsigned long n) { return 0; }\n"
	policy             = "# Security\nReport to https://example.org/security within 90 days; vulnerabilities are disclosed.\n"
)

// fixtures are trees shaped like real projects.
func fixtures() map[string]map[string]string {
	return map[string]map[string]string{
		"old C library": {
			"COPYING": "text", "README": "hello", "configure": "#!/bin/sh\necho\n", "src/a.c": "int main;\n",
			"src/a.h": "int a;\n", "doc/manual.txt": "text", "tests/files/good.bin": "\x00\x01\x02\x03",
		},
		"well kept": {
			"LICENSE": "Apache License", "SECURITY.md": policy, ".github/dependabot.yml": "version: 2\n",
			".github/workflows/test.yml": safeWorkflow, ".github/workflows/codeql.yml": codeqlWorkflow,
			"Dockerfile": pinnedDockerfile, "main.go": "package main\n",
			"fuzz_test.go": "package main\nfunc FuzzX(f *testing.F) {}\n",
		},
		"careless": {
			"LICENSE-MIT": "MIT", ".github/workflows/label.yaml": dangerousWorkflow, "Dockerfile": unpinnedDockerfile,
			"docker/Dockerfile.debug": unpinnedDockerfile, "install.sh": installScript, "bin/tool": elf, "lib/x.jar": "PK\x03\x04\x00\x00",
			"src/x.py": "import atheris\n", "testdata/x.exe": elf, "fuzz/x.c": cFuzzer,
		},
		"no licence": {"a.c": "int a;\n", "lib/libx.a": "!<arch>\n\x00\x00\x00\x00\x00\x00", "x.so": "text, not a library"},
		"odd names": {
			"a/b [c]*.sh": installScript, "a-b": "x", "a/LICENSE": "x", "LICENSES/MIT.txt": "x", "ü.py": "x = 1\n",
			"-rf": "x", "new\nline": "x", ".github/workflows/é.yml": safeWorkflow, "Security.MD": policy,
		},
		"broken files": {
			".github/workflows/bad.yml": "on: [push\n", "LICENSE": "x", "install.sh": "#!/bin/bash\nif then fi (\n", "z.sh": installScript,
		},
	}
}
