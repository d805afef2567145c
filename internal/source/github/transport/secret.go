package transport

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

const hidden = "[secret]"

// Secret contains a text that must not be shown. No verb of fmt, no encoder, no logger and no
// reflection can extract it, because it is kept in a closure. The zero Secret is empty.
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
	// A formatter cannot report errors.
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

// TokenSource returns a token that works now, and renews it itself. Its errors must not contain
// one. It is safe for concurrent use.
type TokenSource interface {
	Token(ctx context.Context) (string, error)
}

// renewer is a TokenSource that can get another token after one was refused.
type renewer interface {
	// renew drops the token if it is still the current one.
	renew(refused string)
}

// Credential is a budget at the host: that of a user, or of an App or organization of the operator.
type Credential struct {
	// Owner is the label of the budget's owner: 1 to 100 letters, digits, blanks and ".-_[]". The
	// host counts by owner, so credentials of one owner share one budget. Pages and errors show it.
	Owner string
	// Personal means that it belongs to a person. All personal ones have the same owner, because
	// the host counts by person and not by account.
	Personal bool
	Tokens   TokenSource
}

type staticToken struct{ Secret }

// StaticToken returns a source of one token that is never renewed. Blanks around the secret are
// removed. Nothing prints, logs or encodes it.
func StaticToken(secret string) TokenSource {
	return staticToken{NewSecret(strings.TrimSpace(secret))}
}

func (s staticToken) Token(context.Context) (string, error) {
	token := s.text()
	return token, checkToken(token)
}

// checkToken rejects what cannot be the value of a header, before net/http does so with its own
// message.
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
