package githubtest

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// Every field there is, asked of every story: the answers have the types the
// schema promises, and null only where it allows it.
func TestEverything_hasItsType(t *testing.T) {
	t.Parallel()
	query := everythingQuery()
	if n := strings.Count(query, " "); n < 500 {
		t.Fatalf("a query of %d words is not everything", n)
	}
	s := Start(t, Config{Tokens: map[string]Budget{DemoToken: {Owner: "example-demo", Admin: true}}})
	files, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range files {
		if f.story.Hidden || f.story.Blocked != nil || f.story.Repository == "example-busy/monorepo" { // the last only for its size
			continue
		}
		owner, name, _ := strings.Cut(f.story.Repository, "/")
		data := right(t, s, query, map[string]any{"owner": owner, "name": name})
		c := &checker{t: t, story: f.name, seen: seen}
		c.object(sdl().Types["Query"], data, "")
	}
	(&checker{t: t, story: "the ways back", seen: seen}).object(sdl().Types["Query"], right(t, s, waysBack, nil), "")
	for name, d := range sdl().Types {
		for _, f := range d.Fields {
			key := name + "." + f.Name
			if d.Kind == ast.Object && !d.BuiltIn && name != "Query" && !strings.HasPrefix(f.Name, "__") && !seen[key] && !slices.Contains(rare, name) {
				t.Errorf("%s was never answered", key)
			}
		}
	}
}

// waysBack asks for what everything leaves out, lest it go in circles.
const waysBack = `{
	a_repository: repository(owner: "example-hands", name: "linked") {
		issues(first: 0) { totalCount } pullRequest(number: 1) { number mergeCommit { oid } repository { name }
			timelineItems(first: 9) { nodes { __typename ... on ClosedEvent { closable { __typename closed } } ... on MergedEvent { pullRequest { number } } } } }
		ref(qualifiedName: "refs/heads/main") { name repository { name } target { __typename ... on Commit { repository { name }
			history(first: 3) { edges { cursor node { messageHeadline associatedPullRequests(first: 2) { nodes { number } } } } } } } }
		stargazers { totalCount } watchers { totalCount }
	}
	b_repository: repository(owner: "example-forks", name: "maintained") { parent { nameWithOwner } issue(number: 1) { repository { name } comments(first: 1) { nodes { repository { name } } } } }
	c_repository: repository(owner: "example-bots", name: "reopened") { issue(number: 7) { timelineItems(first: 9) { nodes { __typename ... on ReopenedEvent { closable { __typename closedAt } } } } } }
	d_repository: repository(owner: "example-busy", name: "engine") { releases(first: 1) { nodes { repository { name } } } }
	e_repository: repository(owner: "example-checks", name: "reviewed") { object(expression: "HEAD") { __typename ... on Commit { tree { repository { name } }
		associatedPullRequests(first: 1) { nodes { commits(first: 1) { nodes { pullRequest { number } commit {
			checkSuites(first: 2) { edges { cursor node { id } } nodes { app { databaseId id name slug } commit { oid } conclusion databaseId id status } }
			status { commit { oid } contexts { context createdAt description id state targetUrl } id state } } } } } } } } }
	f_repository: repository(owner: "example-busy", name: ".github") { object(expression: "HEAD:SECURITY.md") { __typename
		... on Blob { abbreviatedOid byteSize commitUrl id isBinary isTruncated oid repository { name } text } } }
}`

// rare are types the query above does not reach.
var rare = []string{"Mannequin", "OrganizationEdge", "UserConnection", "StargazerConnection"}

func everythingQuery() string {
	return "query($owner: String!, $name: String!) { viewer " + everything("User", 2) + " rateLimit { cost limit nodeCount remaining resetAt used } repository(owner: $owner, name: $name) " + everything("Repository", 5) + " }"
}

// everything is a selection of all fields of a type, so many levels deep,
// without the ways back to where it came from.
func everything(typ string, depth int) string {
	var b strings.Builder
	b.WriteString("{ __typename ")
	d := sdl().Types[typ]
	switch d.Kind {
	case ast.Interface, ast.Union:
		for _, p := range sdl().PossibleTypes[typ] {
			// Fields of two types with one name would have to have one type too.
			if sub := everything(p.Name, depth-1); typ != "Closable" && typ != "GitObject" || p.Name == "Commit" {
				fmt.Fprintf(&b, "... on %s %s ", p.Name, renamed(sub, p.Name))
			}
		}
	default:
		for _, f := range d.Fields {
			if !strings.HasPrefix(f.Name, "__") {
				b.WriteString(field(f, depth))
			}
		}
	}
	return b.String() + "}"
}

