// Package portfolio judges sets of projects: which of them money can reach, what each needs, and how
// a budget would remove the most points of risk. It is pure: the same projects, catalogue and terms
// give the same plan to the byte.
//
//	maximise  Σ_p E(M_p)   over sets of measures M_p ⊆ catalogue
//	subject to  Σ_p cost(M_p) ≤ budget of the envelope,   least ≤ cost(M_p) ≤ cap
//
// The points are those of the model's risk index. Nothing here says how many incidents money
// prevents: no evidence links the two.
package portfolio
