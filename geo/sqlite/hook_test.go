package sqlite_test

import (
	"strings"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
)

func openHooks(t *testing.T, path string, clock *dated) *sqlite.Hooks {
	t.Helper()
	hooks, err := sqlite.OpenHooks(t.Context(), path, clock.now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hooks.Close() })
	return hooks
}

func listHooks(t *testing.T, hooks *sqlite.Hooks) ([]sqlite.Hook, geo.Rev) {
	t.Helper()
	all, rev, err := hooks.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all, rev
}

func TestHooks(t *testing.T) {
	path, _, clock := tokenStore(t)
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	hooks, elsewhere := openHooks(t, path, clock), openHooks(t, path, clock) // the other as another process would
	if all, rev := listHooks(t, hooks); len(all) != 0 || rev != 0 {
		t.Errorf("got %v at %d, want none at 0", all, rev)
	}
	for _, id := range []geo.ID{"a", "b", "c"} {
		b := geo.NewBuilder(nil)
		b.SetID(id)
		if err := b.AddText("kind", "x"); err != nil {
			t.Fatal(err)
		}
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Apply(t.Context(), geo.Change{Op: geo.Create, In: "things", Feature: f}); err != nil {
			t.Fatal(err)
		}
	}
	want := sqlite.Hook{URL: "https://example.org/é", Secret: "of sixteen bytes or more", Collection: "things", Box: "0,0,1,1", Filter: "kind = 'x'"}
	now, err := hooks.Add(t.Context(), want, -1)
	if err != nil {
		t.Fatal(err)
	}
	if now.Secret != want.Secret || now.Seen == 0 || len(now.ID) != 8 || !now.Made.Equal(clock.at) {
		t.Errorf("got %+v", now)
	}
	clock.at = clock.at.Add(time.Second)
	all, err := elsewhere.Add(t.Context(), sqlite.Hook{URL: "https://example.org/"}, 1)
	if err != nil || all.Seen != 1 || len(all.Secret) != len(sqlite.SecretPrefix)+52 {
		t.Errorf("got %+v and %v, want one from 1 on with a secret", all, err)
	}
	ahead, err := elsewhere.Add(t.Context(), sqlite.Hook{URL: "https://example.org/"}, 1000)
	if err != nil || ahead.Seen != now.Seen {
		t.Errorf("got %+v and %v, want nothing ahead of the store", ahead, err)
	}
	if err := hooks.Remove(t.Context(), ahead.ID); err != nil {
		t.Fatal(err)
	}
	list, rev := listHooks(t, hooks)
	if len(list) != 2 || list[0] != now || list[1] != all || rev != now.Seen {
		t.Errorf("got %+v at %d, want %+v and %+v", list, rev, now, all)
	}
	things, err := hooks.Collection(t.Context(), "things")
	if _, ok := things.Schema.Field("kind"); err != nil || !ok || things.Name != "things" || things.Count == 0 {
		t.Errorf("got %+v and %v, want things with the field kind", things, err)
	}
	if _, err := hooks.Collection(t.Context(), "nothings"); geo.KindOf(err) != geo.NotFound {
		t.Errorf("got %v, want not found", err)
	}
}

func TestHookProgress(t *testing.T) {
	path, _, clock := tokenStore(t)
	hooks := openHooks(t, path, clock)
	h, err := hooks.Add(t.Context(), sqlite.Hook{URL: "https://example.org/"}, -1)
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		name string
		do   func() error
		want func(h *sqlite.Hook)
	}{
		{"nothing to say", func() error { return hooks.Advance(t.Context(), h.ID, 3, false) }, func(h *sqlite.Hook) { h.Seen = 3 }},
		{"a failure", func() error { return hooks.Fail(t.Context(), h.ID, "no", clock.at.Add(time.Minute)) }, func(h *sqlite.Hook) {
			h.Failed, h.Fault, h.Failures, h.Next = clock.at, "no", 1, clock.at.Add(time.Minute)
		}},
		{"a long one", func() error {
			return hooks.Fail(t.Context(), h.ID, "x"+strings.Repeat("é", 1000), clock.at.Add(time.Hour))
		}, func(h *sqlite.Hook) {
			h.Failed, h.Fault, h.Failures, h.Next = clock.at, "x"+strings.Repeat("é", 249)+"…", 2, clock.at.Add(time.Hour)
		}},
		{"a delivery", func() error { return hooks.Advance(t.Context(), h.ID, 9, true) }, func(h *sqlite.Hook) {
			h.Seen, h.Delivered, h.Fault, h.Failures, h.Next = 9, clock.at, "", 0, time.Time{}
		}},
		{"an older one", func() error { return hooks.Advance(t.Context(), h.ID, 5, false) }, func(*sqlite.Hook) {}},
	}
	want := h
	for _, step := range steps {
		clock.at = clock.at.Add(time.Second)
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		step.want(&want)
		if got, _ := listHooks(t, hooks); len(got) != 1 || got[0] != want {
			t.Errorf("%s:\n got %+v\nwant %+v", step.name, got, want)
		}
	}
	if err := hooks.Remove(t.Context(), h.ID); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"advance": hooks.Advance(t.Context(), h.ID, 10, true), "skip": hooks.Advance(t.Context(), h.ID, 10, false),
		"fail": hooks.Fail(t.Context(), h.ID, "no", clock.at), "remove": hooks.Remove(t.Context(), h.ID),
	} {
		if geo.KindOf(err) != geo.NotFound {
			t.Errorf("%s one that is gone: got %v, want not found", name, err)
		}
	}
}

func TestHookRefused(t *testing.T) {
	path, _, clock := tokenStore(t)
	hooks := openHooks(t, path, clock)
	for name, h := range map[string]sqlite.Hook{
		"no address":     {},
		"a long address": {URL: strings.Repeat("x", 2049)},
		"a short secret": {URL: "https://example.org/", Secret: "too short"},
		"a long secret":  {URL: "https://example.org/", Secret: strings.Repeat("x", 1025)},
		"a long filter":  {URL: "https://example.org/", Filter: strings.Repeat("x", 64<<10+1)},
		"no name":        {URL: "https://example.org/", Collection: "a b"},
	} {
		if _, err := hooks.Add(t.Context(), h, -1); geo.KindOf(err) != geo.Invalid {
			t.Errorf("%s: got %v, want invalid", name, err)
		}
	}
	for range sqlite.MaxHooks {
		if _, err := hooks.Add(t.Context(), sqlite.Hook{URL: "https://example.org/"}, -1); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := hooks.Add(t.Context(), sqlite.Hook{URL: "https://example.org/"}, -1); geo.KindOf(err) != geo.Conflict {
		t.Errorf("one too many: got %v, want conflict", err)
	}
	if _, err := sqlite.OpenHooks(t.Context(), path+"x", nil); geo.KindOf(err) != geo.NotFound {
		t.Errorf("no file: got %v, want not found", err)
	}
}
