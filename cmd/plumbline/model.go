package main

type modelCmd struct {
	Show  modelShowCmd  `cmd:"" help:"Print the model in use, and which numbers are not the shipped ones."`
	Check modelCheckCmd `cmd:"" help:"Check overlays: every problem with file, line and field; exit 1 when there is one."`
	Diff  modelDiffCmd  `cmd:"" help:"Print what would move on the stored figures if another model took the place of one."`
}
