// Package archive reads the index files of a Debian archive and counts, for every source package,
// which other sources need it. It is pure: files come as readers, and nothing is kept.
//
// A project has one or more source packages. Three readings are counted:
//
//   - run dependents: other sources with a binary package that reaches one of ours through Depends
//     and Pre-Depends;
//   - build dependents: other sources whose build environment contains one of ours. This is what
//     Build-Depends, build-essential and the Essential packages reach at run time;
//   - base: whether the closure of the installed base contains one of ours.
//
// Of alternatives, the first that the archive has is taken. A virtual name counts only if all its
// providers come from one source, because otherwise no source is needed.
package archive
