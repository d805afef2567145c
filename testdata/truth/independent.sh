#!/bin/sh
# Reads a few facts of a git repository with git, grep and awk alone, as a person would who
# knows nothing of Plumbline. It prints a line a fact: name, tab, value.
#
#   independent.sh DIR SECONDS     the instant, in seconds since 1970
#
# It is crude on purpose: it is to be looked at where it differs, not to be believed.
set -u
dir=$1
at=$2
export LC_ALL=C TZ=UTC0 GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none
g() { git -c safe.directory='*' -c core.quotePath=false --git-dir="$dir" "$@"; }
say() { printf '%s\t%s\n' "$1" "$2"; }

# The default branch: what HEAD names. What the remote calls it may be years old in a copy.
branch=$(g symbolic-ref -q --short HEAD || echo detached)
say branch "$branch"
head=$(g rev-parse -q --verify HEAD) || { say error "HEAD names no commit"; exit 0; }
say commit "$head"

# The last release: the newest tag that ends in numbers and says nothing of a trial.
last=$(g for-each-ref --sort=-creatordate --format='%(creatordate:unix)%09%(creatordate:format-local:%Y-%m-%d)%09%(refname:strip=2)%09%(*objecttype)%(objecttype)' refs/tags |
  awk -F'\t' -v at="$at" '$1 <= at + 86400 && $4 ~ /commit/ { print $2 "\t" $3 }' |
  grep -Ei '[0-9]+([._-][0-9]+)+([._-]?(final|ga|release|stable|p[0-9]+))?$|^(v|r|release[-_])?[0-9]+[a-z]?$' |
  grep -Eiv '(alpha|beta|[-_.0-9](a|b|rc|cr|m|pre)[-_.]?[0-9]+$|rc|pre|dev|snapshot|nightly|test|base|root|start|branch|before|after|merge|import|milestone|preview|experimental|canary|insider)' |
  head -n 1)
say release "$(printf '%s' "$last" | cut -f2)"
say released "$(printf '%s' "$last" | cut -f1)"

# People with commits in three of twelve calendar months: by name, and by address.
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
from=$(awk -v at="$at" 'BEGIN { print at - 366 * 86400 - 31 * 86400 }')
g -c mailmap.blob="$head:.mailmap" log --no-merges --since="@$from" --date=format-local:%Y-%m --format='%ct%x09%cd%x09%aN%x09%aE' "$head" >"$work/log" 2>/dev/null
this=$(g log -1 --date=format-local:%Y-%m --format=%cd "$head")
year=$(awk -v at="$at" 'BEGIN {
  d = int(at / 86400); y = 1970
  while (1) { n = (y % 4 == 0 && (y % 100 || y % 400 == 0)) ? 366 : 365; if (d < n) break; d -= n; y++ }
  split("31 28 31 30 31 30 31 31 30 31 30 31", m, " "); if (n == 366) m[2] = 29
  for (i = 1; d >= m[i]; i++) d -= m[i]
  printf "%04d-%02d %04d-%02d", i < 12 ? y - 1 : y, i < 12 ? i + 1 : 1, y, i
}')
first=${year% *}
end=${year#* }
awk -F'\t' -v f="$first" -v e="$end" '$2 >= f && $2 <= e' "$work/log" >"$work/year"
program='(\[bot\]|bot|robot|[- ]ci|github|automation|jenkins|weblate|copybara|gerrit)( \([^)]*\))?$|^(dependabot|renovate|github-actions?|jenkins|travis|ci|web-flow|claude|copilot|root)([^a-z]|$)'
cut -f3 "$work/year" | grep -Eic "$program" >"$work/bots"
awk -F'\t' '{ print $3 "\t" $2 }' "$work/year" | sort -u | cut -f1 | grep -Eiv "$program" | sort | uniq -c | awk '$1 >= 3' | wc -l >"$work/names"
awk -F'\t' '{ print tolower($4) "\t" $2 "\t" $3 }' "$work/year" | grep -Eiv "$program" | cut -f1,2 | sort -u | cut -f1 | sort | uniq -c | awk '$1 >= 3' | wc -l >"$work/mails"
say names "$(tr -d ' ' <"$work/names")"
say mails "$(tr -d ' ' <"$work/mails")"
say last "$this"
awk -F'\t' -v at="$at" '$1 > at - 365 * 86400 && $1 <= at + 86400' "$work/log" | cut -f3 | grep -Ei "$program" >"$work/programs"
say programs "$(wc -l <"$work/programs" | tr -d ' ')"
say who "$(sort "$work/programs" | uniq -c | sort -rn | head -n 4 | awk '{ n = $1; $1 = ""; printf "%s%s %d", s, substr($0, 2), n; s = "; " }')"
# Who works most, for eyes that see a program the pattern does not know.
say top "$(awk -F'\t' -v at="$at" '$1 > at - 365 * 86400 { print $3 }' "$work/log" | sort | uniq -c | sort -rn | head -n 5 | awk '{ n = $1; $1 = ""; printf "%s%s %d", s, substr($0, 2), n; s = "; " }')"

# The licence: famous words in files of the root folder that are called like licences.
g ls-tree --name-only "$head" 2>/dev/null | grep -Ei '^(un)?licen[cs]e|^copying|^copyright|licen[cs]e(\.(txt|md))?$' |
  while IFS= read -r f; do
    g cat-file blob "$head:$f" 2>/dev/null | head -c 60000 | tr '\n\t\r' '   ' | tr -s ' *#' ' ' >"$work/text"
    has() { grep -Eiq "$1" "$work/text"; }
    has 'Permission is hereby granted, free of charge' && has 'the rights to use, copy, modify' && echo MIT
    has 'Apache License,? Version 2\.0' && echo Apache-2.0
    has 'GNU GENERAL PUBLIC LICENSE Version 2' && echo GPL-2.0
    has 'GNU GENERAL PUBLIC LICENSE Version 3' && echo GPL-3.0
    has 'GNU LESSER GENERAL PUBLIC LICENSE Version 2\.1' && echo LGPL-2.1
    has 'GNU LESSER GENERAL PUBLIC LICENSE Version 3' && echo LGPL-3.0
    has 'GNU AFFERO GENERAL PUBLIC LICENSE Version 3' && echo AGPL-3.0
    has 'Mozilla Public License,? (Version|v\.) 2\.0' && echo MPL-2.0
    has 'Eclipse Public License - v 2\.0' && echo EPL-2.0
    has 'Redistributions? in binary form' && { has 'neither the names? |may not be used to endorse|not be used to endorse' && echo BSD-3-Clause || echo BSD-2-Clause; }
    has 'Permission to use, copy, modify, and(/or)? distribute this software for any purpose with or without fee' && echo ISC
    has 'unencumbered software released into the public domain' && echo Unlicense
    has 'CC0 1\.0 Universal' && echo CC0-1.0
    has 'Boost Software License' && echo BSL-1.0
    has 'provided .as-is., without any express or implied' && echo Zlib
  done | sort -u | tr '\n' ' ' | sed 's/ $//' >"$work/licence"
say licence "$(cat "$work/licence")"
say files "$(g ls-tree --name-only "$head" | grep -Ei 'licen[cs]e|copying|copyright' | head -n 6 | tr '\n' ' ')"
