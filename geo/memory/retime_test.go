package memory_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/memory"
)

// during returns the ids of what holds in a year.
func during(t *testing.T, r geo.Reader, year int) string {
	t.Helper()
	at := geo.Period{
		Start: geo.InstantOf(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)),
		End:   geo.InstantOf(time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)),
	}
	var ids []string
	for hit, err := range r.Find(context.Background(), geo.Query{From: "p", During: &at, Limit: 10}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, string(hit.ID()))
	}
	return strings.Join(ids, " ")
}

func timedBy(fields ...string) geo.Change {
	return geo.Change{Op: geo.PutCollection, In: "p", Collection: &geo.Collection{TimeFields: fields}}
}

// TestRetime says of features that are there which of their properties tell the time:
// from then on these do, and before they did not.
func TestRetime(t *testing.T) {
	ctx := context.Background()
	s := memory.NewKeeper(memory.Options{})
	all := features(t, `{"dug":"2020-05-01","shut":"2022-01-01"}`, `{"dug":"2021-05-01"}`, `{"n":1}`)
	group := []geo.Change{timedBy()}
	for _, f := range all {
		group = append(group, put("p", f))
	}
	if _, err := s.Apply(ctx, group...); err != nil {
		t.Fatal(err)
	}
	now := func() geo.Reader {
		r, err := s.Read(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	want := func(what, want string) {
		t.Helper()
		if got := during(t, now(), 2021); got != want {
			t.Errorf("%s: got %q in 2021, want %q", what, got, want)
		}
	}
	want("no time is told", "0 1 2")
	first, err := s.Apply(ctx, timedBy("dug"))
	if err != nil {
		t.Fatal(err)
	}
	want("when it was dug", "1 2")
	if _, err := s.Apply(ctx, put("p", all[0])); err != nil {
		t.Fatal(err)
	}
	want("put again by another rule", "1 2")
	if _, err := s.Apply(ctx, timedBy("dug", "shut")); err != nil {
		t.Fatal(err)
	}
	want("until it was shut", "0 1 2")
	if _, err := s.Apply(ctx, timedBy("dug"), geo.Change{Op: geo.Delete, In: "p", ID: "nobody"}); err == nil {
		t.Fatal("what is not there was deleted")
	}
	want("a group that is refused", "0 1 2")
	for rev, want := range map[geo.Rev]string{first - 1: "0 1 2", first: "1 2", first + 1: "1 2", first + 2: "0 1 2"} {
		r, err := s.ReadAt(ctx, rev)
		if err != nil {
			t.Fatal(err)
		}
		if got := during(t, r, 2021); got != want {
			t.Errorf("as of %d: got %q in 2021, want %q", rev, got, want)
		}
	}
}

// TestCannotBeTimed says that features have a period that ends before it starts: that is
// refused, and so are such features afterwards, by whatever rule they were made.
func TestCannotBeTimed(t *testing.T) {
	ctx := context.Background()
	s := memory.New(nil)
	all := features(t, `{"a":"2020-01-01","b":"2019-01-01"}`, `{"a":"2019-01-01","b":"2020-01-01"}`)
	if _, err := s.Apply(ctx, put("p", all[0]), put("p", all[1])); err != nil {
		t.Fatal(err)
	}
	_, err := s.Apply(ctx, timedBy("a", "b"))
	const want = `timeFields: 1 of 2 features of p do not fit: 0 (properties: the period ends ("2019-01-01") before it starts ("2020-01-01"); expected it to start first)`
	if geo.KindOf(err) != geo.Conflict || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if _, err := s.Apply(ctx, geo.Change{Op: geo.Delete, In: "p", ID: "0"}, timedBy("a", "b")); err != nil {
		t.Error(err)
	}
	if _, err := s.Apply(ctx, put("p", all[0])); geo.KindOf(err) != geo.Invalid {
		t.Errorf("it comes back: %v", err)
	}
}
