// Package intervention compares a project before and after a day on which money or work came, beside
// projects that are alike and had none on record. It is pure. Nothing in it measures an effect:
// funders choose projects, low figures rise by themselves, and no lots were drawn.
//
//	Grants          the interventions that a record of grants dates
//	Match           up to five peers: same declared group, no intervention of their own near the
//	                day, points on both sides, health within ten points before
//	Compare         the change of the project beside the median change of its peers
//	Summarise       the differences of many interventions; no test below twenty
//
// Points of one comparison are all reconstructed, or all of published runs; a caller never mixes them.
package intervention
