package app

import "github.com/plumbline-scorecard/plumbline/internal/proof"

// ProofRules returns the rules about people as far as commands that check figures use them.
func (a *App) ProofRules() proof.Rules {
	return proof.Rules{Programs: a.Set.Bots.Shell, Agents: a.Set.Agents.Shell, Shared: a.Set.Shared.Shell}
}
