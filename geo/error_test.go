package geo_test

import (
	"errors"
	"fmt"
	"testing"

	"cairn/geo"
)

// TestErrorKinds walks the closed list of kinds.
func TestErrorKinds(t *testing.T) {
	names := map[string]bool{}
	for i, k := range geo.ErrorKinds {
		if int(k) != i {
			t.Errorf("kind %d stands at place %d", k, i)
		}
		if names[k.String()] || k.String() == "unknown" || k.String() == "" {
			t.Errorf("kind %d has no name of its own: %q", k, k)
		}
		names[k.String()] = true
		wrapped := fmt.Errorf("load places: %w", &geo.Error{Kind: k, Msg: "x"})
		if got := geo.KindOf(wrapped); got != k {
			t.Errorf("wrapped: got %v, want %v", got, k)
		}
	}
	if got := geo.Kind(len(geo.ErrorKinds)).String(); got != "unknown" {
		t.Errorf("a kind that is not there is called %q", got)
	}
	if geo.KindOf(nil) != geo.Internal || geo.KindOf(errors.New("x")) != geo.Internal {
		t.Error("an error that is none of ours is not Internal")
	}
}

func TestError(t *testing.T) {
	cause := errors.New("disk full")
	for _, c := range []struct {
		err  geo.Error
		want string
	}{
		{geo.Error{Msg: "m"}, "m"},
		{geo.Error{Path: "p", Msg: "m"}, "p: m"},
		{geo.Error{Msg: "m", Err: cause}, "m: disk full"},
		{geo.Error{Path: "p", Msg: "m", Err: cause}, "p: m: disk full"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
		if errors.Is(&c.err, cause) != (c.err.Err != nil) {
			t.Errorf("%q: the cause is not found", c.want)
		}
	}
	inner := &geo.Error{Kind: geo.Invalid, Err: &geo.Error{Kind: geo.Busy}}
	if got := geo.KindOf(inner); got != geo.Invalid {
		t.Errorf("nested: got %v, want the first, invalid", got)
	}
}
