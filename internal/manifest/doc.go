// Package manifest makes the first version of three files that maintainers keep in their
// repository: security-insights.yml, funding.json and SECURITY.md. It fills in what is known in
// public and where each value comes from, and marks what only the maintainers know with FILL IN. A
// file that the project has already is not made.
//
// Nothing is guessed: a field with two possible values is a blank with a hint. Names, logins and mail
// addresses of people are never filled in. All values come from others, so each is encoded by an
// encoder or has an alphabet that its format does not read as markup. Pure: no clock, network or
// database.
package manifest
