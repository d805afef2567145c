package git

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// mitText is a licence file as hosts write it for a new repository.
const mitText = `MIT License

Copyright (c) 2020 Ann Example

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense,
and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`

// spdxText is a text of the SPDX licence list with the ids that share it.
type spdxText struct {
	IDs  []string
	Text string
}

// spdxTexts are the distinct texts of the SPDX licence list, as `make setup` brought them.
func spdxTexts(t *testing.T) []spdxText {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", ".cache", "licences", "spdx-full.json"))
	if errors.Is(err, os.ErrNotExist) {
		err = errors.New("no .cache/licences/spdx-full.json; run: make setup (needs npm)")
	}
	testkit.Need(t, "licence-texts", err)
	var list map[string]struct {
		Text string `json:"licenseText"`
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	var all []spdxText
	for _, id := range slices.Sorted(maps.Keys(list)) {
		text := list[id].Text
		if i, ok := at[text]; ok {
			all[i].IDs = append(all[i].IDs, id)
			continue
		}
		at[text] = len(all)
		all = append(all, spdxText{[]string{id}, text})
	}
	if len(all) < 600 {
		t.Fatalf("%d distinct texts", len(all))
	}
	return all
}

// sameLicence are ids of SPDX for one text: "-only" and "-or-later" depend on the notices in the
// source files, and some ids were withdrawn for another.
func sameLicence(got, id string) bool {
	short := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(id, "-only"), "-or-later"), "+")
	withdrawn := map[string]string{
		"BSD-2-Clause-NetBSD": "BSD-2-Clause", "BSD-2-Clause-FreeBSD": "BSD-2-Clause-Views", "StandardML-NJ": "SMLNJ",
		"MPL-2.0-no-copyleft-exception": "MPL-2.0", "OFL-1.1-RFN": "OFL-1.1", "OFL-1.1-no-RFN": "OFL-1.1",
		"GPL-2.0-with-classpath-exception": "GPL-2.0 WITH Classpath-exception-2.0",
	}
	return got == id || got == short || got == withdrawn[id]
}

func TestRecognise_textsOfSPDXAreRightOrOther(t *testing.T) {
	t.Parallel()
	right, other := 0, 0
	for _, l := range spdxTexts(t) {
		switch got := recognise([]byte(l.Text)).licence; {
		case slices.ContainsFunc(l.IDs, func(id string) bool { return sameLicence(got, id) }):
			right++
		case got == otherLicence:
			other++
		default:
			t.Errorf("%v: recognised %q", l.IDs, got)
		}
	}
	t.Logf("%d right, %d other", right, other)
	if right < 120 {
		t.Errorf("only %d texts were recognised", right)
	}
}

// texts returns licence texts by id.
func texts(t *testing.T) map[string]string {
	t.Helper()
	by := map[string]string{}
	for _, l := range spdxTexts(t) {
		for _, id := range l.IDs {
			by[id] = l.Text
		}
	}
	return by
}

