package githubtest

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// App is a GitHub App with one installation.
type App struct {
	ID           int64
	Installation int64
	// Key is the public part of the key with which the App signs.
	Key *rsa.PublicKey
	// Budget is the budget of the installation's tokens.
	Budget Budget
	// Suspended installations get no tokens.
	Suspended bool
}

const appToken = "POST /app/installations/{id}/access_tokens"

// tokenLife is how long an installation token is valid.
const tokenLife = time.Hour

// apps issues installation tokens.
type apps struct {
	all []App

	mu     sync.Mutex
	tokens map[string]Budget
}

func newApps(all []App) *apps { return &apps{all: all, tokens: map[string]Budget{}} }

// issued returns the budget of an issued token.
func (a *apps) issued(secret string) (Budget, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b, ok := a.tokens[secret]
	return b, ok
}

func (a *apps) issue(app App, now time.Time) (secret string, expires time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b := app.Budget
	b.App, b.Expires = true, now.Add(tokenLife).Truncate(time.Second)
	secret = fmt.Sprintf("ghs_example%d_%d", app.Installation, len(a.tokens)+1)
	a.tokens[secret] = b
	return secret, b.Expires
}

// installationToken answers an App that authenticates with a signed JWT.
func installationToken(s *Server, r *http.Request, a *answer) {
	jwt, _ := token(r)
	app, refusal := s.apps.proven(jwt, s.now())
	if refusal != "" {
		a.problem(http.StatusUnauthorized, refusal, docsREST)
		return
	}
	if id, err := strconv.ParseInt(r.PathValue("id"), 10, 64); err != nil || id != app.Installation {
		a.notFound()
		return
	}
	if app.Suspended {
		a.problem(http.StatusForbidden, "This installation has been suspended", docsREST)
		return
	}
	secret, expires := s.apps.issue(app, s.now())
	a.json(http.StatusCreated, object{
		"token": secret, "expires_at": expires.UTC().Format(time.RFC3339),
		"permissions": object{"contents": "read", "metadata": "read"}, "repository_selection": "all",
	})
}

// GitHub's messages for a rejected JWT.
const (
	badJWT     = "A JSON web token could not be decoded"
	badExpires = "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
	farExpires = "'Expiration time' claim ('exp') is too far in the future"
	badIssued  = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
)

// proven returns the App that signed the JWT, or why it is rejected. It must be RS256, issued at
// most a minute in the future, and valid for at most ten minutes.
func (a *apps) proven(jwt string, now time.Time) (app App, refusal string) {
	parts := strings.Split(jwt, ".")
	if len(parts) != 3 {
		return App{}, badJWT
	}
	var head struct {
		Algorithm string `json:"alg"`
	}
	var claims struct {
		Issuer  any     `json:"iss"`
		Issued  float64 `json:"iat"`
		Expires float64 `json:"exp"`
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || decodePart(parts[0], &head) != nil || decodePart(parts[1], &claims) != nil || head.Algorithm != "RS256" {
		return App{}, badJWT
	}
	issuer := fmt.Sprint(claims.Issuer)
	if f, ok := claims.Issuer.(float64); ok {
		issuer = strconv.FormatInt(int64(f), 10)
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	i := slices.IndexFunc(a.all, func(app App) bool {
		return issuer == strconv.FormatInt(app.ID, 10) && rsa.VerifyPKCS1v15(app.Key, crypto.SHA256, sum[:], signature) == nil
	})
	switch at := float64(now.Unix()); {
	case i < 0:
		return App{}, badJWT
	case claims.Expires <= at:
		return App{}, badExpires
	case claims.Expires > at+600:
		return App{}, farExpires
	case claims.Issued > at+60:
		return App{}, badIssued
	}
	return a.all[i], ""
}

func decodePart(part string, into any) error {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}
