// Package explain is the sentences, words and numbers for people that pages, commands
// and exchanged files share: what is said in one place is said the same in all. It
// knows what was judged and nothing of where it is read.
package explain
