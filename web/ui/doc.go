// Package ui holds the parts pages are built from: the frame, the marks and
// the way figures are written. It knows the domain's words and no page, no
// request and no store.
//
// What words state is in attributes too, for tests and programs. Words change;
// these do not:
//
//   - data-says: the statements of a sentence or notice, ids with numbers,
//     "one-regular:1/3 without-figures:1"
//   - data-field, data-check, data-source, data-cause, data-alert: the id of what an
//     element is about
//   - data-row: the id of what a row of a table is about, or of the group it heads
//   - data-param: the parameter of an address a refusal is about
//   - data-state: "observed", "unknown" or "not_applicable", never a number
//   - data-value: the number or id an element shows, unformatted
//   - data-reason: the id of the reason why something is not there
//   - data-fig: the id of one of the numbers a page opens with
package ui
