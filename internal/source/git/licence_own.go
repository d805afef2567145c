package git

import (
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// perlTerms are those that programs in Perl mean by "the same terms as Perl itself".
const perlTerms = "GPL-1.0-or-later OR Artistic-1.0-Perl"

// corrections of the classifier's patterns, as pairs of what it has and what is right: words that
// grew together, and words that later editions of a licence have.
var corrections = map[string][]string{
	"MIT-CMU": {
		"modifyand", "modify and", "copiesand", "copies and", "specificwritten", "specific\n(( written prior ))??\n(( written ))??\n",
		"__5__\nnot be used", "__10__\nnot be used", "__5__\nDISCLAIMS", "__10__\n(( DISCLAIMS ))??\n(( DISCLAIM ))??", "__5__\nBE LIABLE", "__10__\nBE LIABLE",
	},
	"Vim":         {"The current maintainer is Bram Moolenaar <Bram@vim.org>.", "The current __15__"},
	"ImageMagick": {"royalty-free, irrevocable patent", "royalty-free, irrevocable\n(( (except as stated in this section) ))??\npatent", "http:/www.imagemagick.org/script/license.php", "__8__"},
}

// classpath is the exception of the GNU Classpath libraries, with the words by which others limit it
// to files that say so.
var classpath = licensecheck.License{ID: classpathID, LRE: `
(( "CLASSPATH" EXCEPTION TO THE GPL ))??
(( Certain source files distributed by __10__ are subject to the following clarification and special
exception to the GPL, but only where __5__ has expressly included in the particular source file's
header the words " __5__ designates this particular file as subject to the "Classpath" exception as
provided by __5__ in the LICENSE file that accompanied this code." ))??
Linking this library statically or dynamically with other modules is making a combined work based on
this library. Thus, the terms and conditions of the GNU General Public License cover the whole
combination.
As a special exception, the copyright holders of this library give you permission to link this library
with independent modules to produce an executable, regardless of the license terms of these
independent modules, and to copy and distribute the resulting executable under terms of your choice,
provided that you also meet, for each linked independent module, the terms and conditions of the
license of that module. An independent module is a module which is not derived from or based on this
library. If you modify this library, you may extend this exception to your version of the library, but
you are not obligated to do so. If you do not wish to do so, delete this exception statement from your
version.
`}

const classpathID = "Classpath-exception-2.0"

// corrected returns a licence of the classifier with its pattern corrected.
func corrected(l licensecheck.License) licensecheck.License {
	l.LRE = strings.NewReplacer(corrections[l.ID]...).Replace(l.LRE)
	return l
}

// combined returns the one licence that the texts of a file make: a licence of GNU with an exception,
// or the terms of Perl. It returns the ids as they are if they are no such pair, and "other" for an
// exception to anything else.
func combined(ids []string, flat string) []string {
	if len(ids) == 2 && isPerl(ids) && strings.Contains(flat, "same terms as the perl") {
		return []string{perlTerms}
	}
	if !slices.Contains(ids, classpathID) {
		return ids
	}
	if len(ids) == 2 && strings.HasPrefix(ids[0], "GPL-") {
		return []string{ids[0] + " WITH " + classpathID}
	}
	return []string{otherLicence}
}

// isPerl reports whether two licences are those of Perl.
func isPerl(ids []string) bool {
	return len(ids) == 2 && slices.Contains(ids, "Artistic-1.0-Perl") &&
		slices.ContainsFunc(ids, func(id string) bool { return id == "GPL-1.0" || id == "GPL-1.0-or-later" })
}

var (
	// reserved leaves files out that say something else themselves, as every licence file does.
	reserved = regexp.MustCompile(`(?i)\bexcept (?:where|as) otherwise (?:noted|stated|indicated|specified)\b`)
	// ofParts is a notice of code by others, with its licence and where it is from.
	ofParts = regexp.MustCompile(`(?i)this (?:product|software|project|library|package|program|distribution) (?:also )?(?:contains|includes|bundles|incorporates) [^\n]*:\s*(?:\n[ \t]*[*-] *(?:licen[cs]e|home ?page|url|source|author|version)s?: [^\n]*)+`)
	asWhole = regexp.MustCompile(`(?is)\bas a whole,? (?:is|are) (?:licen[cs]ed|released|distributed|available|covered|provided)\b[^.]{0,80}\blicen[cs]e`)
	limits  = regexp.MustCompile(`(?i)commons clause|following (?:condition|restriction|exception)|(?:additional|further|special) (?:term|condition|restriction|exception)|` +
		`non-?commercial|not permitted|prohibited|enterprise|proprietary|\b(?:you|users?|licen[cs]ees?|nobody|no one) (?:may|must|shall|can|are) ?(?:not|only)?\b`)
)

// named returns the licences that a text names; sure is false if it names one we do not know.
func named(text string) (ids []string, sure bool) {
	ids, unknown := mentioned(strings.TrimSpace(marks.ReplaceAllString(strings.ToLower(text), " ")))
	return ids, !unknown
}

// withoutParts leaves out notices of code by others that is under the licence itself.
func withoutParts(text, id string) string {
	return ofParts.ReplaceAllStringFunc(text, func(notice string) string {
		if ids, sure := named(notice); sure && len(ids) == 1 && ids[0] == id && !terms.MatchString(notice) {
			return ""
		}
		return notice
	})
}

// ofWhole reports whether an introduction says that everything together is under the licence, so
// that what follows it tells of parts, and what follows takes no rights away.
func (b beside) ofWhole(id string) bool {
	ids, sure := named(b.before)
	return asWhole.MatchString(b.before) && sure && slices.Equal(ids, []string{id}) && !terms.MatchString(b.before) && !limits.MatchString(b.after)
}