// renamed gives the fields of a fragment names of their own.
func renamed(selection, typ string) string {
	words := strings.Fields(selection)
	level := 0
	for i, w := range words {
		switch {
		case strings.HasSuffix(w, "{"):
			level++
		case w == "}" || w == "}}":
			level -= len(w)
		case level == 1 && w != "__typename" && !strings.HasPrefix(w, "..."):
			name, _, _ := strings.Cut(w, "(")
			words[i] = typ + "_" + name + ":" + w
		}
	}
	return strings.Join(words, " ")
}

// ways are arguments for the fields that need some, and the fields that lead back.
var ways = map[string]string{
	"issue": "-", "pullRequest": "-", "ref": "-", "repository": "-", "closable": "-", "parent": "-", "history": "(first:2)",
	"associatedPullRequests": "-", "mergeCommit": "-", "latestRelease": "",
	"stargazers": "-", "watchers": "-",
}

func field(f *ast.FieldDefinition, depth int) string {
	typ := f.Type.Name()
	args, special := ways[f.Name]
	if args == "-" {
		return ""
	}
	if isConnection(typ) && !special {
		args = "(first:2)"
	}
	switch sdl().Types[typ].Kind {
	case ast.Object, ast.Interface, ast.Union:
		if depth == 0 || isConnection(typ) && depth == 1 {
			return ""
		}
		return f.Name + args + " " + everything(typ, depth-1) + " "
	}
	return f.Name + args + " "
}

// checker compares decoded JSON with the schema.
type checker struct {
	t     *testing.T
	story string
	seen  map[string]bool
}

func (c *checker) object(d *ast.Definition, v map[string]any, path string) {
	for key, x := range v {
		if key == "__typename" {
			continue
		}
		_, name, found := strings.Cut(key, "_")
		if !found {
			name = key
		}
		f := d.Fields.ForName(name)
		if f == nil {
			c.t.Errorf("%s: %s%s is no field of %s", c.story, path, key, d.Name)
			continue
		}
		c.seen[d.Name+"."+name] = true
		c.value(f.Type, x, path+"."+key)
	}
}

func (c *checker) value(typ *ast.Type, v any, path string) {
	if v == nil {
		if typ.NonNull {
			c.t.Errorf("%s: %s is null, and %s", c.story, path, typ)
		}
		return
	}
	if typ.Elem != nil {
		all, ok := v.([]any)
		if !ok {
			c.t.Errorf("%s: %s is %T, and %s", c.story, path, v, typ)
		}
		for i, x := range all {
			c.value(typ.Elem, x, fmt.Sprintf("%s[%d]", path, i))
		}
		return
	}
	if m, ok := v.(map[string]any); ok {
		name, _ := m["__typename"].(string)
		if name == "" {
			name = typ.NamedType
		}
		if !is(name, typ.NamedType) {
			c.t.Errorf("%s: %s is %s, and %s", c.story, path, name, typ)
			return
		}
		c.object(sdl().Types[name], m, path)
		return
	}
	if !scalar(typ.NamedType, v) {
		raw, _ := json.Marshal(v)
		c.t.Errorf("%s: %s is %.80s, and %s", c.story, path, raw, typ)
	}
}

func scalar(typ string, v any) bool {
	s, text := v.(string)
	n, number := v.(float64)
	switch typ {
	case "Int":
		return number && n == math.Trunc(n) && math.Abs(n) <= math.MaxInt32
	case "Boolean":
		_, ok := v.(bool)
		return ok
	case "DateTime", "GitTimestamp":
		_, err := time.Parse(time.RFC3339Nano, s)
		return text && err == nil
	case "GitObjectID":
		return len(s) == 40
	case "URI":
		return text && s != ""
	case "ID", "String", "BigInt", "HTML":
		return text
	}
	d := sdl().Types[typ]
	return d.Kind == ast.Enum && text && d.EnumValues.ForName(s) != nil
}
