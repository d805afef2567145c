package githubtest

import (
	"archive/tar"
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// At GitHub, archives come from another host than the API, and on an Enterprise server from a
// separate path, as here. No token belongs there.
const codeload = "/_codeload"

// tarball redirects to the address of the archive.
func tarball(s *Server, r *http.Request, a *answer, repo *Repository) {
	at := r.PathValue("ref")
	if at == "" {
		at = "refs/heads/" + repo.Branch
	}
	if repo.commit(at) == nil {
		a.notFound()
		return
	}
	a.status = http.StatusFound
	a.header.Set("Location", s.url+codeload+"/"+repo.FullName()+"/legacy.tar.gz/"+at)
}

// download sends the archive: the files of the story, in a folder named by the repository and the
// commit.
func download(s *Server, r *http.Request, a *answer, repo *Repository) {
	if _, given := token(r); given {
		s.counts.add(func(c *Counts) { c.TokensAstray++ })
	}
	commit := repo.commit(r.PathValue("ref"))
	if commit == nil {
		a.header.Set("Content-Type", "text/plain; charset=utf-8")
		a.status, a.body = http.StatusNotFound, []byte("404: Not Found")
		return
	}
	a.status, a.archive = http.StatusOK, true
	a.header.Set("Content-Type", "application/x-gzip")
	a.header.Set("Content-Disposition", "attachment; filename="+repo.Owner+"-"+repo.Name+"-"+commit.OID[:7]+".tar.gz")
	a.body = repo.tar(commit)
}

// commit returns the commit for a ref: the branch, HEAD or a commit id.
func (r *Repository) commit(at string) *Commit {
	at = strings.TrimPrefix(at, "refs/heads/")
	for i, c := range r.Commits {
		if i == 0 && !r.Empty && !r.NoBranch && (at == r.Branch || at == "HEAD" || slices.Contains(r.Branches, at)) || c.OID == at {
			return c
		}
	}
	return nil
}

// tar packs the files, always to the same bytes.
func (r *Repository) tar(of *Commit) []byte {
	files := r.files()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	root := r.Owner + "-" + r.Name + "-" + of.OID[:7] + "/"
	// A bytes.Buffer accepts everything, and the sizes are right.
	_ = w.WriteHeader(&tar.Header{Typeflag: tar.TypeXGlobalHeader, Name: "pax_global_header", PAXRecords: map[string]string{"comment": of.OID}})
	_ = w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: root, Mode: 0o755, ModTime: of.At})
	folders := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for i, c := range name { // as git does: some clients create no folders without an entry
			if folder := name[:i]; c == '/' && !folders[folder] {
				folders[folder] = true
				_ = w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: root + folder + "/", Mode: 0o755, ModTime: of.At})
			}
		}
		_ = w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: root + name, Mode: 0o644, Size: int64(len(files[name])), ModTime: of.At})
		_, _ = w.Write([]byte(files[name]))
	}
	_ = w.Close()
	return zipped(b.Bytes())
}
