// Package score turns the inputs of a project into figures: the axes with their intervals, the
// gates, the risk and its parts, the maintenance status, and the ranking of many projects.
//
// It is pure arithmetic, without clock, network, files or database. Instants, inputs and the model
// are arguments, and the same arguments give the same bytes. Every number it uses comes from the
// model.
//
//	x_a    = Σ w_i s_i / Σ w_i                 over the observed inputs of axis a
//	half_a = spread·(1−coverage_a) + z·√Σ(w_i/W_a·sd_i)²
//	H      = ½V + ½R
//	L      = Σ ω_a (100 − x_a)                 a ∈ V, R, S
//	Risk   = C/100 · max(L, gate)
package score
