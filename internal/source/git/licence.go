package git

import (
	"regexp"
	"strings"
)

// licenceRule identifies a licence by phrases that must all occur in its text, in lower case and
// with single spaces.
type licenceRule struct {
	id      string
	phrases []string
	without string // must not occur in the text; may be empty
	title   bool   // the first phrase is a title near the top
}

// titleArea is the part of a text in which a title occurs, possibly after a note. Further down, the
// name of a licence is only a mention, e.g. in a summary of the licences of bundled files.
const titleArea = 1000

// licenceRules are tried in order, specific ones before general ones.
var licenceRules = []licenceRule{
	{"curl", []string{"copyright and permission notice", "permission to use, copy, modify, and distribute this software for any purpose"}, "", false},
	{"0BSD", []string{"permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted. the software is provided"}, "provided that the above copyright notice", false},
	{"OpenSSL", []string{"openssl license", "original ssleay license"}, "", false},
	{"PostgreSQL", []string{"postgresql", "without fee, and without a written agreement is hereby granted"}, "", false},
	{"PSF-2.0", []string{"python software foundation license version 2"}, "", false},
	{"PHP-3.01", []string{"the php license, version 3.01"}, "", false},
	{"ImageMagick", []string{"imagemagick license"}, "", true},
	{"Artistic-2.0", []string{"the artistic license 2.0"}, "", false},
	{"Artistic-1.0-Perl", []string{"artistic license", "perl"}, "", false},
	{"Apache-2.0", []string{"apache license", "version 2.0, january 2004"}, "", false},
	{"Apache-2.0", []string{"licensed under the apache license, version 2.0"}, "", false},
	{"BUSL-1.1", []string{"business source license 1.1"}, "", false},
	{"SSPL-1.0", []string{"server side public license"}, "", false},
	{"AGPL-3.0", []string{"gnu affero general public license", "version 3"}, "gnu lesser general public license", true},
	{"LGPL-3.0", []string{"gnu lesser general public license version 3"}, "", true},
	{"LGPL-2.1", []string{"gnu lesser general public license version 2.1"}, "", true},
	{"LGPL-2.0", []string{"gnu library general public license version 2"}, "", true},
	{"GPL-3.0", []string{"gnu general public license version 3"}, "", true},
	{"GPL-2.0", []string{"gnu general public license version 2"}, "", true},
	{"MPL-2.0", []string{"mozilla public license version 2.0"}, "", true},
	{"MPL-2.0", []string{"mozilla public license, v. 2.0"}, "", true},
	{"MPL-1.1", []string{"mozilla public license version 1.1"}, "", true},
	{"EPL-2.0", []string{"eclipse public license - v 2.0"}, "", true},
	{"EPL-1.0", []string{"eclipse public license - v 1.0"}, "", true},
	{"CDDL-1.0", []string{"common development and distribution license", "version 1.0"}, "", false},
	{"EUPL-1.2", []string{"european union public licence v. 1.2"}, "", false},
	{"BSL-1.0", []string{"boost software license - version 1.0"}, "", false},
	{"CC0-1.0", []string{"cc0 1.0 universal"}, "", true},
	{"CC-BY-4.0", []string{"creative commons attribution 4.0 international"}, "", true},
	{"WTFPL", []string{"do what the fuck you want to public license"}, "", false},
	{"Unlicense", []string{"this is free and unencumbered software released into the public domain"}, "", false},
	{"libpng-2.0", []string{"png reference library license version 2"}, "", true},
	{"Zlib", []string{"this software is provided 'as-is', without any express or implied warranty", "altered source versions must be plainly marked as such"}, "", false},
	{"bzip2-1.0.6", []string{"julian", "altered source versions must be plainly marked as such"}, "", false},
	{"ISC", []string{"permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that"}, "", false},
	{"ISC", []string{"permission to use, copy, modify, and distribute this software for any purpose with or without fee is hereby granted, provided that"}, "", false},
	{"MIT", []string{"permission is hereby granted, free of charge, to any person obtaining a copy", "the above copyright notice and this permission notice"}, "", false},
	{"MIT-0", []string{"permission is hereby granted, free of charge, to any person obtaining a copy", "without restriction, including without limitation the rights"}, "", false},
	{"BSD-4-Clause", []string{"redistributions of source code must retain", "all advertising materials mentioning features"}, "", false},
	{"BSD-3-Clause", []string{"redistributions of source code must retain", "may be used to endorse or promote products"}, "", false},
	{"BSD-2-Clause", []string{"redistributions of source code must retain", "redistributions in binary form must reproduce"}, "", false},
}

var (
	spaces  = regexp.MustCompile(`[\s*#;|]+`)
	spdxTag = regexp.MustCompile(`(?i)SPDX-License-Identifier:[ \t]*([A-Za-z0-9.+-]+(?: (?:OR|AND|WITH) [A-Za-z0-9.+-]+)*)`)
)

// recognise returns the SPDX id of a licence text, or "" if it is unknown. It reads only the head:
// what a long file appends is not the licence.
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
	if r.title && !strings.Contains(flat[:min(len(flat), titleArea)], r.phrases[0]) {
		return false
	}
	for _, p := range r.phrases {
		if !strings.Contains(flat, p) {
			return false
		}
	}
	return true
}
