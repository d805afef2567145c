package main

type backtestCmd struct {
	Silence silenceCmd `cmd:"" help:"Measure how well health predicts inactivity 13–24 months after each 1 July."`
	Alerts  alertsCmd  `cmd:"" help:"Measure how often alerts would have been shown, each 1 July and before cases from a file."`
	Cases   casesCmd   `cmd:"" help:"Measure how well health predicts incidents from a file, against all other clones at the same date."`
}
