package proof

import (
	"cmp"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// setup defines changes, which reads commits without merges with git, and count, which counts them
// with awk. Its awk has program, which tells programs, person, which returns the key of an
// author and joins it to others of the same person, root, the key of a
// person, and integrators, their number. The .mailmap is that of the commit, whatever
// is checked out.
func (p pinned) setup() Setup {
	const never = "^$" // of a name with an address it is never found
	shared := slashed(cmp.Or(p.Rules.Shared, never))
	awk := fmt.Sprintf(functions, slashed(cmp.Or(p.Rules.Programs, never)), shared, shared, commonAccounts, shared)
	return Setup{
		Run: "PEOPLE=" + Quote(awk) + "\n" +
			"changes() {\n" +
			"  LC_ALL=C TZ=UTC0 git -C \"$(git -C " + clone + " rev-parse --absolute-git-dir)\" -c mailmap.blob=" + p.commit + ":.mailmap \\\n" +
			"    log --no-show-signature --no-merges --date=format-local:%Y-%m-%d \\\n" +
			"    --format='%ct%x09%cd%x09%aN%x09%aE'\"$1\" " + p.commit + "\n}\n" +
			"count() { LC_ALL=C awk -F'\\t' \"$PEOPLE$1\"; }\n" +
			"half() {\n  sort -rn |\n  awk '{ c[NR] = $1; t += $1 } END { for (i = 1; i <= NR; i++) { s += c[i]; if (2 * s >= t) { print i; exit } } }'\n}",
		Note: setupNote + p.programsNote(),
	}
}

// programsNote says how the pattern differs from the rules.
func (p pinned) programsNote() string {
	if p.Rules.Programs == "" {
		return " Commits by programs are not left out."
	}
	note := " The pattern holds the usual programs only; Plumbline has more rules."
	if n := p.Inputs.Field(field.BotCommits12m); n.Known() {
		note += fmt.Sprintf(" Plumbline's full rules found %.0f commits by programs in 12 months (%s).", n.Value, field.BotCommits12m)
	}
	return note
}

// setupNote says how persons differ.
const setupNote = "Equal addresses or equal full names are one person, as in Plumbline. Rarer cases are left out: " +
	"names in other scripts, and addresses that several people slipped into. " +
	"Plumbline's figure may differ by a few people or commits in such cases."

// commonAccounts are accounts of addresses that many people have, as the source of git knows them.
const commonAccounts = `info|admin|root|mail|email|contact|support|hello|office|team|dev|devel|developers?|build|github|gitlab|git|user|me|code|web|webmaster|postmaster|security|opensource|oss|public|maintainers?|[0-9.]+`

const functions = `function program(name, mail) {
  return tolower(name " <" mail ">") ~ /%s/
}
function root(k) { while (k in up) k = up[k]; return k }
function same(a, b) { a = root(a); b = root(b); if (a != b) up[a] = b }
function once(m,  q) { return split(m, q, "@") == 3 && q[2] == q[3] ? q[1] "@" q[2] : m }
function short(m) {
  if (m ~ /@users\.noreply\.github\.com$/) sub(/^[0-9]+\+/, "", m); else sub(/\+[^@]*@/, "@", m)
  return m
}
function plain(t) { gsub(/[-_. ]/, "", t); return t }
function sender(n, m,  i, l, q) {
  sent = 0; i = index(n, " via "); if (!i) i = index(n, " (via "); if (!i) return n
  l = substr(n, i); q = sub(/^ \(via /, "", l); sub(/^ via /, "", l); sub(/\)$/, "", l); l = plain(l)
  if (!q && l != plain(account(m)) && l != plain(substr(m, index(m, "@") + 1)) && m !~ /%s/) return n
  n = substr(n, 1, i - 1); sub(/^["(\047]+/, "", n); sub(/[") \047]+$/, "", n); sent = 1
  return n
}
function key(name, mail) {
  m = once(tolower(mail)); n = sender(tolower(name), m); h = ""; w = once(n)
  if (w !~ /^[^ @<>]+@[^ @<>]+\.[^ @<>]+$/ || w ~ /%s/ || w ~ /^(%s)@/) w = ""; else w = short(w)
  if (m ~ /^[0-9]+\+[^@]*@users\.noreply\.github\.com$/ || m ~ /^[0-9]+[-+][^@]*@(users\.)?noreply\./ && m !~ /github\.com$/) {
    h = m; sub(/[-+][^@]*@/, "@", h)
  }
  m = short(m)
  if (n !~ /[^ ] +[^ ]/) n = ""
  if ((n != "" || w != "") && (sent || m ~ /%s/)) m = n == "" ? w : ""
  return m == "" ? "n:" n : "m:" m
}
function account(m) { sub(/@.*/, "", m); return m }
function made(u, full,  q, l, i) {
  l = split(full, q, " "); i = length(u) - length(q[l])
  if (length(q[l]) >= 3 && i >= 0 && substr(u, i + 1) == q[l]) {
    u = substr(u, 1, i); sub(/[._-]+$/, "", u)
    return u != "" && (u == q[1] || u == substr(q[1], 1, 1))
  }
  return length(u) == 3 && substr(u, 1, 1) == substr(q[1], 1, 1) && substr(u, 3) == substr(q[l], 1, 1)
}
function spelled(  x, q, r) {
  for (x in named) { split(x, q, SUBSEP); r = root(q[2]); if (q[1] in one && one[q[1]] != r) two[q[1]]; one[q[1]] = r }
  for (x in called) { split(x, q, SUBSEP); if (q[2] in one && !(q[2] in two) && q[2] in fits) same(q[1], one[q[2]]) }
}
END { if (met) n = 0; spelled() }
function person() {
  k = key($3, $4); known[k]; met = 1
  if (m != "" && n != "") { named[account(m), k]; if (made(account(m), n)) fits[account(m)] }
  if (w != "") { called[k, account(m)]; called[k, account(w)] }
  if (m != "" && n != "") { same(k, "n:" n); known["n:" n] }
  if (w != "" && "m:" w != k) { same(k, "m:" w); known["m:" w] }
  if (m != "" && h != "") { same(k, "h:" h); known["h:" h] }
  return k
}
function integrators() {
  for (x in c) {
    split(x, a, SUBSEP); b = a[2]
    if (!(b in known) && ("n:" a[3]) in known) b = "n:" a[3]
    k = root(a[1]); b = root(b); if (k != b) by[b] += c[x]
  }
  for (b in by) if (by[b] >= 3) many++
  return many + 0
}
`

// biggest ends a command: the largest of the printed counts first.
const biggest = " |\nsort -rn"

// half prints how many of the counts, largest first, make half of them.
const half = " | half"

// byPerson ends a program: it sums the counts c by person into p.
const byPerson = "END { for (k in c) p[root(k)] += c[k]; "

// people are the figures that need persons.
func (p pinned) people(id field.ID) (Proof, bool) {
	year := p.window(0, 365)
	counts := byPerson + "for (r in p) print p[r] }"
	count := byPerson + "for (r in p) n++; print n + 0 }"
	switch id {
	case field.Authors12m:
		return p.persons("", year+" { c[k]++ }\n"+count, "", p.number(0)), true
	case field.AuthorsTotal:
		return p.persons("", "{ c[k]++ }\n"+count, "", p.number(0)), true
	case field.NewAuthors12m:
		return p.persons("", fmt.Sprintf("{ if (!(k in f) || $1 < f[k]) f[k] = $1 }\n%s { c[k]++ }\n"+
			"END { for (k in f) { r = root(k); if (!(r in g) || f[k] < g[r]) g[r] = f[k] }\n"+
			"  for (k in c) y[root(k)]; for (r in y) if (g[r] > %d) n++; print n + 0 }", year, p.at-365*day), "", p.number(0)), true
	case field.Regulars12m:
		return p.persons("", p.months(12)+" { c[k, substr($2, 1, 7)] }\n"+
			"END { for (x in c) { split(x, a, SUBSEP); d[root(a[1]), a[2]] }\n"+
			"  for (x in d) { split(x, a, SUBSEP); if (++c3[a[1]] == 3) n++ }\n  print n + 0 }", "", p.number(0)), true
	case field.ContributorAbsenceFactor:
		if p.Inputs.OfTwoYears(id) {
			year = p.window(0, 730)
		}
		return p.persons("", year+" { c[k]++ }\n"+counts, half, p.number(0)), true
	case field.ContributorAbsenceFactor12m:
		return p.persons("", year+" { c[k]++ }\n"+counts, half, p.number(0)), true
	case field.TopAuthorShare12m:
		return p.persons("", year+" { c[k]++; t++ }\n"+byPerson+"for (r in p) if (p[r] > b) b = p[r]; printf \"%.4f\\n\", b / t }", "", p.number(4)), true
	case field.AuthorShares12m:
		return p.persons("", year+" { c[k]++ }\n"+counts, biggest+" |\nhead -n 20 |\npaste -s -d , -", p.list()), true
	case field.AuthorsByMonth:
		return p.persons("", fmt.Sprintf("$1 <= %d { c[k, substr($2, 1, 7)] }\n", p.at+day)+
			"END { for (x in c) { split(x, a, SUBSEP); d[root(a[1]), a[2]] }\n  for (x in d) { split(x, a, SUBSEP); s[a[2]]++ } }\n"+
			p.monthly("s[mo[i]] + 0"), "", p.list()), true
	case field.Integrators12m:
		return p.integrators(), true
	}
	return Proof{}, false
}

// persons is a command that joins authors to persons; more are further columns.
func (p pinned) persons(more, program, after, prints string) Proof {
	c := p.changes(more, humans+"{ k = person() }\n"+program)
	c.Run += after
	c.Prints = prints
	return show(c)
}

// integrators counts who committed changes of others.
func (p pinned) integrators() Proof {
	return p.persons("%x09%cN%x09%cE", p.window(0, 365)+" && $3 FS $4 != $5 FS $6 && !program($5, $6) {\n"+
		"  k = person(); b = key($5, $6); c[k, b, n]++\n}\nEND { print integrators() }", "", p.number(0))
}
