// Package web is everything a browser sees: pages, their machine-readable
// twins, and the files they load. A handler reads once, a pure function makes
// the view, templ writes it into a buffer, and only then is anything sent. It
// must not know SQL, git or the network: all figures come from figures.Reader.
package web
