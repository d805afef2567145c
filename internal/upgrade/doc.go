// Package upgrade says what a new model, list or bundle does to the order of a list: who moves, and
// why. It is pure, without clock, network or database.
//
// # How a move is split
//
// The ranking is computed again after each of these steps, in this order. What a project moves in a
// step belongs to the cause of that step, so the parts of a move add up to it exactly:
//
//	published   the ranks as published; nothing is computed
//	clock       the former model, the stored figures and the former entries of the list, today: what
//	            became too old since then, and what this program reads differently
//	list        the entries of the list as they are now: projects come and go, entries changed, and
//	            this program may read other inputs from an entry
//	fact        the figures of the bundle where they are newer than the stored ones
//	rule        the new model with the assumptions of the former one
//	assumption  the new model with its own assumptions: the expected scores of checks that no one saw,
//	            and how much must be seen (model.Model.WithAssumptions)
//
// Another order would give another split of the same move: a new entry that only the new model can
// rank counts as a change of the rule here. If the former model is not available, the steps cannot
// be computed and the cause is unknown.
package upgrade
