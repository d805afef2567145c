package transport

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

const hidden = "[secret]"

// Secret holds a text that must not be shown. No verb of fmt, no encoder and no
// logger gets it out, nor does reflection: it is kept in a closure. The zero
// Secret holds nothing.
type Secret struct{ reveal func() string }

// NewSecret returns the text as a Secret.
func NewSecret(text string) Secret { return Secret{reveal: func() string { return text }} }

func (s Secret) text() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// Format writes "[secret]" for every verb.
func (Secret) Format(f fmt.State, _ rune) {
	// Whoever prints has nowhere to report to.
	_, _ = io.WriteString(f, hidden)
}

// String returns "[secret]".
func (Secret) String() string { return hidden }

// GoString returns "[secret]".
func (Secret) GoString() string { return hidden }

// LogValue returns "[secret]".
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText returns "[secret]", as JSON, XML and YAML write it.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON returns "[secret]".
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// TokenSource gives a token that works now, renewing it by itself. Its errors
// must not show one. It is safe for concurrent use.
type TokenSource interface {
	Token(ctx context.Context) (string, error)
}

// renewer is a TokenSource that can get another token when one was refused.
type renewer interface {
	// renew drops the token if it is still the one given out.
	renew(refused string)
}

// Credential is a budget at the host: a user's own, or that of an App or an
// organisation of the operator's.
type Credential struct {
	// Owner labels whose budget it is: 1 to 100 letters, digits, blanks and
	// ".-_[]". The host counts by owner, so credentials of one owner share one
	// budget. Pages and errors show it.
	Owner string
	// Personal: it is a person's. All that are have the same owner, for a budget
	// is a person's and not an account's.
	Personal bool
	Tokens   TokenSource
}

type staticToken struct{ Secret }

// StaticToken returns a source of one token that is never renewed. Blanks around
// the secret are dropped. Nothing prints, logs or encodes it.
func StaticToken(secret string) TokenSource {
	return staticToken{NewSecret(strings.TrimSpace(secret))}
}

func (s staticToken) Token(context.Context) (string, error) {
	token := s.text()
	return token, checkToken(token)
}

// checkToken refuses what cannot be a header's value, before net/http does so in
// its own words.
func checkToken(token string) error {
	if token == "" {
		return fmt.Errorf("%w: the token is empty", ErrConfig)
	}
	for i := range len(token) {
		if c := token[i]; c <= ' ' || c > '~' {
			return fmt.Errorf("%w: the token holds a blank or another character that no token has", ErrConfig)
		}
	}
	return nil
}
