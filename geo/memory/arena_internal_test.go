package memory

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"cairn/geo"
)

// TestArenaSpans keeps texts of all sizes, those that fill a slab and those whose
// length does not fit a span included.
func TestArenaSpans(t *testing.T) {
	var a arena
	sizes := []int{1, 100, smallestSlab - 1, smallestSlab, largestSlab - 1, largestSlab, largestSlab + 1, 7, longest - 1, longest, longest + 5, 3}
	var spans []span
	for i, n := range sizes {
		text := bytes.Repeat([]byte{byte('a' + i)}, n)
		spans = append(spans, a.add(n, ',', func(b []byte) []byte { return append(b, text...) }))
	}
	for i, n := range sizes {
		got := a.at(spans[i])
		if len(got) != n || got[0] != byte('a'+i) || got[n-1] != byte('a'+i) {
			t.Errorf("the %d bytes of number %d come back as %d", n, i, len(got))
		}
	}
}

// TestReplacedForEver replaces features until many times what they take has been
// written: slabs, and their numbers, must not add up.
func TestReplacedForEver(t *testing.T) {
	ctx, s, b := context.Background(), New(nil), geo.NewBuilder(nil)
	text := string(bytes.Repeat([]byte("x"), 30_000))
	for round := range 300 {
		var changes []geo.Change
		for i := range 20 {
			b.SetID(geo.ID(fmt.Sprint(i)))
			if err := b.AddText("text", fmt.Sprint(round, text)); err != nil {
				t.Fatal(err)
			}
			f, err := b.Feature()
			if err != nil {
				t.Fatal(err)
			}
			changes = append(changes, geo.Change{Op: geo.Put, In: "p", Feature: f})
		}
		if _, err := s.Apply(ctx, changes...); err != nil {
			t.Fatal(err)
		}
	}
	c := s.current.Load().sets["p"]
	if n := len(c.texts.slabs); n > 20 {
		t.Errorf("%d slabs for 0.6 MB of features", n)
	}
	for i := range 20 {
		f, err := s.current.Load().Feature(ctx, "p", geo.ID(fmt.Sprint(i)))
		if err != nil || f.Property("text").String() != fmt.Sprint(299, text) {
			t.Errorf("feature %d is not what was written last: %v", i, err)
		}
	}
}
