package git

import (
	"regexp"
	"strings"
)

// licenceRule recognises a licence by phrases that all stand in its text,
// lower-cased and with single spaces.
type licenceRule struct {
	id      string
	phrases []string
	without string // must not stand in the text; may be empty
}

// licenceRules are tried in order: the particular before the general.
var licenceRules = []licenceRule{
	{"curl", []string{"copyright and permission notice", "permission to use, copy, modify, and distribute this software for any purpose"}, ""},
	{"0BSD", []string{"permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted. the software is provided"}, "provided that the above copyright notice"},
	{"OpenSSL", []string{"openssl license", "original ssleay license"}, ""},
	{"PostgreSQL", []string{"postgresql", "without fee, and without a written agreement is hereby granted"}, ""},
	{"PSF-2.0", []string{"python software foundation license version 2"}, ""},
	{"PHP-3.01", []string{"the php license, version 3.01"}, ""},
	{"ImageMagick", []string{"imagemagick license"}, ""},
	{"Artistic-2.0", []string{"the artistic license 2.0"}, ""},
	{"Artistic-1.0-Perl", []string{"artistic license", "perl"}, ""},
	{"Apache-2.0", []string{"apache license", "version 2.0, january 2004"}, ""},
	{"Apache-2.0", []string{"licensed under the apache license, version 2.0"}, ""},
	{"BUSL-1.1", []string{"business source license 1.1"}, ""},
	{"SSPL-1.0", []string{"server side public license"}, ""},
	{"AGPL-3.0", []string{"gnu affero general public license", "version 3"}, "gnu lesser general public license"},
	{"LGPL-3.0", []string{"gnu lesser general public license version 3"}, ""},
	{"LGPL-2.1", []string{"gnu lesser general public license version 2.1"}, ""},
	{"LGPL-2.0", []string{"gnu library general public license version 2"}, ""},
	{"GPL-3.0", []string{"gnu general public license version 3"}, ""},
	{"GPL-2.0", []string{"gnu general public license version 2"}, ""},
	{"MPL-2.0", []string{"mozilla public license version 2.0"}, ""},
	{"MPL-2.0", []string{"mozilla public license, v. 2.0"}, ""},
	{"MPL-1.1", []string{"mozilla public license version 1.1"}, ""},
	{"EPL-2.0", []string{"eclipse public license - v 2.0"}, ""},
	{"EPL-1.0", []string{"eclipse public license - v 1.0"}, ""},
	{"CDDL-1.0", []string{"common development and distribution license", "version 1.0"}, ""},
	{"EUPL-1.2", []string{"european union public licence v. 1.2"}, ""},
	{"BSL-1.0", []string{"boost software license - version 1.0"}, ""},
	{"CC0-1.0", []string{"cc0 1.0 universal"}, ""},
	{"CC-BY-4.0", []string{"creative commons attribution 4.0 international"}, ""},
	{"WTFPL", []string{"do what the fuck you want to public license"}, ""},
	{"Unlicense", []string{"this is free and unencumbered software released into the public domain"}, ""},
	{"libpng-2.0", []string{"png reference library license version 2"}, ""},
	{"Zlib", []string{"this software is provided 'as-is', without any express or implied warranty", "altered source versions must be plainly marked as such"}, ""},
	{"bzip2-1.0.6", []string{"julian", "altered source versions must be plainly marked as such"}, ""},
	{"ISC", []string{"permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that"}, ""},
	{"ISC", []string{"permission to use, copy, modify, and distribute this software for any purpose with or without fee is hereby granted, provided that"}, ""},
	{"MIT", []string{"permission is hereby granted, free of charge, to any person obtaining a copy", "the above copyright notice and this permission notice shall be included"}, ""},
	{"MIT-0", []string{"permission is hereby granted, free of charge, to any person obtaining a copy", "without restriction, including without limitation the rights"}, ""},
	{"BSD-4-Clause", []string{"redistributions of source code must retain", "all advertising materials mentioning features"}, ""},
	{"BSD-3-Clause", []string{"redistributions of source code must retain", "may be used to endorse or promote products"}, ""},
	{"BSD-2-Clause", []string{"redistributions of source code must retain", "redistributions in binary form must reproduce"}, ""},
}

var (
	spaces  = regexp.MustCompile(`[\s*#/;|]+`)
	spdxTag = regexp.MustCompile(`(?i)SPDX-License-Identifier:[ \t]*([A-Za-z0-9.+-]+(?: (?:OR|AND|WITH) [A-Za-z0-9.+-]+)*)`)
)

// recognise returns the SPDX id of a licence text, or "" when it is none we
// know. Only the head is judged: what a long file appends is not the licence.
func recognise(text []byte) string {
	head := text[:min(len(text), 12_000)]
	flat := spaces.ReplaceAllString(strings.ToLower(strings.ToValidUTF8(string(head), "?")), " ")
	flat = strings.ReplaceAll(flat, "``", "'")
	for _, rule := range licenceRules {
		if rule.matches(flat) {
			return rule.id
		}
	}
	if m := spdxTag.FindSubmatch(head); m != nil {
		return string(m[1])
	}
	return ""
}

func (r licenceRule) matches(flat string) bool {
	if r.without != "" && strings.Contains(flat, r.without) {
		return false
	}
	for _, p := range r.phrases {
		if !strings.Contains(flat, p) {
			return false
		}
	}
	return true
}

// knownLicences lists the ids of the rules.
func knownLicences() []string {
	ids := make([]string, 0, len(licenceRules)+4)
	for _, r := range licenceRules {
		ids = append(ids, r.id)
	}
	return append(ids, "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-or-later")
}
