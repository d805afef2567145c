// Package web contains everything a browser sees: pages, their machine-readable
// forms, and the files they load. A handler reads once, a pure function makes the
// view, templ writes it into a buffer, and only then is anything sent. It must not
// know SQL, git or the network: all figures come from the views of internal/query.
package web
