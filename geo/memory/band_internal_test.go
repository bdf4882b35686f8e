package memory

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"cairn/geo"
	"cairn/geo/cql2"
)

// TestBands asks for ranges of values of all kinds, before and after they change, with
// bands and by looking at each feature.
func TestBands(t *testing.T) {
	ctx, r, b := context.Background(), rand.New(rand.NewPCG(3, 9)), geo.NewBuilder(nil)
	banded, plain := New(nil), New(nil)
	banded.from, plain.from = sizes{0, 1 << 30, 0, 1 << 30}, sizes{1 << 30, 1 << 30, 0, 1 << 30}
	value := func() string {
		switch r.IntN(8) {
		case 0:
			return fmt.Sprintf("%q", fmt.Sprintf("20%02d-%02d-%02dT00:00:00Z", r.IntN(30), 1+r.IntN(12), 1+r.IntN(28)))
		case 1:
			return fmt.Sprintf("%q", fmt.Sprintf("text %04d", r.IntN(3000)))
		case 2:
			return []string{"true", "null", "[1]", "\"text\""}[r.IntN(4)]
		}
		return fmt.Sprint(r.IntN(4000) - 2000)
	}
	put := func(i int) {
		b.SetID(geo.ID(fmt.Sprint(i)))
		if err := b.Add([]byte("v"), geo.Value(value())); err != nil {
			t.Fatal(err)
		}
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []*Store{banded, plain} {
			if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "p", Feature: f}); err != nil {
				t.Fatal(err)
			}
		}
	}
	count := func(s *Store, text string) int {
		reader, _ := s.Read(ctx)
		c, _ := reader.Collection(ctx, "p")
		e, err := cql2.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		f, err := cql2.Compile(e, c.Types())
		if err != nil {
			t.Fatal(err)
		}
		n, err := reader.Count(ctx, geo.Query{From: "p", Filter: f})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for i := range 4000 {
		put(i)
	}
	for range 3 {
		for range 100 {
			n := r.IntN(4000) - 2000
			for _, text := range []string{
				fmt.Sprintf("v BETWEEN %d AND %d", n, n+r.IntN(900)),
				fmt.Sprintf("v > %d AND v <= %d OR v < %d", n, n+700, n-900),
				fmt.Sprintf("v = %d", n),
				fmt.Sprintf("v >= TIMESTAMP('20%02d-03-01T00:00:00Z') AND v < DATE('20%02d-01-02')", 10+r.IntN(10), 20+r.IntN(10)),
				fmt.Sprintf("v LIKE 'text %02d%%'", r.IntN(30)),
			} {
				if got, want := count(banded, text), count(plain, text); got != want {
					t.Fatalf("%s counts %d, want %d", text, got, want)
				}
			}
		}
		if c := banded.current.Load().sets["p"].columns.made[0]; c == nil || len(c.bands) < 200 {
			t.Fatalf("the column has no bands: %v", c)
		}
		for range 300 {
			put(r.IntN(4100))
		}
	}
}
