package aggregate_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/aggregate"
	"cairn/geo/memory"
)

// filled is a reader with a collection of the features that build makes.
func filled(t testing.TB, n int, build func(b *geo.Builder, i int)) (geo.Reader, geo.Collection) {
	t.Helper()
	ctx, store, b := context.Background(), memory.New(nil), geo.NewBuilder(nil)
	_, err := store.Fill(ctx, "events", nil, func(yield func(geo.Feature, error) bool) {
		for i := range n {
			b.SetNumericID(fmt.Sprint(i))
			build(b, i)
			if !yield(b.Feature()) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := store.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.Collection(ctx, "events")
	if err != nil {
		t.Fatal(err)
	}
	return r, c
}

func add(t testing.TB, b *geo.Builder, name, value string) {
	t.Helper()
	if err := b.Add([]byte(name), geo.Value(value)); err != nil {
		t.Fatal(err)
	}
}

// anything makes features of every kind: points, lines, polygons on both sides of
// the antimeridian, none; values that are missing, null, of another kind.
func anything(t testing.TB, seed uint64) func(b *geo.Builder, i int) {
	r := rand.New(rand.NewPCG(seed, 1))
	one := func(list ...string) string { return list[r.IntN(len(list))] }
	return func(b *geo.Builder, i int) {
		x, y := r.Float64()*358-180, r.Float64()*178-90
		switch r.IntN(6) {
		case 0:
		case 1:
			b.SetGeometry(orb.LineString{{x, y}, {x + 2*r.Float64(), y + 2*r.Float64()}}, nil)
		case 2:
			b.SetGeometry(orb.MultiPoint{{179, y}, {-178, y}}, nil)
		default:
			b.SetPoint(orb.Point{x, y}, nil)
		}
		if r.IntN(5) > 0 {
			add(t, b, "kind", one(`"siege"`, `"escape"`, `"é\"\n"`, `null`, `""`, `true`, `[1,2]`))
		}
		if r.IntN(5) > 0 {
			add(t, b, "code", one("1", "1.0", "10e-1", "-0", "0", "0.0", "2.5", "-7", "1e21", `"1"`, "false"))
		}
		if r.IntN(5) > 0 {
			add(t, b, "best", one("5", "-3", "0.1", "1e16", "-1e16", "123456789012345678", `"many"`, "null"))
		}
		switch r.IntN(4) {
		case 0:
			add(t, b, "start", one(`"2026-01-19"`, `"2024-12-30"`, `"1969-12-31T23:59:59.5Z"`, `"0001-01-01"`))
		case 1:
			add(t, b, "start", `"2026-01-19T23:30:00-02:00"`)
			add(t, b, "end", one(`"2026-02-01"`, `"2026-12-31T23:59:59Z"`))
		case 2:
			add(t, b, "end", `"2025-06-30"`)
		}
	}
}

// TestOrder: groups come in the same order whatever that of the features is, and the
// answers are the same to the byte.
func TestOrder(t *testing.T) {
	r, c := filled(t, 5000, anything(t, 9))
	req, err := aggregate.Parse("kind,code", "", "count,sum(best)", c)
	if err != nil {
		t.Fatal(err)
	}
	var first []byte
	for range 20 {
		got, err := aggregate.Run(context.Background(), r, geo.Query{From: "events"}, req)
		if err != nil {
			t.Fatal(err)
		}
		text := got.AppendGeoJSON(nil, "")
		if first == nil {
			first = text
		}
		if string(text) != string(first) {
			t.Fatal("two answers to the same question differ")
		}
		var kinds []string
		for i := range got.Len() {
			if k := string(got.Key(i, 0)); len(kinds) == 0 || kinds[len(kinds)-1] != k {
				kinds = append(kinds, k)
			}
		}
		if want := []string{"true", `""`, `"escape"`, `"siege"`, `"é\"\n"`, `[1,2]`, "null"}; !slices.Equal(kinds, want) {
			t.Errorf("kinds are in the order %v, want %v", kinds, want)
		}
		var codes []string
		for i := range got.Len() {
			if string(got.Key(i, 0)) == "null" {
				codes = append(codes, string(got.Key(i, 1)))
			}
		}
		if want := []string{"false", "-7", "0", "1", "2.5", "1e+21", `"1"`, "null"}; !slices.Equal(codes, want) {
			t.Errorf("codes are in the order %v, want %v", codes, want)
		}
	}
}

func TestRunRefuses(t *testing.T) {
	r, c := filled(t, 3000, anything(t, 1))
	ctx, stop := context.WithCancel(context.Background())
	stop()
	req, err := aggregate.Parse("hex", "1000000", "", c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := aggregate.Run(ctx, r, geo.Query{From: "events"}, req); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of its context: %v", err)
	}
	if _, err := aggregate.Run(context.Background(), r, geo.Query{From: "nothing"}, req); geo.KindOf(err) != geo.NotFound {
		t.Errorf("a collection that is not there: %v", err)
	}
	for _, wrong := range []aggregate.Request{
		{Groups: []aggregate.Group{{By: aggregate.Property, Field: 99}}}, {Groups: []aggregate.Group{{By: 77}}}, {Groups: []aggregate.Group{{By: aggregate.Hex}}},
		{Values: []aggregate.Value{{Func: aggregate.Sum, Field: -1}}}, {Values: []aggregate.Value{{Func: 9}}},
		{Groups: []aggregate.Group{{By: aggregate.Hex}}, Cell: 1000, Parallel: math.NaN()},
	} {
		if _, err := aggregate.Run(context.Background(), r, geo.Query{From: "events"}, wrong); geo.KindOf(err) != geo.Invalid {
			t.Errorf("%+v: %v, want Invalid", wrong, err)
		}
	}
}
