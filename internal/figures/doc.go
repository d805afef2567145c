// Package figures is the stored state of one project: the newest inputs of every source, joined
// into the inputs that are scored. It also defines the contracts of the stores and their readers.
package figures
