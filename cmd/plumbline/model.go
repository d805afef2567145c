package main

type modelCmd struct {
	Show  modelShowCmd  `cmd:"" help:"Print the model in use and mark numbers that differ from the shipped model."`
	Check modelCheckCmd `cmd:"" help:"Check overlays. Prints each problem with file, line and field, and exits with 1 if there is one."`
	Diff  modelDiffCmd  `cmd:"" help:"Print how ranks and risks differ between two models on the stored figures."`
}
