package main

type backtestCmd struct {
	Silence silenceCmd `cmd:"" help:"Did health tell which projects would fall silent? Each 1 July, against months 13 to 24 after it."`
	Alerts  alertsCmd  `cmd:"" help:"How often would alerts have been shown? Each 1 July, and before cases from a file."`
	Cases   casesCmd   `cmd:"" help:"Did health tell where something would happen? Cases from a file, against every other copy at the same date."`
}
