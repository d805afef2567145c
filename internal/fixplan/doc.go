// Package fixplan makes a plan for the maintainers of one project: what they can do about each
// finding, where, in how many minutes, and what it changes in posture, in risk and in Scorecard's own
// aggregate. What is unknown is apart, with both ends. What depends on age, on the number of people or
// on a choice of the project is apart, too, with nothing to do.
//
// All points come from scoring the project again with the model's own functions. The steps and their
// minutes come from scorecards/steps.yaml. No score depends on a plan.
//
// It is pure: no clock, network, files or database.
package fixplan
