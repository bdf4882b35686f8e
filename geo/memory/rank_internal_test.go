package memory

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"cairn/geo"
	"cairn/geo/cql2"
)

// someValue is a property's value of any kind, often one that is close to others.
func someValue(r *rand.Rand) geo.Value {
	switch r.IntN(8) {
	case 0:
		return geo.Value([]string{"null", "true", "false", "[1]", `{"a":1}`, `""`, "-0", "0", "0.0", "1e999"}[r.IntN(10)])
	case 1:
		return geo.Value(strconv.Itoa(r.IntN(9) - 4))
	case 2:
		return geo.Value(strconv.FormatFloat(r.NormFloat64()*1e3, 'g', 1+r.IntN(17), 64))
	case 3:
		return geo.Value(fmt.Sprintf(`"2026-0%d-0%d"`, 1+r.IntN(2), 1+r.IntN(3)))
	case 4:
		return geo.Value(fmt.Sprintf(`"2026-01-0%dT0%d:00:00+0%d:00"`, 1+r.IntN(3), r.IntN(4), r.IntN(4)))
	case 5:
		return nil
	}
	var text []byte
	for range r.IntN(12) {
		text = append(text, "ab\x00\x01\"\\\nz"[r.IntN(8)])
	}
	return geo.AppendString(nil, text)
}

// TestRankAgrees compares ranks with what an order says of values.
func TestRankAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for range 100_000 {
		a, b := someValue(r), someValue(r)
		x, y := rankOf(a), rankOf(b)
		if got, want := sign(x.compare(&y)), sign(geo.Order{}.Compare(a, b)); got != want {
			t.Fatalf("%s and %s: got %d, want %d", a, b, got, want)
		}
	}
}

func sign(d int) int { return min(1, max(-1, d)) }

// TestLimits compares limits with comparing both ends.
func TestLimits(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 2))
	end := func() cql2.End {
		return cql2.End{
			Open: r.IntN(5) == 0, Excluded: r.IntN(2) == 0, Number: float64(r.IntN(7) - 3), Boolean: r.IntN(2) == 0,
			Text: []string{"", "a", "ab", "b", "aaaaaaaa", "aaaaaaaab"}[r.IntN(6)], Micros: int64(20454+r.IntN(3)) * int64(geo.Day),
		}
	}
	value := func(e cql2.End, c cql2.Class) geo.Value {
		switch c {
		case cql2.NumberClass:
			return geo.Value(fmt.Sprint(e.Number))
		case cql2.TextClass:
			return geo.AppendString(nil, e.Text)
		case cql2.TimeClass:
			return geo.AppendString(nil, geo.Instant(e.Micros).String())
		}
		return geo.Value(strconv.FormatBool(e.Boolean))
	}
	for range 20_000 {
		span := cql2.Span{Class: cql2.Class(r.IntN(4)), Low: end(), High: end()}
		v := value(end(), span.Class)
		if r.IntN(4) == 0 {
			v = someValue(r)
		}
		low, high := geo.Order{}.Compare(value(span.Low, span.Class), v), geo.Order{}.Compare(v, value(span.High, span.Class))
		want := rankOf(v).class == classOf(span.Class) &&
			(span.Low.Open || low < 0 || low == 0 && !span.Low.Excluded) && (span.High.Open || high < 0 || high == 0 && !span.High.Excluded)
		if got := newLimits([]cql2.Span{span}).hold(v); got != want {
			t.Fatalf("%s within %+v: got %v, want %v", v, span, got, want)
		}
	}
}

// TestPeriodOrder finds what overlaps among periods of every length, at every edge.
func TestPeriodOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 3))
	instant := func() string {
		return geo.Instant(20454*int64(geo.Day) + int64(1)<<r.IntN(45) + int64(r.IntN(3))).Time().Format("2006-01-02T15:04:05.999999Z")
	}
	c := filledWith(t, New(nil), 5000, func(i int) []string {
		start, end := instant(), instant()
		if start > end {
			start, end = end, start
		}
		start, end = strconv.Quote(start), strconv.Quote(end)
		switch r.IntN(6) {
		case 0:
			return []string{"start", start}
		case 1:
			return []string{"end", end}
		case 2:
			return []string{"date", start}
		case 3:
			return []string{"date", `"once"`}
		case 4:
			return nil
		}
		return []string{"start", start, "end", end}
	})
	o := newOrder(newRun(keyer{periodField}, c, nil), nil, c)
	at := func() geo.Instant {
		p, _ := geo.ParseInstant([]byte(instant()))
		return []geo.Instant{geo.Past, geo.Forever, p.Start, p.Start, p.Start, p.Start + 1}[r.IntN(6)]
	}
	for range 300 {
		asked := geo.Period{Start: at(), End: at()}
		if asked.Start == geo.Forever || asked.End == geo.Past {
			continue
		}
		sure, unsure := o.overlapping(asked)
		found := map[uint32]bool{}
		for _, slot := range sure.list(nil, 0, mostSlots) {
			found[slot] = true
		}
		for _, slot := range unsure.list(nil, 0, mostSlots) {
			if p, _ := c.feature(slot).Period(); p.Overlaps(asked) {
				found[slot] = true
			}
		}
		if sure.n > len(found) {
			t.Fatalf("%v: %d are sure, but only %d differ", asked, sure.n, len(found))
		}
		for slot := range uint32(c.table.n) {
			p, timed := c.feature(slot).Period()
			if want := !timed || p.Overlaps(asked); found[slot] != want {
				t.Fatalf("%v asked of %v: got %v, want %v", asked, p, found[slot], want)
			}
		}
	}
}
