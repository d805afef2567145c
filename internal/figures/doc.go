// Package figures is what is stored of one project: the newest inputs of every source,
// joined into what is scored, and the contracts of whoever stores and reads them.
package figures
