package git

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// readHead returns the branch or commit that HEAD names. Old versions of git make HEAD a link to
// the file of a branch; such a link is read, never followed.
func readHead(dir string) (ref, oid string, err error) {
	file := filepath.Join(dir, "HEAD")
	st, err := os.Lstat(file)
	if err != nil {
		return "", "", err
	}
	text := ""
	switch {
	case st.Mode()&os.ModeSymlink != 0:
		to, err := os.Readlink(file)
		if err != nil {
			return "", "", err
		}
		if !strings.HasPrefix(to, "refs/") || strings.Contains(to, "..") {
			return "", "", errors.New("its HEAD is a link, and not to one of its branches")
		}
		text = "ref: " + to
	case !st.Mode().IsRegular(): // a pipe would never end
		return "", "", errors.New("its HEAD is not a file")
	default:
		if text, err = readSmall(file); err != nil {
			return "", "", err
		}
	}
	if m := refName.FindStringSubmatch(text); m != nil {
		return m[1], "", nil
	}
	if hexName.MatchString(text) {
		return "", text, nil
	}
	return "", "", errors.New("its HEAD file names neither a branch nor a commit")
}

// target is what is read of a copy: a branch, or a commit if HEAD names none.
type target struct{ ref, oid string }

// choose returns the default branch of the repository that this is a copy of. A clone records it
// beside the branches of its remote, because its own HEAD is what somebody last checked out. In a
// mirror, or a copy without a remote, HEAD names it.
//
// HEAD does not follow a branch that is renamed upstream. If it names one that is gone, the only
// branch there is must be meant; among several nothing says which, so the error names them.
func (v *view) choose(head target, recorded, tracked string) (target, error) {
	gone := head.ref
	if tracked != "" {
		if _, ok := v.branches[recorded]; ok {
			return target{ref: recorded}, nil
		}
		// Without a record, the branch checked out is read as the remote has it.
		same := tracked + strings.TrimPrefix(head.ref, "refs/heads/")
		if _, ok := v.branches[same]; ok && recorded == "" && head.ref != "" {
			return target{ref: same}, nil
		}
		if recorded != "" {
			gone = recorded
			head = target{}
		}
	}
	if _, ok := v.branches[head.ref]; ok || head.oid != "" {
		return head, nil
	}
	prefix := "refs/heads/"
	if tracked != "" && len(v.below(tracked)) > 0 {
		prefix = tracked
	}
	there := v.below(prefix)
	switch {
	case len(there) == 1:
		return target{ref: prefix + there[0]}, nil
	case len(there) > 0:
		return target{}, fmt.Errorf("HEAD names the branch %s, which is gone; of %s none is known to be the default: "+
			"git symbolic-ref HEAD refs/heads/NAME names it", shortName(gone, prefix), someOf(there))
	case v.tags > 0:
		return target{}, fmt.Errorf("HEAD names the branch %s, which is gone, and there is no other", shortName(gone, prefix))
	}
	return target{ref: gone}, nil // an empty repository
}

// named returns the branch with the name, as the remote has it if the copy follows one.
func (v *view) named(branch, tracked string) (target, error) {
	for _, ref := range []string{tracked + branch, "refs/heads/" + branch} {
		if _, ok := v.branches[ref]; ok {
			return target{ref: ref}, nil
		}
	}
	return target{}, fmt.Errorf("it has no branch %s", branch)
}

// notesRef returns the ref of notes.
func notesRef(name string) string { return "refs/notes/" + name }

// below returns the branches with the prefix, without it, sorted.
func (v *view) below(prefix string) []string {
	var all []string
	for ref := range v.branches {
		if name, ok := strings.CutPrefix(ref, prefix); ok && name != "HEAD" {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// tip returns the commit of a branch; branches that name another are followed once.
func (v *view) tip(c target) string {
	oid := v.branches[c.ref]
	if to, ok := strings.CutPrefix(oid, "ref: "); ok {
		oid = v.branches[to]
	}
	if c.oid != "" || !hexName.MatchString(oid) {
		return c.oid
	}
	return oid
}

func shortName(ref, prefix string) string {
	return strings.TrimPrefix(strings.TrimPrefix(ref, prefix), "refs/heads/")
}

// someOf lists at most ten names.
func someOf(names []string) string {
	if len(names) > 10 {
		return fmt.Sprintf("%s and %d others", strings.Join(names[:10], ", "), len(names)-10)
	}
	return strings.Join(names, ", ")
}
