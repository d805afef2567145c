package git

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
)

func TestRecognise_commonLicences(t *testing.T) {
	t.Parallel()
	for want, text := range map[string]string{
		"Apache-2.0":              "                                 Apache License\n                           Version 2.0, January 2004\n",
		"MIT":                     "The MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\nof this ...\n\nThe above copyright notice and this permission notice shall be",
		"MIT-0":                   "Permission is hereby granted, free of charge, to any person obtaining a copy of this software, to deal in the Software without restriction, including without limitation the rights to use",
		"ISC":                     "Permission to use, copy, modify, and/or distribute this software for any\npurpose with or without fee is hereby granted, provided that the above\ncopyright notice",
		"0BSD":                    "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted.\n\nTHE SOFTWARE IS PROVIDED",
		"BSD-3-Clause":            " * Redistributions of source code must retain the above\n * copyright ... may be used to endorse\n * or promote products",
		"BSD-2-Clause":            "1. Redistributions of source code must retain the above ... 2. Redistributions in binary form must reproduce",
		"GPL-2.0":                 "\t\t    GNU GENERAL PUBLIC LICENSE\n\t\t       Version 2, June 1991\n",
		"GPL-3.0":                 "GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007",
		"LGPL-2.1":                "GNU LESSER GENERAL PUBLIC LICENSE\n Version 2.1, February 1999",
		"AGPL-3.0":                "GNU AFFERO GENERAL PUBLIC LICENSE\n Version 3, 19 November 2007",
		"MPL-2.0":                 "Mozilla Public License Version 2.0\n====",
		"curl":                    "COPYRIGHT AND PERMISSION NOTICE\n\nPermission to use, copy, modify, and distribute this software for any purpose\nwith or without fee",
		"Zlib":                    "This software is provided 'as-is', without any express or implied\nwarranty. ... 2. Altered source versions must be plainly marked as such",
		"EPL-2.0 OR BSD-3-Clause": "Dual licensed.\n\nSPDX-License-Identifier: EPL-2.0 OR BSD-3-Clause\n",
		"":                        "All rights reserved. This text mentions CC0 but is no licence we know.",
	} {
		if got := recognise([]byte(text)); got != want {
			t.Errorf("recognised %q, want %q, in %q", got, want, text)
		}
	}
}

func TestNameFacts_findsTheFiles(t *testing.T) {
	t.Parallel()
	var all []entry
	for _, p := range []string{
		".github/workflows/ci.yml", ".github/workflows/sub/x.yml", ".github/workflows/README.md", ".github/dependabot.yml", "renovate.json", "docs/SECURITY.md",
		".gitlab/CODEOWNERS", "GOVERNANCE.md", "deep/er/still/LICENSE", "LICENSE.txt", "COPYING", "src/governance.go",
	} {
		all = append(all, entry{path: p, mode: "100644", size: 2})
	}
	all = append(all, entry{path: "module", mode: "160000", size: -1}, entry{path: "link", mode: "120000", size: 3})
	f := nameFacts(all)
	if f.workflows != 1 || !f.security || !f.owners || !f.governance || f.files != 13 || f.bytes != 27 || f.absent != 0 {
		t.Errorf("got %+v", f)
	}
	if len(f.licences) != 2 || f.licences[0].path != "COPYING" || !slices.Equal(f.tools, []string{"Dependabot", "Renovate"}) {
		t.Errorf("licences %v, tools %v", f.licences, f.tools)
	}
}

// The bot list is data of its own; here it is read as plain lines to see that
// it tells the programs of real histories from people with similar names.
func TestBots_listTellsProgramsFromPeople(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "scorecards", "bots.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var rules []bots.Rule
	for _, m := range regexp.MustCompile(`(?m)^  - \{id: (\S+), pattern: '(.*?)', in: (\w+), why: ".+"\}$`).FindAllStringSubmatch(string(b), -1) {
		rules = append(rules, bots.Rule{ID: m[1], Pattern: m[2], In: m[3]})
	}
	bots, err := bots.New(rules)
	if err != nil || len(rules) < 50 {
		t.Fatalf("%d rules, %v", len(rules), err)
	}
	for _, tc := range []struct {
		name, mail string
		bot        bool
	}{
		{"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", true},
		{"k8s-ci-robot", "x@example.org", true},
		{"GitHub", "noreply@github.com", true},
		{"Renovate Bot", "bot@renovateapp.com", true},
		{"anyone", "acme-bot@example.org", true},
		{"Weblate", "hosted@weblate.org", true},
		{"root", "root@host", true},
		{"acme CI", "x@y", true},
		{"Ada Example", "ada@users.noreply.github.com", false},
		{"Bob Abbott", "abbott@example.org", false},
		{"Jenny Jenkins", "jj@example.org", false},
		{"Lucia Ci", "lucia@example.org", true}, // a person: the price of the rule for names that end in CI
		{"Robert Otto", "robotto@example.org", false},
		{"GitHubber", "g@example.org", false},
	} {
		if got := bots.Match(tc.name, tc.mail); got != tc.bot {
			t.Errorf("%s <%s>: program %v, want %v", tc.name, tc.mail, got, tc.bot)
		}
	}
}

func TestRecognise_aMentionIsNoLicence(t *testing.T) {
	t.Parallel()
	text := "Different licenses apply to different files of this package.\n" + strings.Repeat("The files of one folder are under terms of their own.\n", 30) +
		"  - COPYING.LGPL: GNU Lesser General Public License version 2.1\n  - CC0 1.0 Universal for the tests\n"
	if got := recognise([]byte(text)); got != "" {
		t.Errorf("recognised %q in a summary of several licences", got)
	}
}

func TestNameFacts_updateToolsByTheirDocumentedNames(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"renovate.json": "Renovate", "renovate.json5": "Renovate", "renovate.jsonc": "Renovate", ".github/renovate.json": "Renovate", ".github/renovate.json5": "Renovate",
		".github/renovate.jsonc": "Renovate", ".gitlab/renovate.jsonc": "Renovate", ".renovaterc": "Renovate", ".renovaterc.json": "Renovate",
		".renovaterc.json5": "Renovate", ".renovaterc.jsonc": "Renovate", ".github/dependabot.yml": "Dependabot", ".github/dependabot.yaml": "Dependabot",
		"docs/renovate.json": "", "renovate.jsonx": "", "renovate.yaml": "", "renovate.md": "", "dependabot.yml": "", ".github/dependabot.json": "", "src/renovate.jsonc": "",
	} {
		f := nameFacts([]entry{{path: path, mode: "100644", size: 2}})
		if got := strings.Join(f.tools, " "); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
