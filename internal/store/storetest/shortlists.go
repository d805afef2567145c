package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
)

// saved is a shortlist that expires a number of days after noon.
func saved(days int) shortlist.Shortlist {
	risk := 12.5
	return shortlist.Shortlist{
		Title: "For the board", Created: noon.AddDate(0, 0, -100), Changed: noon.AddDate(0, 0, -100), Expires: noon.AddDate(0, 0, days),
		Items: []shortlist.Item{
			{Slug: "b", Decision: shortlist.Fund, Owner: "Security team", Note: "First.\n=1+1 'é' \\", Saved: shortlist.Saved{Run: 3, Day: noon, Rank: 7, Risk: &risk}},
			{Slug: "a", Decision: shortlist.Undecided},
		},
	}
}

// A shortlist is read by its token alone. Of two changes of one state, the second is refused.
func shortlistsReadBack(t *testing.T, e env) {
	d := e.open()
	token, other := shortlist.NewToken(), shortlist.NewToken()
	want := saved(90)
	if err := d.NewShortlist(d.ctx(), token.Key(), want); err != nil {
		t.Fatal(err)
	}
	got, err := d.Shortlist(d.ctx(), token.Key())
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	for _, key := range []shortlist.Key{other.Key(), shortlist.Key(token), "", "\x00", "' OR 1=1 --"} {
		if _, err := d.Shortlist(d.ctx(), key); !errors.Is(err, health.ErrNotFound) {
			t.Errorf("key %q: %v", key, err)
		}
	}
	next := want
	next.Title, next.Items, next.Changed, next.Expires = "Less", want.Items[:1], noon, noon.Add(time.Hour)
	if err := d.ChangeShortlist(d.ctx(), token.Key(), want, next); err != nil {
		t.Fatal(err)
	}
	if err := d.ChangeShortlist(d.ctx(), token.Key(), want, saved(365)); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("a change of an earlier state: %v", err)
	}
	got, err = e.open().Shortlist(d.ctx(), token.Key())
	if diff := cmp.Diff(next, got); err != nil || diff != "" {
		t.Errorf("after a change: %v (-want +got)\n%s", err, diff)
	}
	if err := d.DeleteShortlist(d.ctx(), token.Key()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Shortlist(d.ctx(), token.Key()); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("after it was deleted: %v", err)
	}
}

// An expired shortlist is read for thirty days more; then it is not there, and the next that is
// saved, or the next run that is published, deletes it.
func shortlistsExpire(t *testing.T, e env) {
	d := e.open()
	tokens := map[int]shortlist.Token{}
	for _, days := range []int{1, -29, -31} {
		tokens[days] = shortlist.NewToken()
		if err := d.NewShortlist(d.ctx(), tokens[days].Key(), saved(days)); err != nil {
			t.Fatal(err)
		}
	}
	for days, token := range tokens {
		got, err := d.Shortlist(d.ctx(), token.Key())
		if there := err == nil; there != (days > -30) || there && got.Expired(noon) != (days < 0) {
			t.Errorf("%d days after it expired: %v, expired %v", -days, err, got.Expired(noon))
		}
	}
	gone := tokens[-31].Key()
	// What is there can be changed, so a change finds out.
	if err := d.ChangeShortlist(d.ctx(), gone, saved(-31), saved(-31)); err != nil {
		t.Errorf("before it is deleted: %v", err)
	}
	d.save("l", "a")
	run := d.start("l", "a")
	d.record(run, "a")
	d.publish(run)
	if err := d.ChangeShortlist(d.ctx(), gone, saved(-31), saved(1)); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("after a run was published: %v", err)
	}
	if _, err := d.Shortlist(d.ctx(), tokens[-29].Key()); err != nil {
		t.Errorf("one within its thirty days: %v", err)
	}
}
