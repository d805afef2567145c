package app

import "testing"

func TestPublicURL(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://plumbline.example":       "https://plumbline.example/",
		" https://Plumbline.Example/ ":    "https://plumbline.example/",
		"http://localhost:8080/":          "http://localhost:8080/",
		"HTTPS://[::1]:8443":              "https://[::1]:8443/",
		"":                                "",
		"plumbline.example":               "error",
		"//plumbline.example/":            "error",
		"ftp://plumbline.example/":        "error",
		"javascript:alert(1)":             "error",
		"https://":                        "error",
		"https://:80/":                    "error",
		"https://user@plumbline.example/": "error",
		"https://plumbline.example/a":     "error",
		"https://plumbline.example/?":     "error",
		"https://plumbline.example/?a=b":  "error",
		"https://plumbline.example/#":     "error",
		"https://plumb line.example/":     "error",
	} {
		var p PublicURL
		got := "error"
		if err := p.UnmarshalText([]byte(given)); err == nil {
			got = string(p)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}
