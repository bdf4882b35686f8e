package cql2_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"cairn/geo/cql2"
)

// reference evaluates filters slowly and plainly, straight from the words of the
// standard, with other means than the package has: decoded JSON, package time, and
// nil for what is null or unknown.
type reference struct {
	types *fields
	x     *thing
}

// stretch is a time with its first and last microsecond.
type stretch struct{ first, last float64 }

// geometryValue stands for the geometry.
type geometryValue struct{ orb.Geometry }

func (r reference) property(name string) any {
	field, _, _ := r.types.Property(name)
	switch {
	case field == cql2.GeometryField && r.x.shape == nil:
		return nil
	case field == cql2.GeometryField:
		return geometryValue{r.x.shape}
	}
	var v any
	if raw := r.x.Value(field); raw != nil {
		if err := json.Unmarshal(raw, &v); err != nil {
			panic(err)
		}
	}
	return v
}

func (r reference) value(e cql2.Expr) any {
	switch e := e.(type) {
	case *cql2.Property:
		return r.property(e.Name)
	case *cql2.Text:
		return e.Value
	case *cql2.Number:
		return e.Value
	case *cql2.Boolean:
		return e.Value
	case *cql2.Instant:
		if e.Date {
			return stretch{float64(e.Micros), float64(e.Micros) + 86_400e6 - 1}
		}
		return stretch{float64(e.Micros), float64(e.Micros)}
	case *cql2.Interval:
		return r.interval(e)
	case *cql2.Geometry:
		return geometryValue{e.Shape}
	case *cql2.Envelope:
		return geometryValue{orb.Bound{Min: orb.Point{e.West, e.South}, Max: orb.Point{e.East, e.North}}}
	case *cql2.List:
		list := []any{}
		for _, item := range e.Items {
			list = append(list, r.value(item))
		}
		return list
	}
	call := e.(*cql2.Call)
	var args []any
	for _, arg := range call.Args {
		args = append(args, r.value(arg))
	}
	return apply(call.Op, args)
}

func (r reference) interval(e *cql2.Interval) any {
	all := stretch{math.Inf(-1), math.Inf(1)}
	known := e.Start == nil && e.End == nil
	if e.Start != nil {
		if v := r.value(e.Start); v != nil {
			t, ok := timeOf(v)
			if !ok {
				return nil
			}
			all.first, known = t.first, true
		}
	}
	if e.End != nil {
		if v := r.value(e.End); v != nil {
			t, ok := timeOf(v)
			if !ok {
				return nil
			}
			all.last, known = t.last, true
		}
	}
	if !known || all.first > all.last {
		return nil
	}
	return all
}

func timeOf(v any) (stretch, bool) {
	switch v := v.(type) {
	case stretch:
		return v, true
	case string:
		if t, err := time.Parse(time.DateOnly, v); err == nil {
			first := float64(t.UnixMicro())
			return stretch{first, first + 86_400e6 - 1}, true
		}
		if t, err := time.Parse(time.RFC3339Nano, strings.ToUpper(v)); err == nil {
			return stretch{float64(t.UnixMicro()), float64(t.UnixMicro())}, true
		}
	}
	return stretch{}, false
}

// compare returns -1, 0, 1, or nil.
func compare(a, b any) any {
	p, ok1 := timeOf(a)
	q, ok2 := timeOf(b)
	switch {
	case ok1 && ok2 && p.last < q.first:
		return -1
	case ok1 && ok2 && p.first > q.last:
		return 1
	case ok1 && ok2:
		return 0
	}
	switch a := a.(type) {
	case string:
		if b, ok := b.(string); ok {
			return strings.Compare(a, b)
		}
	case float64:
		if b, ok := b.(float64); ok {
			switch {
			case a < b:
				return -1
			case a > b:
				return 1
			}
			return 0
		}
	case bool:
		if b, ok := b.(bool); ok {
			rank := map[bool]float64{true: 1}
			return compare(rank[a], rank[b])
		}
	}
	return nil
}

func holdsOf(op string, c any) any {
	if c == nil {
		return nil
	}
	n := c.(int)
	switch op {
	case "=":
		return n == 0
	case "<>":
		return n != 0
	case "<":
		return n < 0
	case "<=":
		return n <= 0
	case ">":
		return n > 0
	}
	return n >= 0
}