func TestRecognise_whatIsBesideAText(t *testing.T) {
	t.Parallel()
	by := texts(t)
	mit, isc, apache := by["MIT"], by["ISC"], by["Apache-2.0"]
	clause := "\n\nYou must not use the software to compete with us, nor offer it to others as a service, whatever is said above."
	for name, tc := range map[string]struct{ text, want string }{
		"holders":          {"Our project\n===========\n\nCopyright (c) 2011 Ann Example\nCopyright (c) 2012 Bob Example <bob@example.org>\n\n" + mit, "MIT"},
		"introduction":     {"The library is licensed for use as follows:\n\n" + isc + "\n", "ISC"},
		"comment marks":    {"# " + strings.ReplaceAll(mit, "\n", "\n# "), "MIT"},
		"byte order mark":  {"\ufeff" + isc, "ISC"},
		"one more clause":  {mit + clause, "other"},
		"clause before":    {strings.TrimSpace(clause) + strings.Repeat(" This is a condition of all that follows below.", 4) + "\n\n" + mit, "other"},
		"two texts":        {"# Ours\n\n" + mit + "\n\n# The parser\n\n" + isc, "several"},
		"two to choose":    {"You may use it under either of these licences, at your option.\n\n" + mit + "\n\n" + apache, "MIT OR Apache-2.0"},
		"exception":        {by["GPL-2.0-only"] + "\nAs a special exception, linking this library with other modules to make an executable is not restricted by this licence.\n", "other"},
		"notice and text":  {by["GPL-3.0-only"], "GPL-3.0"},
		"commons clause":   {"\"Commons Clause\" License Condition v1.0\n\nThe Software is provided to you by the Licensor under the License, as defined below, subject to the following condition.\n\n" + mit, "other"},
		"only a name":      {"MIT License\n", "other"},
		"promised":         {"# Functional Source License, Version 1.1, MIT Future License\n\n" + mit, "FSL-1.1-MIT"},
		"tag":              {"Licensed so:\n\nSPDX-License-Identifier: EPL-2.0 OR BSD-3-Clause\n", "EPL-2.0 OR BSD-3-Clause"},
		"two tags":         {"SPDX-License-Identifier: MIT\nSPDX-License-Identifier: ISC\n", "several"},
		"choice of three":  {"Choose one of: the GNU Affero General Public License v3.0, the \"Server Side Public License, v 1\", or the Elastic License 2.0.", "AGPL-3.0 OR SSPL-1.0 OR Elastic-2.0"},
		"unknown in three": {"Choose one of: (a) the Example Source Available License, version 2 (RSALv2); (b) the AGPLv3; (c) the MIT license.", "several"},
		"no choice":        {"The program is under the GPLv3, its documentation under the MIT license.", "several"},
		"summary": {"Different licenses apply to different files of this package.\n" + strings.Repeat("The files of one folder are under terms of their own.\n", 30) +
			"  - COPYING.LGPL: GNU Lesser General Public License version 2.1\n  - CC0 1.0 Universal for the tests\n", "other"},
		"no licence": {"All rights reserved. This text mentions CC0 but is no licence we know.", "other"},
	} {
		if got := recognise([]byte(tc.text)).licence; got != tc.want {
			t.Errorf("%s: recognised %q, want %q", name, got, tc.want)
		}
	}
}

