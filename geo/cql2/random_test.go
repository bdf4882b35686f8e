package cql2_test

import (
	"math/rand/v2"
	"testing"

	"cairn/geo/cql2"

	"github.com/paulmach/orb"
)

// tree makes random trees of every kind of node, as the parsers can make them.
type tree struct{ *rand.Rand }

func pick[T any](t tree, things ...T) T { return things[t.IntN(len(things))] }

func (t tree) condition(depth int) cql2.Expr {
	if depth <= 1 {
		return pick[cql2.Expr](t, t.property(), &cql2.Boolean{Value: t.IntN(2) == 0}, call("now"))
	}
	depth--
	switch t.IntN(12) {
	case 0, 1:
		return t.junction(depth)
	case 2, 3:
		return call("not", t.condition(depth))
	case 4, 5:
		return call(pick(t, "=", "<>", "<", ">", "<=", ">="), t.value(depth), t.value(depth))
	case 6:
		return call("like", t.value(depth), t.pattern(depth))
	case 7:
		return call("between", t.value(depth), t.value(depth), t.value(depth))
	case 8:
		return call("in", t.value(depth), &cql2.List{Items: t.some(1, depth, t.value)})
	case 9:
		return call("isNull", t.value(depth))
	case 10:
		return call(pick(t, "s_intersects", "t_overlappedBy", "t_metBy", "s_contains"), t.value(depth), t.value(depth))
	}
	return call(pick(t, "a_equals", "a_containedBy"), t.item(depth), t.item(depth))
}

// junction makes one that has no other of its kind right within.
func (t tree) junction(depth int) cql2.Expr {
	op := pick(t, "and", "or")
	args := t.some(2, depth, t.condition)
	for i, arg := range args {
		if c, ok := arg.(*cql2.Call); ok && c.Op == op {
			args[i] = call("not", t.condition(depth-1))
		}
	}
	return call(op, args...)
}

func (t tree) value(depth int) cql2.Expr {
	if depth <= 1 || t.IntN(3) == 0 {
		return t.literal(depth)
	}
	depth--
	switch t.IntN(6) {
	case 0, 1:
		return call(pick(t, "+", "-", "*", "/", "%", "div", "^"), t.value(depth), t.value(depth))
	case 2:
		return call("-", t.value(depth))
	case 3:
		return call(pick(t, "casei", "accenti"), t.value(depth))
	case 4:
		return call(pick(t, "f", "Ünter", "ns:f.g", "two words", `the "one"`, "9lives", "Point", "date", "interval"), t.some(0, depth, t.item)...)
	}
	return t.condition(depth + 1)
}

func (t tree) item(depth int) cql2.Expr {
	if t.IntN(3) == 0 && depth > 1 {
		return &cql2.List{Items: t.some(0, depth-1, t.item)}
	}
	return t.value(depth)
}

func (t tree) pattern(depth int) cql2.Expr {
	if depth > 1 && t.IntN(3) == 0 {
		return call(pick(t, "casei", "accenti"), t.pattern(depth-1))
	}
	return &cql2.Text{Value: t.text()}
}

func (t tree) some(least, depth int, one func(int) cql2.Expr) []cql2.Expr {
	var exprs []cql2.Expr
	for range least + t.IntN(3) {
		exprs = append(exprs, one(depth))
	}
	return exprs
}

func (t tree) literal(depth int) cql2.Expr {
	switch t.IntN(8) {
	case 0:
		return &cql2.Text{Value: t.text()}
	case 1:
		return &cql2.Number{Value: t.number()}
	case 2:
		return &cql2.Boolean{Value: t.IntN(2) == 0}
	case 3:
		return t.instant()
	case 4:
		if depth > 1 {
			return &cql2.Interval{Start: t.end(), End: t.end()}
		}
	case 5:
		return &cql2.Geometry{Shape: t.shape(true)}
	case 6:
		return &cql2.Envelope{West: t.number(), South: t.number(), East: t.number(), North: t.number()}
	}
	return t.property()
}

func (t tree) property() cql2.Expr { return &cql2.Property{Name: t.name()} }

func (t tree) name() string {
	return pick(t, "name", "eo:cloud_cover", "a.b", "straße", "اسم", "_", "two words", `the "one"`, "9lives", "and", "Point", "pointzm", "date", "-", "b'c", `\`)
}

func (t tree) text() string {
	return pick(t, "", "Raqqa", "it's", `\`, `\'`, `'\`, `''`, "%a_\\%", "الرقة", "\"x\"", "line\nbreak\t", "\x01", "\u2028", "..", "2026-01-19", "--", "𐎀")
}

func (t tree) number() float64 {
	return pick(t, 0, 1, -1, 0.1, -0.5, 1e21, 1e-7, -1e300, 5e-324, 1.7976931348623157e308, 123456789.125, t.NormFloat64())
}

func (t tree) instant() cql2.Expr {
	const day = 86_400_000_000
	if t.IntN(2) == 0 {
		return &cql2.Instant{Date: true, Micros: day * pick[int64](t, 0, 20_000, -1, -719_528, 2_932_896)}
	}
	return &cql2.Instant{Micros: pick[int64](t, 0, 1, -1, 1_700_000_000_500_000, -62_167_219_200_000_000, 253_402_300_799_999_999)}
}

func (t tree) end() cql2.Expr {
	switch t.IntN(4) {
	case 0:
		return nil
	case 1:
		return t.property()
	}
	return t.instant()
}

func (t tree) shape(collections bool) orb.Geometry {
	at := func() orb.Point { return orb.Point{t.number(), t.number()} }
	line := func() orb.LineString { return orb.LineString{at(), at(), at()} }
	polygon := func() orb.Polygon {
		p := orb.Polygon{}
		for range 1 + t.IntN(2) {
			l := line()
			p = append(p, orb.Ring(append(l, l[0])))
		}
		return p
	}
	switch t.IntN(7) {
	case 0:
		return line()
	case 1:
		return polygon()
	case 2:
		return orb.MultiPoint{at(), at()}
	case 3:
		return orb.MultiLineString{line(), line()}
	case 4:
		return orb.MultiPolygon{polygon(), polygon()}
	case 5:
		if collections {
			return orb.Collection{t.shape(false), t.shape(false)}
		}
	}
	return at()
}

func call(op string, args ...cql2.Expr) *cql2.Call { return &cql2.Call{Op: op, Args: args} }

// TestRandomTrees prints random trees in both encodings and reads them again: no
// tree is changed by either.
func TestRandomTrees(t *testing.T) {
	random := tree{rand.New(rand.NewPCG(21, 65))}
	for i := range 20_000 {
		e := random.condition(1 + i%7)
		text, document := cql2.String(e), cql2.JSON(e)
		fromText, err := cql2.Parse(text)
		if err != nil {
			t.Fatalf("Parse(%s): %v", text, err)
		}
		fromJSON, err := cql2.ParseJSON(document)
		if err != nil {
			t.Fatalf("ParseJSON(%s): %v", document, err)
		}
		for how, again := range map[string]cql2.Expr{"text": fromText, "JSON": fromJSON} {
			if got := cql2.String(again); got != text {
				t.Fatalf("through %s:\n got %s\nwant %s", how, got, text)
			}
			if got := cql2.JSON(again); string(got) != string(document) {
				t.Fatalf("through %s, of %s:\n got %s\nwant %s", how, text, got, document)
			}
		}
	}
}
