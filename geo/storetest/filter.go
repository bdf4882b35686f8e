package storetest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/cql2"
)

// randomFilter asks of what variedFeature makes, with and without what an index can
// use.
func randomFilter(t *testing.T, r *rand.Rand, about geo.Collection) *cql2.Filter {
	t.Helper()
	var text string
	var err error
	for range 100 { // some are refused: a property may not have had such values
		text = randomCondition(r, 2)
		var e cql2.Expr
		if e, err = cql2.Parse(text); err != nil {
			t.Fatalf("Parse %s: %v", text, err)
		}
		f, refused := cql2.Compile(e, about.Types())
		if refused == nil {
			return f
		}
		err = refused
	}
	t.Fatalf("Compile %s: %v", text, err)
	return nil
}

func randomCondition(r *rand.Rand, depth int) string {
	if depth > 0 && r.IntN(2) == 0 {
		a, b := randomCondition(r, depth-1), randomCondition(r, depth-1)
		return fmt.Sprintf([]string{"(%s AND %s)", "(%s OR %s)", "(%s AND NOT %s)"}[r.IntN(3)], a, b)
	}
	name, op := []string{"v", "w", "kind"}[r.IntN(3)], []string{"=", "<>", "<", "<=", ">", ">="}[r.IntN(6)]
	day := func() string { return fmt.Sprintf("2026-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28)) }
	x, y := r.Float64()*360-180, r.Float64()*180-90
	switch r.IntN(16) {
	case 0:
		return fmt.Sprintf("%s BETWEEN %d AND %d", name, r.IntN(30)-20, r.IntN(30))
	case 1:
		return name + " IN ('camp', 'a', 'one of many texts that are long and agree until here 7', 5, 2026)"
	case 2:
		return name + " LIKE '" + []string{"camp", "p%", "one of many texts that are long and agree until here 1%", "a text%", "_amp", "2026-0%"}[r.IntN(6)] + "'"
	case 3:
		return fmt.Sprintf("%s %s DATE('%s')", []string{"date", "v"}[r.IntN(2)], op, day())
	case 4:
		return fmt.Sprintf("T_DURING(date, INTERVAL('2026-02-01', '%s'))", strings.Replace(day(), "2026", "2027", 1))
	case 5:
		return fmt.Sprintf("T_INTERSECTS(INTERVAL(start, end), INTERVAL('%s', '..'))", day())
	case 6:
		return fmt.Sprintf("S_INTERSECTS(geometry, BBOX(%f, %f, %f, %f))", x, y, min(180, x+90), min(90, y+60))
	case 7:
		return fmt.Sprintf("S_WITHIN(geometry, POLYGON((%f %f, %f %f, %f %f, %f %f)))", x, y, min(180, x+150), y, x, min(90, y+90), x, y)
	case 8:
		return fmt.Sprintf("id IN ('%d', '%d', '%d')", r.IntN(800), r.IntN(800), r.IntN(800))
	case 9:
		return name + " IS NULL"
	case 10:
		return "CASEI(kind) = CASEI('CAMP')"
	case 11:
		return fmt.Sprintf("v %s '%s'", op, []string{day(), "m", "öl", "2026-01-02T03:00:00Z"}[r.IntN(4)])
	case 12:
		return fmt.Sprintf("%s = '%s'", name, []string{"town", "prison", "camp", "nobody"}[r.IntN(4)])
	case 13:
		return fmt.Sprintf("v %s TIMESTAMP('2026-01-%02dT%02d:00:00Z')", op, 1+r.IntN(3), r.IntN(24))
	}
	return fmt.Sprintf("%s %s %d", name, op, r.IntN(40)-20)
}