func apply(op string, args []any) any {
	switch op {
	case "and", "or":
		var result any = op == "and"
		for _, a := range args {
			switch {
			case a == (op == "or"):
				return a
			case a != (op == "and"):
				result = nil
			}
		}
		return result
	case "not":
		if b, ok := args[0].(bool); ok {
			return !b
		}
		return nil
	case "isNull":
		return args[0] == nil
	case "=", "<>", "<", "<=", ">", ">=":
		return holdsOf(op, compare(args[0], args[1]))
	case "between":
		return apply("and", []any{apply(">=", args[:2]), apply("<=", []any{args[0], args[2]})})
	case "in":
		var any []any
		for _, item := range args[1].([]interface{}) {
			any = append(any, apply("=", []interface{}{args[0], item}))
		}
		return apply("or", any)
	case "like":
		s, ok := args[0].(string)
		if !ok {
			return nil
		}
		return like([]rune(s), []rune(args[1].(string)))
	case "casei", "lower":
		if s, ok := args[0].(string); ok {
			return strings.ToLower(s)
		}
		return nil
	case "accenti":
		if s, ok := args[0].(string); ok {
			return strings.NewReplacer("é", "e", "É", "E", "ø", "o").Replace(s)
		}
		return nil
	case "length":
		if s, ok := args[0].(string); ok {
			return float64(len([]rune(s)))
		}
		return nil
	case "year":
		if t, ok := timeOf(args[0]); ok {
			return float64(time.UnixMicro(int64(t.first)).UTC().Year())
		}
		return nil
	}
	switch {
	case strings.HasPrefix(op, "t_"):
		a, ok1 := timeOf(args[0])
		b, ok2 := timeOf(args[1])
		if !ok1 || !ok2 {
			return nil
		}
		return relates(op, a, b)
	case strings.HasPrefix(op, "a_"):
		a, ok1 := args[0].([]any)
		b, ok2 := args[1].([]any)
		if !ok1 || !ok2 {
			return nil
		}
		return sets(op, a, b)
	case strings.HasPrefix(op, "s_"):
		return spatially(op, args[0], args[1])
	}
	return arithmetic(op, args)
}

func arithmetic(op string, args []any) any {
	a, ok := args[0].(float64)
	if !ok {
		return nil
	}
	if len(args) == 1 {
		return -a
	}
	b, ok := args[1].(float64)
	if !ok || b == 0 && strings.Contains("/ % div", op) {
		return nil
	}
	result := map[string]float64{
		"+": a + b, "-": a - b, "*": a * b, "/": a / b, "%": math.Mod(a, b), "div": math.Trunc(a / b), "^": math.Pow(a, b),
	}[op]
	if math.IsNaN(result) || math.IsInf(result, 0) {
		return nil
	}
	return result
}

// like goes through all ways to match.
func like(s, pattern []rune) bool {
	if len(pattern) == 0 {
		return len(s) == 0
	}
	switch pattern[0] {
	case '%':
		for i := 0; i <= len(s); i++ {
			if like(s[i:], pattern[1:]) {
				return true
			}
		}
		return false
	case '_':
		return len(s) > 0 && like(s[1:], pattern[1:])
	case '\\':
		if len(pattern) > 1 {
			pattern = pattern[1:]
		}
	}
	return len(s) > 0 && s[0] == pattern[0] && like(s[1:], pattern[1:])
}

// relates is the table of OGC 21-065r2 §7.8.
func relates(op string, a, b stretch) bool {
	return map[string]bool{
		"t_after":        a.first > b.last,
		"t_before":       a.last < b.first,
		"t_contains":     a.first < b.first && b.last < a.last,
		"t_disjoint":     a.last < b.first || b.last < a.first,
		"t_during":       b.first < a.first && a.last < b.last,
		"t_equals":       a.first == b.first && a.last == b.last,
		"t_finishedBy":   a.first < b.first && a.last == b.last,
		"t_finishes":     a.first > b.first && a.last == b.last,
		"t_intersects":   !(a.last < b.first || b.last < a.first),
		"t_meets":        a.last == b.first,
		"t_metBy":        a.first == b.last,
		"t_overlappedBy": b.first < a.first && a.first < b.last && b.last < a.last,
		"t_overlaps":     a.first < b.first && b.first < a.last && a.last < b.last,
		"t_startedBy":    a.first == b.first && a.last > b.last,
		"t_starts":       a.first == b.first && a.last < b.last,
	}[op]
}

func sets(op string, a, b []any) bool {
	all := func(a, b []any) bool { // every one of b is in a
		for _, v := range b {
			if !in(v, a) {
				return false
			}
		}
		return true
	}
	switch op {
	case "a_equals":
		return all(a, b) && all(b, a)
	case "a_contains":
		return all(a, b)
	case "a_containedBy":
		return all(b, a)
	}
	for _, v := range a {
		if in(v, b) {
			return true
		}
	}
	return false
}

func in(v any, all []any) bool {
	for _, w := range all {
		a, ok1 := v.([]any)
		b, ok2 := w.([]any)
		if ok1 && ok2 && sets("a_equals", a, b) || !ok1 && !ok2 && (compare(v, w) == 0 || reflect.DeepEqual(v, w)) {
			return true
		}
	}
	return false
}

// spatially knows points and boxes with an inside only.
func spatially(op string, a, b any) any {
	g, ok1 := a.(geometryValue)
	h, ok2 := b.(geometryValue)
	if !ok1 || !ok2 {
		return nil
	}
	p, box := g.Geometry.(orb.Point), h.Geometry.(orb.Bound)
	inside := box.Min[0] < p[0] && p[0] < box.Max[0] && box.Min[1] < p[1] && p[1] < box.Max[1]
	switch op {
	case "s_intersects":
		return box.Contains(p)
	case "s_disjoint":
		return !box.Contains(p)
	case "s_within":
		return inside
	case "s_touches":
		return box.Contains(p) && !inside
	}
	return false
}
