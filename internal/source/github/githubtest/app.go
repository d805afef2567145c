package githubtest

// App is a GitHub App that may ask for tokens of its installation.
type App struct{ ID int64 }

const appToken = "POST /app/installations/{id}/access_tokens"

type apps struct{}

func newApps([]App) *apps { return &apps{} }

func (*apps) issued(string) (Budget, bool) { return Budget{}, false }
