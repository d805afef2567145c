#!/usr/bin/env bash
# A failed git fetch moves the time of FETCH_HEAD, so the file's time alone is no day of the last fetch.
#
# Packages: git 2.39.5.
# Date:     2026-12-01.
#
# What happens: people date a copy by the time of FETCH_HEAD, because a fetch
# that brings nothing writes no other file. But git also empties the file when
# the remote does not answer. And a fetch into a bare clone (git clone --bare,
# which has no refspec) fills it while no branch moves, so the copy looks fresh
# and stays old. A copy is as new as FETCH_HEAD only if the file lists the
# branch at the commit that the copy has.
#
# Output seen:
#   mirror, nothing new: FETCH_HEAD written, lists main: yes; other files written: 0
#   mirror, remote gone: FETCH_HEAD written, lists main: no; other files written: 0
#   bare clone, new commit: FETCH_HEAD written, lists our main: no; other files written: 0
#
# Needs git and no network. Exits with 1 when the output is different.
set -euo pipefail
script=$(realpath "$0")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null HOME=$tmp
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org

{
	git init -q -b main up && git -C up commit -q --allow-empty -m one
	git clone -q --mirror up mirror.git && git clone -q --bare up bare.git
	git -C mirror.git fetch -q && git -C bare.git fetch -q
} || exit 2

# fetched REPOSITORY dates all its files back, fetches, and prints what was written.
fetched() {
	local tip listed=no written=no others
	tip=$(git -C "$1" rev-parse main)
	find "$1" -exec touch -h -d 2021-01-01 {} +
	git -C "$1" fetch -q 2>/dev/null || true
	[ "$1/FETCH_HEAD" -nt "$1/HEAD" ] && written=yes
	grep -q "^$tip" "$1/FETCH_HEAD" && listed=yes
	others=$(find "$1" -type f -newer "$1/HEAD" -not -name FETCH_HEAD -not -path '*/objects/*' | wc -l)
	[ "$written" = yes ] && echo "FETCH_HEAD written, lists $2: $listed; other files written: $others"
}

{
	echo "mirror, nothing new: $(fetched mirror.git main)"
	mv up away
	echo "mirror, remote gone: $(fetched mirror.git main)"
	mv away up
	git -C up commit -q --allow-empty -m two || exit 2
	echo "bare clone, new commit: $(fetched bare.git 'our main')"
} | tee seen
sed -n 's/^#   //p' "$script" >want
diff want seen >/dev/null
