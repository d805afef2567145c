// Package declared reads what a project says of itself in files of its own repository: Security
// Insights, the SECURITY file, exemptions from checks, lists of owners and maintainers, and badges
// of the README. It turns the bytes of files into claims, each with its file, line and date, and
// finds where two files contradict each other.
//
// A claim is what a project says, and no observation. A file that says nothing of a question
// answers neither yes nor no. Names, logins, mail addresses and telephone numbers are never kept:
// people are counts, and a channel is a kind.
//
// All files are text of strangers. They are bounded before they are parsed. A file that cannot be
// read gives one sentence that says why. Pure: no clock, network or database.
package declared
