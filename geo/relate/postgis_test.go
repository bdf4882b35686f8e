package relate_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/encoding/wkt"

	"cairn/geo/pgtest"
	"cairn/geo/relate"
)

// ops in the order in which askPostGIS asks.
var ops = []relate.Op{
	relate.Intersects, relate.Equals, relate.Disjoint, relate.Touches,
	relate.Within, relate.Overlaps, relate.Crosses, relate.Contains,
}

// verdict is what PostGIS says of a pair.
type verdict struct {
	valid  bool // both are; if not, nothing else is said
	simple bool // neither is a line that crosses itself
	holds  [8]bool
	matrix string
}

func askPostGIS(t *testing.T, conn *pgx.Conn, pairs [][2]orb.Geometry) []verdict {
	t.Helper()
	var sides [2][][]byte
	for _, p := range pairs {
		for i, g := range p {
			sides[i] = append(sides[i], wkb.MustMarshal(g))
		}
	}
	rows, err := conn.Query(t.Context(), `
		WITH pair AS MATERIALIZED (
			SELECT n, ST_GeomFromWKB(a) AS a, ST_GeomFromWKB(b) AS b
			FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS t(a, b, n)
		), checked AS MATERIALIZED (
			SELECT *, ST_IsValid(a) AND ST_IsValid(b) AS ok FROM pair
		)
		SELECT ok, CASE WHEN ok THEN ST_IsSimple(a) AND ST_IsSimple(b) ELSE false END,
			CASE WHEN ok THEN ARRAY[
			ST_Intersects(a, b), ST_Equals(a, b), ST_Disjoint(a, b), ST_Touches(a, b),
			ST_Within(a, b), ST_Overlaps(a, b), ST_Crosses(a, b), ST_Contains(a, b)] END,
			CASE WHEN ok THEN ST_Relate(a, b) ELSE '' END
		FROM checked ORDER BY n`, sides[0], sides[1])
	if err != nil {
		t.Fatal(err)
	}
	verdicts, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (v verdict, err error) {
		var holds []bool
		err = row.Scan(&v.valid, &v.simple, &holds, &v.matrix)
		copy(v.holds[:], holds)
		return v, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return verdicts
}

// TestLikePostGIS compares thousands of pairs, and all eight relations, with the
// answers of PostGIS. Pairs that it does not call valid are not compared.
//
// There is one exception. Where a line crosses itself between its vertices, GEOS
// computes that point, rounds it, and lets the line pass through it; so a line
// that runs along the first one through it, unbent, is then said to leave it.
// Whether lines cover one another is not compared there, but where such points
// come out without rounding.
func TestLikePostGIS(t *testing.T) {
	conn, err := pgx.Connect(t.Context(), pgtest.Start(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, side := range []int{3, 4, 6, 10, 0} {
		m := maker{rand.New(rand.NewPCG(uint64(side), 1)), side}
		pairs := make([][2]orb.Geometry, 3000)
		for i := range pairs {
			pairs[i][0], pairs[i][1] = m.pair()
		}
		compareAll(t, conn, pairs, false)
	}
	compareAll(t, conn, largePairs(), false)
	// Edges on a grid of three cross at fractions with denominators up to 8.
	const multiple = 840 // of all of these
	m := maker{rand.New(rand.NewPCG(1, 2)), 3}
	pairs := make([][2]orb.Geometry, 3000)
	for i := range pairs {
		for k := range pairs[i] {
			g := orb.Geometry(m.line())
			if m.IntN(2) == 0 {
				g = orb.MultiLineString{m.line(), m.line()}
			}
			pairs[i][k] = mapped(g, func(p orb.Point) orb.Point { return orb.Point{p[0] * multiple, p[1] * multiple} })
		}
	}
	compareAll(t, conn, pairs, true)
}

// largePairs have edges enough for the tree over them to matter.
func largePairs() (pairs [][2]orb.Geometry) {
	m := maker{rand.New(rand.NewPCG(3, 3)), 0}
	l := m.lattice()
	for i := range 1500 {
		a, b := m.block(l), m.block(l)
		switch i % 6 {
		case 0:
			b = m.star(150)
		case 1:
			a = m.archipelago(30)
		case 2:
			a, b = m.star(100), m.archipelago(20)
		}
		pairs = append(pairs, [2]orb.Geometry{a, b})
	}
	return pairs
}

func compareAll(t *testing.T, conn *pgx.Conn, pairs [][2]orb.Geometry, strict bool) {
	t.Helper()
	valid, wrong, left := 0, 0, 0
	for i, v := range askPostGIS(t, conn, pairs) {
		a, b := pairs[i][0], pairs[i][1]
		if !v.valid {
			continue
		}
		valid++
		literal, err := relate.Prepare(b)
		if err != nil {
			t.Fatal(err)
		}
		for k, op := range ops {
			got := literal.Is(op, shape{a})
			if got == v.holds[k] {
				continue
			}
			covering := op != relate.Intersects && op != relate.Disjoint && op != relate.Touches
			if !strict && !v.simple && covering && a.Dimensions() == 1 && b.Dimensions() == 1 {
				left++
				continue
			}
			if wrong++; wrong <= 5 {
				t.Errorf("%v of %s and %s: got %v, PostGIS has %v (%s)", op, wkt.MarshalString(a), wkt.MarshalString(b), got, v.holds[k], v.matrix)
			}
		}
	}
	t.Logf("%d of %d pairs are valid, %d answers differ, %d more where lines cross themselves", valid, len(pairs), wrong, left)
	if valid < len(pairs)/4 {
		t.Errorf("only %d of %d pairs are valid", valid, len(pairs))
	}
}
