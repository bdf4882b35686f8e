package memory

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/storetest"
)

// TestContractColumns asks columns and orders whatever the size of the collection.
func TestContractColumns(t *testing.T) {
	for _, from := range []sizes{{0, 1 << 30, 0, 1 << 30}, {1 << 30, 0, 0, 20}, {0, 0, 0, 1 << 30}} {
		t.Run(fmt.Sprint(from), func(t *testing.T) {
			storetest.Test(t, func(t *testing.T) geo.Store {
				s := New(nil)
				s.from = from
				return s
			})
		})
	}
}

// TestColumnRunsOutOfCodes has more values than codes, in all spellings of a
// number, and changes them after the column was made.
func TestColumnRunsOutOfCodes(t *testing.T) {
	ctx, s, b := context.Background(), New(nil), geo.NewBuilder(nil)
	s.from.columns = 0
	model := map[geo.ID]string{}
	put := func(i int, value string) {
		id := geo.ID(fmt.Sprint(i))
		b.SetID(id)
		if value != "" {
			if err := b.Add([]byte("n"), geo.Value(value)); err != nil {
				t.Fatal(err)
			}
		}
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "p", Feature: f}); err != nil {
			t.Fatal(err)
		}
		model[id] = value
	}
	check := func(when, ask string, same ...string) {
		t.Helper()
		want := 0
		for _, v := range model {
			for _, spelling := range same {
				if v == spelling {
					want++
				}
			}
		}
		r, _ := s.Read(ctx)
		got, err := r.Count(ctx, geo.Query{From: "p", Where: []geo.Equality{{Property: "n", Value: ask}}})
		if err != nil || got != want {
			t.Errorf("%s: n=%s counts %d, want %d (%v)", when, ask, got, want, err)
		}
	}
	for i := range 600 {
		put(i, fmt.Sprint(i%300))
	}
	put(600, "7.0")
	put(601, `"7"`)
	put(602, "null")
	put(603, "")
	before, _ := s.Read(ctx)
	for _, n := range []string{"7", "250", "299", "300"} {
		check("first", n, n, n+".0", `"`+n+`"`)
	}
	put(7, "299")
	put(299, "7e0")
	put(604, `"new"`)
	check("changed", "7", "7", "7.0", `"7"`, "7e0")
	check("changed", "299", "299")
	check("changed", "new", `"new"`)
	long := strings.Repeat("x", 2*longestValue)
	put(605, `"`+long+`"`)
	put(606, `"`+long+`y"`)
	check("long", long, `"`+long+`"`)
	old, err := before.Count(ctx, geo.Query{From: "p", Where: []geo.Equality{{Property: "n", Value: "7"}}})
	if err != nil || old != 4 {
		t.Errorf("the state from before the changes counts %d with 7, want 4 (%v)", old, err)
	}
}

// TestColumnsAreFew asks for more fields than there may be columns.
func TestColumnsAreFew(t *testing.T) {
	ctx, s, b := context.Background(), New(nil), geo.NewBuilder(nil)
	s.from.columns = 0
	b.SetID("a")
	for i := range columnMost + 5 {
		if err := b.AddNumber(fmt.Sprint("f", i), float64(i)); err != nil {
			t.Fatal(err)
		}
	}
	f, _ := b.Feature()
	if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "p", Feature: f}); err != nil {
		t.Fatal(err)
	}
	r, _ := s.Read(ctx)
	for i := range columnMost + 5 {
		q := geo.Query{From: "p", Where: []geo.Equality{{Property: fmt.Sprint("f", i), Value: fmt.Sprint(i)}}}
		if n, err := r.Count(ctx, q); n != 1 || err != nil {
			t.Errorf("f%d counts %d, %v; want 1", i, n, err)
		}
	}
	if n := s.current.Load().sets["p"].columns.kept(); n != columnMost {
		t.Errorf("%d columns, want %d", n, columnMost)
	}
}
