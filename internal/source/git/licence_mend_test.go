package git

import (
	"strings"
	"testing"

	"github.com/google/licensecheck"
)

// classpathText is the exception as the GNU project words it.
const classpathText = `Linking this library statically or dynamically with other modules is making a combined work based
on this library. Thus, the terms and conditions of the GNU General Public License cover the whole
combination.

As a special exception, the copyright holders of this library give you permission to link this library
with independent modules to produce an executable, regardless of the license terms of these
independent modules, and to copy and distribute the resulting executable under terms of your choice,
provided that you also meet, for each linked independent module, the terms and conditions of the
license of that module. An independent module is a module which is not derived from or based on this
library. If you modify this library, you may extend this exception to your version of the library, but
you are not obligated to do so. If you do not wish to do so, delete this exception statement from your
version.
`

// replaced changes a text that must contain what is replaced.
func replaced(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Errorf("the text has no %q", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

func TestRecognise_textsWithOwnWords(t *testing.T) {
	t.Parallel()
	by := texts(t)
	gpl := by["GPL-2.0-only"]
	oracle := `"CLASSPATH" EXCEPTION TO THE GPL

Certain source files distributed by Example America and/or its affiliates are subject to the following
clarification and special exception to the GPL, but only where Example has expressly included in the
particular source file's header the words "Example designates this particular file as subject to the
"Classpath" exception as provided by Example in the LICENSE file that accompanied this code."

`
	for name, tc := range map[string]struct{ text, want string }{
		"holders' names":            {replaced(t, by["MIT-CMU"], "of the copyright holder", "of Example Labs AB or the author", "THE COPYRIGHT HOLDER DISCLAIM ALL", "EXAMPLE LABS AB AND THE AUTHOR DISCLAIMS ALL"), "MIT-CMU"},
		"another clause":            {replaced(t, by["MIT-CMU"], "without fee is", "without fee, but not for war, is"), "other"},
		"other maintainers":         {replaced(t, by["Vim"], "maintainer is Bram Moolenaar <Bram@vim.org>", "maintainers are listed here: https://host.example/people"), "Vim"},
		"vim with more terms":       {replaced(t, by["Vim"], "without fee", "for a fee"), "other"},
		"a later edition":           {replaced(t, by["ImageMagick"], "irrevocable patent license", "irrevocable (except as stated in this section) patent license", "http://www.imagemagick.org/script/license.php", "https://imagemagick.org/license/"), "ImageMagick"},
		"classpath":                 {gpl + "\n" + classpathText, "GPL-2.0 WITH Classpath-exception-2.0"},
		"classpath, some files":     {gpl + "\n\n" + oracle + classpathText, "GPL-2.0 WITH Classpath-exception-2.0"},
		"classpath, GPL 3":          {by["GPL-3.0-only"] + "\n" + classpathText, "GPL-3.0 WITH Classpath-exception-2.0"},
		"classpath and more":        {gpl + "\n" + classpathText + "\nYou must not use it to compete with us, nor offer it to others as a service.\n", "other"},
		"half of classpath":         {gpl + "\n" + classpathText[:strings.Index(classpathText, "provided that")], "other"},
		"classpath beside no GPL":   {by["MIT"] + "\n" + classpathText, "other"},
		"classpath alone":           {classpathText, "other"},
		"except where noted":        {"Except where otherwise noted in the source code (e.g. the file dict.c, which has a similar licence) all the files are:\n\n" + mitText, "MIT"},
		"except where it matters":   {"Except where you compete with us, all the files are:\n\n" + mitText, "other"},
		"twice":                     {"Acme is licensed for use as follows:\n\n" + mitText + "\nThis license applies to parts of Acme originating from elsewhere:\n\n" + mitText, "MIT"},
		"twice, with terms between": {mitText + "\nFor enterprise use you must not rely on the above but on this:\n\n" + mitText, "other"},
		"parts":                     {by["Apache-2.0"] + "\nThis product contains a modified part of Parser, distributed by Example:\n\n  * License: Apache License v2.0\n  * Homepage: https://host.example/parser\n", "Apache-2.0"},
		"parts under another":       {by["Apache-2.0"] + "\nThis product contains a modified part of Parser, distributed by Example:\n\n  * License: GPLv3\n  * Homepage: https://host.example/parser\n", "other"},
		"parts and terms":           {by["Apache-2.0"] + "\nThis product contains a modified part of Parser, distributed by Example:\n\n  * License: Apache License v2.0\n  * You must not remove it.\n", "other"},
		"as a whole":                {"acme as a whole is licensed under the following standard MIT license:\n\n" + mitText + "\nPortions are derived from works under compatible terms. The regular expressions are under a BSD license. In places that may not know the public domain, use ours.\n", "MIT"},
		"as a whole, with terms":    {"acme as a whole is licensed under the following standard MIT license:\n\n" + mitText + "\nYou may not sell it to others, nor run it as a service for anybody but yourself.\n", "other"},
		"as a whole, another":       {"acme as a whole is licensed under the following MIT license:\n\n" + by["ISC"] + "\nPortions are derived from works under compatible terms that are in their own files.\n", "other"},
		"perl":                      {"This is free software; you can redistribute it and/or modify it under the same terms as the Perl 5 programming language system itself.\n\n" + by["GPL-1.0-only"] + "\n" + by["Artistic-1.0-Perl"], perlTerms},
	} {
		if got := recognise([]byte(tc.text)).licence; got != tc.want {
			t.Errorf("%s: recognised %q, want %q", name, got, tc.want)
		}
	}
}

func TestTogether_termsOfPerl(t *testing.T) {
	t.Parallel()
	by := texts(t)
	for name, tc := range map[string]struct {
		files map[string]string
		want  string
	}{
		"both":           {map[string]string{"Copying": by["GPL-1.0-only"], "Artistic": by["Artistic-1.0-Perl"]}, perlTerms},
		"a later GPL":    {map[string]string{"COPYING": by["GPL-2.0-only"], "Artistic": by["Artistic-1.0-Perl"]}, "several"},
		"Artistic alone": {map[string]string{"Artistic": by["Artistic-1.0-Perl"]}, "Artistic-1.0-Perl"},
		"another file":   {map[string]string{"LICENSE": by["MIT"], "artistic.c": "int a;", "artistically.txt": "x"}, "MIT"},
	} {
		var all []entry
		for p := range tc.files {
			all = append(all, entry{path: p, mode: "100644"})
		}
		var read []licenceText
		for _, e := range nameFacts(all).licences {
			read = append(read, licenceText{e.path, recognise([]byte(tc.files[e.path]))})
		}
		if got := together(read); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

// Each correction must still find what it corrects in the classifier's patterns.
func TestCorrections_areNeeded(t *testing.T) {
	t.Parallel()
	for _, l := range licensecheck.BuiltinLicenses() {
		pairs := corrections[l.ID]
		for i := 0; i < len(pairs) && l.LRE != ""; i += 2 {
			if !strings.Contains(l.LRE, pairs[i]) {
				t.Errorf("%s: the pattern has no %q", l.ID, pairs[i])
			}
		}
	}
}