func TestTogether_allLicenceFilesCount(t *testing.T) {
	t.Parallel()
	by := texts(t)
	for name, tc := range map[string]struct {
		files map[string]string
		want  string
	}{
		"one":                  {map[string]string{"LICENSE": by["MIT"]}, "MIT"},
		"none":                 {map[string]string{"README.md": by["MIT"], "license.go": by["MIT"], "src/LICENSE": by["MIT"]}, ""},
		"empty":                {map[string]string{"LICENSE": " \n"}, ""},
		"copies":               {map[string]string{"LICENSE": by["MIT"], "COPYING.txt": by["MIT"]}, "MIT"},
		"lesser of 3":          {map[string]string{"COPYING": by["GPL-3.0-only"], "COPYING.LESSER": by["LGPL-3.0-only"]}, "LGPL-3.0"},
		"lesser of 3, names":   {map[string]string{"LICENSE.GPL": by["GPL-3.0-only"], "LICENSE.LGPL": by["LGPL-3.0-only"]}, "LGPL-3.0"},
		"library":              {map[string]string{"COPYING": by["GPL-2.0-only"], "COPYING.LIB": by["LGPL-2.1-only"]}, "LGPL-2.1"},
		"library with notices": {map[string]string{"COPYINGv2": by["GPL-2.0-only"], "COPYING.LESSERv2": by["LGPL-2.1-only"], "LICENSES": "Notices of code by others\n" + by["ISC"] + by["MIT"]}, "LGPL-2.1"},
		"program and library":  {map[string]string{"LICENSE.GPL2": by["GPL-2.0-only"], "LICENSE.LGPL2.1": by["LGPL-2.1-only"]}, "several"},
		"all versions":         {map[string]string{"COPYING.GPLv2": by["GPL-2.0-only"], "COPYING.GPLv3": by["GPL-3.0-only"], "COPYING.LGPLv2.1": by["LGPL-2.1-only"], "COPYING.LGPLv3": by["LGPL-3.0-only"]}, "several"},
		"exception":            {map[string]string{"COPYING": by["GPL-3.0-only"], "COPYING.EXCEPTION": "As an exception, output may be used freely."}, "several"},
		"choice by names":      {map[string]string{"LICENSE-APACHE": by["Apache-2.0"], "LICENSE-MIT": by["MIT"]}, "MIT OR Apache-2.0"},
		"choice and copyright": {map[string]string{"LICENSE-APACHE": by["Apache-2.0"], "LICENSE-MIT": by["MIT"], "COPYRIGHT": "Copyright by its authors."}, "MIT OR Apache-2.0"},
		"own and borrowed":     {map[string]string{"LICENSE": by["Apache-2.0"], "LICENSE-MIT": by["MIT"]}, "several"},
		"stated choice":        {map[string]string{"COPYING": "Dual-licensed under the Unlicense and MIT licenses, use either.", "UNLICENSE": by["Unlicense"], "LICENSE-MIT": by["MIT"]}, "Unlicense OR MIT"},
		"stated one":           {map[string]string{"LICENSE": "The server is licensed under the MPL 2.0, see LICENSE-MPL-Server.", "LICENSE-MPL-Server": by["MPL-2.0"], "LICENSE-ISC": by["ISC"]}, "MPL-2.0"},
		"others' code":         {map[string]string{"LICENSE": by["MIT"], "THIRD-PARTY-LICENSES.txt": by["ISC"], "LICENSE-3rdparty.txt": by["ISC"], "LICENSE.docs": by["CC-BY-4.0"], "licenses.json": "[]"}, "MIT"},
		"folder of one":        {map[string]string{"LICENSES/ISC.txt": by["ISC"]}, "ISC"},
		"folder of two":        {map[string]string{"LICENSES/ISC.txt": by["ISC"], "LICENSES/MIT.txt": by["MIT"]}, "several"},
		"file before folder":   {map[string]string{"LICENSE": by["ISC"], "LICENSES/MIT.txt": by["MIT"]}, "ISC"},
		"file that refers":     {map[string]string{"LICENSE": "See COPYING\n", "COPYING": by["MIT"]}, "MIT"},
		"refers in a sentence": {map[string]string{"LICENSE": "Please see the file COPYING.txt for the licence.", "COPYING.txt": by["MIT"]}, "MIT"},
		"refers to nothing":    {map[string]string{"LICENSE": "See EULA\n", "COPYING": by["MIT"]}, "several"},
		"each refers":          {map[string]string{"LICENSE": "See COPYING\n", "COPYING": "See LICENSE\n"}, "other"},
		"other beside a known": {map[string]string{"LICENSE": by["MIT"], "LICENSE-ENTERPRISE": "Ask us for a price."}, "several"},
		"licence in front":     {map[string]string{"MIT-LICENSE": by["MIT"]}, "MIT"},
	} {
		var all []entry
		for p := range tc.files {
			all = append(all, entry{path: p, mode: "100644"})
		}
		f := nameFacts(all)
		var read []licenceText
		for _, e := range f.licences {
			if text := tc.files[e.path]; strings.TrimSpace(text) != "" {
				read = append(read, licenceText{e.path, recognise([]byte(text))})
			}
		}
		got := together(read)
		if len(f.licences) == 0 && len(f.reuse) > 0 {
			got = reuseLicence(f.reuse)
		}
		if got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

// Most projects have one of these; 'other' would be right for none.
func TestRecognise_usualTextsAreRight(t *testing.T) {
	t.Parallel()
	by := texts(t)
	for _, id := range strings.Fields("0BSD AFL-3.0 AGPL-3.0 Apache-1.1 Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause BSD-4-Clause BSL-1.0 BUSL-1.1 BlueOak-1.0.0 CC0-1.0 CC-BY-4.0 CC-BY-SA-4.0 " +
		"CDDL-1.0 CDDL-1.1 CPL-1.0 curl ECL-2.0 Elastic-2.0 EPL-1.0 EPL-2.0 EUPL-1.2 GPL-2.0 GPL-3.0 ICU ImageMagick ISC JSON LGPL-2.0 LGPL-2.1 LGPL-3.0 Libpng libpng-2.0 libtiff MIT MIT-0 MPL-1.1 " +
		"MPL-2.0 MS-PL MulanPSL-2.0 NCSA OFL-1.1 OLDAP-2.8 OpenSSL OSL-3.0 PHP-3.01 PostgreSQL Python-2.0 Ruby SSPL-1.0 TCL Unlicense UPL-1.0 Vim WTFPL X11 Zlib ZPL-2.1 bzip2-1.0.6") {
		text, ok := by[id]
		if !ok {
			text = by[id+"-only"]
		}
		if got := recognise([]byte(text)).licence; got != id {
			t.Errorf("%s: recognised %q", id, got)
		}
	}
}
