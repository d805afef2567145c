// Package shortlist holds the working list of a reader: projects in an order of their own, each
// with a decision, an owner and a note, for a time.
//
// A Shortlist is data that a person typed, beside the place, risk and health that each project had
// when it was saved (Item.Saved), so that a page can show what changed since. The figures of today
// are not part of it.
//
// The one who holds the Token may read it. A Token is made once, by NewToken, and shown to the person who
// saved the list; a store keeps only its Key, the SHA-256. A list expires on a day that the person
// chose, is shown as expired to the holder for Grace, and is then deleted.
//
// The owner of an item is a role or a team as it was typed. Nothing here is for names of people, and
// no export or feed holds a shortlist.
//
// The package is pure: it knows no clock, no store and no page.
package shortlist
