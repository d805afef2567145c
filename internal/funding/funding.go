// Package funding reads the files that name where money for a project can be sent: FUNDING.yml and
// funding.json, and holds what is known of the funding of a project.
package funding

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// platforms are the keys that FUNDING.yml may have, with those that GitHub documented earlier.
// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/displaying-a-sponsor-button-in-your-repository
var platforms = []string{
	"github", "patreon", "open_collective", "ko_fi", "tidelift", "community_bridge", "liberapay", "issuehunt", "lfx_crowdfunding", "polar",
	"buy_me_a_coffee", "thanks_dev", "otechie", "custom",
}

// Paths are where GitHub looks for the file, the first one wins.
var Paths = []string{".github/FUNDING.yml", "FUNDING.yml", "docs/FUNDING.yml"}

// NoneNamed is the reason of an empty list of channels if there is a FUNDING.yml. Such a file holds
// in the place of the owner's.
const NoneNamed = "FUNDING.yml names no platform"

// limits are those of a FUNDING.yml. A usual one has less than 1,000 bytes.
var limits = foreign.YAML{Size: 16 << 10, Tokens: 5000, Keys: 200, Tags: 100}

// Channels returns the platforms with a value in a FUNDING.yml, in the order of the file. It
// returns ErrUnavailable if the text is no YAML mapping, and ErrLimit if it is too large to read; an
// empty text names no platform.
func Channels(text []byte) ([]string, error) {
	if err := limits.Check(text); err != nil {
		return nil, fmt.Errorf("FUNDING.yml: %w: %w", err, source.ErrLimit)
	}
	var keys yaml.MapSlice
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if err := yaml.UnmarshalWithOptions(text, &keys, yaml.UseOrderedMap(), yaml.AllowDuplicateMapKey()); err != nil {
		return nil, fmt.Errorf("FUNDING.yml: %s: %w", firstLine(err.Error()), source.ErrUnavailable)
	}
	var found []string
	for _, item := range keys {
		key, ok := item.Key.(string)
		key = strings.ReplaceAll(key, "-", "_") // thanks-dev is frequent
		if !ok || !slices.Contains(platforms, key) {
			continue
		}
		// The last of several values of a key counts.
		found = slices.DeleteFunc(found, func(known string) bool { return known == key })
		if namesSomebody(item.Value) {
			found = append(found, key)
		}
	}
	return found, nil
}

// firstLine returns the message of the parser without the quoted text below it, which may be long.
func firstLine(message string) string {
	line, _, _ := strings.Cut(message, "\n")
	return foreign.Clip(line)
}

// namesSomebody reports whether a value is a name or an address, or a list with one. A number is a
// name in digits; a truth value, an empty text and a mapping are none.
func namesSomebody(value any) bool {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v) != ""
	case int, int64, uint64, float64:
		return true
	case []any:
		return slices.ContainsFunc(v, func(one any) bool {
			_, list := one.([]any)
			return !list && namesSomebody(one)
		})
	}
	return false
}
