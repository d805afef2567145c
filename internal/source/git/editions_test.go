package git

import (
	"slices"
	"testing"
)

// Tags that add a word to a version are editions of it, or artefacts made from it, where the project
// does so by habit. They are no releases beside it.
func TestMainLine_editionsOfAVersion(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ tags, want []string }{
		"several editions": {
			[]string{"2.0.1", "2.0.1-pro-personal", "2.0.1-pro-business", "2.0.2", "2.0.2-pro-personal", "2.0.2-pro-business"},
			[]string{"2.0.1", "2.0.2"},
		},
		"artefacts": {
			[]string{"v4.1-npm", "v4.1", "v4.1-amd", "v4.2", "v4.2-npm", "v4.2-amd", "v4.2-npm-packages"},
			[]string{"v4.1", "v4.2"},
		},
		"one edition by habit": {
			[]string{"1.0", "1.0-lgpl", "1.1", "1.1-lgpl", "1.2", "1.2-lgpl"},
			[]string{"1.0", "1.1", "1.2"},
		},
		"machines":              {[]string{"1.0", "1.0-x64", "1.1", "1.1-x64", "1.2", "1.2-x64"}, []string{"1.0", "1.1", "1.2"}},
		"a version of its own":  {[]string{"1.0", "1.0-pro", "1.0-free", "1.1", "1.1-pro", "1.1-free", "1.2-pro"}, []string{"1.0", "1.1", "1.2-pro"}},
		"once":                  {[]string{"1.0", "1.0-lgpl", "1.1"}, []string{"1.0", "1.0-lgpl", "1.1"}},
		"another word each":     {[]string{"1.0", "1.0-fox", "1.1", "1.1-owl", "1.2", "1.2-elk"}, []string{"1.0", "1.0-fox", "1.1", "1.1-owl", "1.2", "1.2-elk"}},
		"corrections by word":   {[]string{"1.0", "1.0-security", "1.1", "1.1-security", "1.2", "1.2-security"}, []string{"1.0", "1.0-security", "1.1", "1.1-security", "1.2", "1.2-security"}},
		"corrections by number": {[]string{"1.0", "1.0-hotfix1", "1.1", "1.1-hotfix1", "1.2", "1.2-hotfix1"}, []string{"1.0", "1.0-hotfix1", "1.1", "1.1-hotfix1", "1.2", "1.2-hotfix1"}},
		"only with a word":      {[]string{"1.0-jre", "1.0-android", "1.1-jre", "1.1-android"}, []string{"1.0-jre", "1.0-android", "1.1-jre", "1.1-android"}},
		"final marks":           {[]string{"1.0", "1.0.Final", "1.1", "1.1.Final"}, []string{"1.0", "1.0.Final", "1.1", "1.1.Final"}},
		"letters after z":       {[]string{"0.9.7", "0.9.7za", "0.9.7zb", "0.9.8", "0.9.8za", "0.9.8zb", "1.0", "1.0za"}, []string{"0.9.7", "0.9.7za", "0.9.7zb", "0.9.8", "0.9.8za", "0.9.8zb", "1.0", "1.0za"}},
		"packages":              {[]string{"1.0", "glob-1.0", "1.1", "glob-1.1", "1.2", "glob-1.2"}, []string{"1.0", "1.1", "1.2"}},
	} {
		if got := released(tc.tags...); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}
