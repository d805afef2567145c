package githubtest

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
)

const identity = `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id nameWithOwner isArchived } }`

func TestEdit_renameTransferReuse(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	who := func(full string) asked {
		owner, name, _ := strings.Cut(full, "/")
		return ask(t, s, identity, map[string]any{"owner": owner, "name": name})
	}
	id := at(who("example-busy/engine").Data, "repository", "id")
	s.Edit(func(w *World) { w.Rename("example-busy/engine", "example-busy/motor") })
	s.Edit(func(w *World) { w.Rename("example-busy/motor", "example-other/motor") }) // a transfer
	for _, name := range []string{"example-busy/engine", "example-busy/motor", "example-other/motor"} {
		if got := at(who(name).Data, "repository"); at(got, "id") != id || at(got, "nameWithOwner") != "example-other/motor" {
			t.Errorf("%s is %v, want %v by its newest name", name, got, id)
		}
		want := http.StatusMovedPermanently
		if name == "example-other/motor" {
			want = http.StatusOK
		}
		if r := get(t, s, "/repos/"+name); r.status != want {
			t.Errorf("%s: status %d, want %d", name, r.status, want)
		}
	}
	if out := ask(t, s, `{ repository(owner: "example-busy", name: "engine", followRenames: false) { id } }`, nil); len(out.Errors) != 1 || out.Errors[0].Type != "NOT_FOUND" {
		t.Errorf("not following: %+v", out)
	}
	s.Edit(func(w *World) { w.Reuse("example-busy/engine", w.Start()) })
	if got := at(who("example-busy/engine").Data, "repository", "id"); got == id || got == nil {
		t.Errorf("the name used again has the id %v", got)
	}
	if got := at(who("example-other/motor").Data, "repository", "id"); got != id {
		t.Errorf("the first repository is %v now", got)
	}
	s.Edit(func(w *World) { w.Reuse("example-other/motor", w.Start()) }) // deletes what has the name
	node := ask(t, s, `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": id})
	if len(node.Errors) != 1 || node.Errors[0].Type != "NOT_FOUND" {
		t.Errorf("by the id of what is gone: %+v", node)
	}
}

func TestEdit_deleteBlockArchive(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	s.Edit(func(w *World) {
		w.Repository("example-busy/engine").Archive(w.Start())
		w.Repository("example-quiet/dead").Blocked = &Block{At: w.Start()}
		w.Delete("example-moves/new-name")
		w.Repository("example-bare/empty").Push("ann", w.Start())
	})
	if r := get(t, s, enginePath); !bytes.Contains(r.body, []byte(`"archived":true`)) {
		t.Error("not archived")
	}
	for path, want := range map[string]int{
		"/repos/example-quiet/dead": 451, "/repos/example-moves/new-name": 404, "/repos/example-moves/old-name": 404, "/repos/example-bare/empty/commits": 200,
	} {
		if r := get(t, s, path); r.status != want {
			t.Errorf("%s: %d, want %d", path, r.status, want)
		}
	}
}

const editedQuery = `{ repository(owner: "example-people", name: "associations") {
	issues(first: 1, orderBy: {field: UPDATED_AT, direction: DESC}) { nodes { number state stateReason authorAssociation comments(first: 10) { nodes { authorAssociation author { login } } }
		timelineItems(first: 10) { totalCount filteredCount nodes { __typename ... on ClosedEvent { actor { login } } } } } }
	pullRequests(first: 1, orderBy: {field: UPDATED_AT, direction: DESC}) { nodes { number state merged mergedBy { __typename login } reviews(first: 5) { nodes { state authorAssociation } } timelineItems(last: 1, itemTypes: [CLOSED_EVENT]) { totalCount filteredCount nodes { __typename } } } } } }`

func TestEdit_itemsMoveToTheFront(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	const full = "example-people/associations"
	var number, pull int
	s.Edit(func(w *World) {
		r, now := w.Repository(full), w.Start()
		number = r.OpenIssue("visitor-nine", now.Add(time.Minute)).Number
		r.Item(number).Comment("m-example", now.Add(2*time.Minute))
		r.Item(number).Close("m-example", now.Add(3*time.Minute))
		p := r.OpenPull("visitor-nine", now.Add(4*time.Minute))
		p.Review("c-example", "APPROVED", now.Add(5*time.Minute))
		p.Merge("o-example", now.Add(6*time.Minute))
		pull = p.Number
	})
	repo := at(right(t, s, editedQuery, nil), "repository")
	issue, change := at(repo, "issues", "nodes", 0), at(repo, "pullRequests", "nodes", 0)
	for what, pair := range map[string][2]any{
		"number":    {at(issue, "number"), float64(number)},
		"state":     {at(issue, "state"), "CLOSED"},
		"reason":    {at(issue, "stateReason"), "COMPLETED"},
		"author is": {at(issue, "authorAssociation"), "NONE"},
		"member is": {at(issue, "comments", "nodes", 0, "authorAssociation"), "MEMBER"},
		"closer":    {at(issue, "timelineItems", "nodes", 1, "actor", "login"), "m-example"},
		"pull":      {at(change, "number"), float64(pull)},
		"merged":    {at(change, "state"), "MERGED"},
		"merger":    {at(change, "mergedBy", "login"), "o-example"},
		"review":    {at(change, "reviews", "nodes", 0, "authorAssociation"), "COLLABORATOR"},
		"timeline":  {at(change, "timelineItems", "totalCount"), 3.0},
		"closings":  {at(change, "timelineItems", "filteredCount"), 1.0},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %v, want %v", what, pair[0], pair[1])
		}
	}
}

// Programs are called NAME in GraphQL and NAME[bot] in REST, and are members
// where a story says so.
func TestPrograms_areBots(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	s.Edit(func(w *World) { w.Repository("example-answers/bots").Publish("v9", "welcome-bot[bot]", w.Start()) })
	comment := at(right(t, s, `{ repository(owner: "example-answers", name: "bots") { issues(first: 1) { nodes { comments(first: 1) { nodes { authorAssociation author { __typename login } } } } } releases(first: 1) { nodes { tagName author { login } } } } }`, nil), "repository")
	first := at(comment, "issues", "nodes", 0, "comments", "nodes", 0)
	if at(first, "authorAssociation") != "MEMBER" || at(first, "author", "__typename") != "Bot" || at(first, "author", "login") != "welcome-bot" {
		t.Errorf("GraphQL: %v", first)
	}
	if release := at(comment, "releases", "nodes", 0); at(release, "tagName") != "v9" || at(release, "author") != nil {
		t.Errorf("its release, whose author can only be a User: %v", release)
	}
	if r := get(t, s, "/repos/example-answers/bots/releases"); !bytes.Contains(r.body, []byte(`"login":"welcome-bot[bot]"`)) || !bytes.Contains(r.body, []byte(`"type":"Bot"`)) {
		t.Errorf("REST: %.300s", r.body)
	}
	s.Reset()
	if c := s.Requests(); c.Total != 0 || len(c.Endpoint) != 0 || c.Points != 0 {
		t.Errorf("after Reset: %+v", c)
	}
}

// Readers, edits, faults and counts at once: for the race detector.
func TestServer_isSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{World: Generate(200, 1)})
	done := make(chan bool)
	for i := range 4 {
		go func() {
			defer func() { done <- true }()
			for n := range 20 {
				name := GeneratedName((i*31 + n) % 200)
				owner, base, _ := strings.Cut(name, "/")
				ask(t, s, feedQuery, map[string]any{"owner": owner, "name": base})
				get(t, s, "/repos/"+name)
				s.Edit(func(w *World) { w.Repository(GeneratedName(n)).OpenIssue("visitor-one", w.Start()) })
				s.Fail(Fault{Status: 500, Match: func(*http.Request) bool { return false }})()
				s.Requests()
			}
		}()
	}
	for range 4 {
		<-done
	}
}

func TestGenerate_isTheSameAndSmall(t *testing.T) {
	t.Parallel()
	ask1 := func(s *Server, i int) string {
		r := get(t, s, "/repos/"+GeneratedName(i))
		if r.status != http.StatusOK {
			t.Fatalf("%d: status %d", i, r.status)
		}
		return strings.ReplaceAll(string(r.body), s.URL(), "")
	}
	c := newClock()
	a, b := Start(t, Config{World: Generate(10000, 3), Now: c.now}), Start(t, Config{World: Generate(10000, 3), Now: c.now})
	for _, i := range []int{0, 1, 4711, 9999} {
		if ask1(a, i) != ask1(b, i) {
			t.Errorf("%d differs between two worlds of one seed", i)
		}
	}
	if r := get(t, a, "/repos/example-made/r10000"); r.status != http.StatusNotFound {
		t.Errorf("one too many: %d", r.status)
	}
	id := at(right(t, a, identity, map[string]any{"owner": "example-made", "name": "r00042"}), "repository", "id")
	a.Edit(func(w *World) { w.Rename(GeneratedName(42), "example-made/other") })
	got := right(t, a, `query($id: ID!) { node(id: $id) { ... on Repository { nameWithOwner } } }`, map[string]any{"id": id})
	if at(got, "node", "nameWithOwner") != "example-made/other" {
		t.Errorf("renamed: %v", got)
	}
}

// Not parallel: it measures the heap.
func TestGenerate_keepsLittle(t *testing.T) {
	w := Generate(10000, 3)
	w.begin(time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC), "")
	before := heap()
	for i := 0; i < 10000; i += 5 {
		w.find(GeneratedName(i))
	}
	grown := heap() - before
	runtime.KeepAlive(w)
	if grown > 16<<20 {
		t.Errorf("2,000 of 10,000 repositories later the heap is %d MiB larger", grown>>20)
	}
	t.Logf("%d KiB for the last %d repositories", grown>>10, recentSize)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func TestApp_tokenForASignedRequest(t *testing.T) {
	t.Parallel()
	key, other := newKey(t), newKey(t)
	c := newClock()
	s := Start(t, Config{Now: c.now, Apps: []App{{ID: 7, Installation: 99, Key: &key.PublicKey, Budget: Budget{Owner: "example-app", GraphQL: 12500}}}})
	now := c.now().Unix()
	path := "/app/installations/99/access_tokens"
	for _, tt := range []struct {
		name, jwt, path string
		want            int
	}{
		{"not signed", "nonsense", path, 401},
		{"another key", jwt(t, other, fmt.Sprintf(`{"iss":"7","iat":%d,"exp":%d}`, now, now+300)), path, 401},
		{"another App", jwt(t, key, fmt.Sprintf(`{"iss":"8","iat":%d,"exp":%d}`, now, now+300)), path, 401},
		{"expired", jwt(t, key, fmt.Sprintf(`{"iss":"7","iat":%d,"exp":%d}`, now-600, now-1)), path, 401},
		{"too long", jwt(t, key, fmt.Sprintf(`{"iss":"7","iat":%d,"exp":%d}`, now, now+700)), path, 401},
		{"of tomorrow", jwt(t, key, fmt.Sprintf(`{"iss":"7","iat":%d,"exp":%d}`, now+120, now+500)), path, 401},
		{"another installation", jwt(t, key, fmt.Sprintf(`{"iss":"7","iat":%d,"exp":%d}`, now, now+300)), "/app/installations/1/access_tokens", 404},
		{"right", jwt(t, key, fmt.Sprintf(`{"iss":7,"iat":%d,"exp":%d}`, now-30, now+540)), path, 201},
	} {
		r, err := try(s, "POST", tt.path, tt.jwt, "")
		if err != nil || r.status != tt.want {
			t.Fatalf("%s: %v, status %d, want %d: %s", tt.name, err, r.status, tt.want, r.body)
		}
		if r.status != http.StatusCreated {
			continue
		}
		var got struct {
			Token   string
			Expires time.Time `json:"expires_at"`
		}
		if err := json.Unmarshal(r.body, &got); err != nil || !got.Expires.Equal(c.now().Add(time.Hour)) {
			t.Fatalf("%v, %+v", err, got)
		}
		limit, err := try(s, "POST", "/graphql", got.Token, question(t, "{ rateLimit { limit } }", nil))
		if err != nil || !bytes.Contains(limit.body, []byte(`"limit":12500`)) {
			t.Errorf("%v: %s", err, limit.body)
		}
		c.move(time.Hour)
		if r, err := try(s, "POST", "/graphql", got.Token, question(t, "{ rateLimit { limit } }", nil)); err != nil || r.status != 401 {
			t.Errorf("an hour later: %v, status %d", err, r.status)
		}
	}
}

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func jwt(t *testing.T, key *rsa.PrivateKey, claims string) string {
	t.Helper()
	enc := base64.RawURLEncoding
	body := enc.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + enc.EncodeToString([]byte(claims))
	sum := sha256.Sum256([]byte(body))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return body + "." + enc.EncodeToString(signature)
}
