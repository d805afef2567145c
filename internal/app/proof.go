package app

import "github.com/plumbline-scorecard/plumbline/internal/proof"

// ProofRules returns the rules about people as far as commands that check figures use them.
func (a *App) ProofRules() proof.Rules {
	programs := a.Set.Bots.Shell
	if agents := a.Set.Agents.Shell; programs != "" && agents != "" {
		programs += "|" + agents // agents that are authors are programs
	}
	return proof.Rules{Programs: programs, Agents: a.Set.Agents.Shell, Shared: a.Set.Shared.Shell}
}
