// Package pagetest is for tests of pages: a site over a real store, filled by hand,
// and what its pages say.
package pagetest
