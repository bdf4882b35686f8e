package storetest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"cairn/geo"
	"cairn/geo/cql2"
)

// randomValue is of any kind; some values come again and again, some are equal but
// written differently, and some texts agree in their first bytes.
func randomValue(r *rand.Rand) string {
	switch r.IntN(14) {
	case 0:
		return "null"
	case 1:
		return fmt.Sprint(r.IntN(2) == 0)
	case 2:
		return fmt.Sprint(r.IntN(40) - 20)
	case 3:
		return fmt.Sprintf("%.1f", float64(r.IntN(40)-20))
	case 4:
		return fmt.Sprint(r.NormFloat64() * 1e3)
	case 5:
		return []string{"-0", "0", "-0.0", "1e3", "1000", "1E-3", "12345678901234567890", "1.7976931348623157e308", "-5e-324", "9007199254740993"}[r.IntN(10)]
	case 6:
		return fmt.Sprintf(`"2026-%02d-%02d"`, 1+r.IntN(12), 1+r.IntN(28))
	case 7:
		return fmt.Sprintf(`"2026-01-%02dT%02d:00:00%s"`, 1+r.IntN(3), r.IntN(24), []string{"Z", "+05:00", "-03:30"}[r.IntN(3)])
	case 8:
		return []string{`[1,2]`, `{"a":1}`, `""`, `"\u0000"`, `"\u0000\u0000"`, `"2026-13-01"`, `"-"`}[r.IntN(7)]
	case 9:
		return fmt.Sprintf("%q", string(rune('a'+r.IntN(26))))
	case 10:
		return fmt.Sprintf(`"a text\nthat begins like %s"`, []string{"others", "other", "others\\u0001", "others\\\"", "many", "ö", "öl"}[r.IntN(7)])
	case 11:
		return fmt.Sprintf(`"one of many texts that are long and agree until here %d"`, r.IntN(300))
	}
	return fmt.Sprintf("%q", []string{"prison", "camp", "town", "prisons"}[r.IntN(4)])
}

// compareValues tells which of two values comes first in [geo.Order].
func compareValues(a, b geo.Value, down bool) int {
	ca, cb := class(a), class(b)
	switch {
	case ca == nothing || cb == nothing:
		return cmp.Compare(ca, cb)
	case ca != cb:
	case ca == 0:
		ca, cb = len(b), len(a) // true is shorter than false
	case ca == 1:
		x, _ := a.Float()
		y, _ := b.Float()
		ca, cb = cmp.Compare(x, y), 0
	case ca == 2:
		x, _ := a.Period()
		y, _ := b.Period()
		ca, cb = cmp.Compare(x.Start, y.Start), 0
	case ca == 3:
		ca, cb = cmp.Compare(a.String(), b.String()), 0
	}
	if down {
		return cmp.Compare(cb, ca)
	}
	return cmp.Compare(ca, cb)
}

const nothing = 4

func class(v geo.Value) int {
	switch v.Kind() {
	case geo.Boolean:
		return 0
	case geo.Integer, geo.Number:
		return 1
	case geo.Date, geo.DateTime:
		return 2
	case geo.Text:
		return 3
	}
	return nothing
}

// valueAt returns the value of a field or of the id.
func valueAt(f geo.Feature, s *geo.Schema, field int) geo.Value {
	if field == cql2.IDField {
		return geo.Value(f.RawID())
	}
	return f.Property(s.Fields()[field].Name)
}

// inOrder sorts features, which stand in the collection's order.
func inOrder(all []geo.Feature, s *geo.Schema, order []geo.Order) []geo.Feature {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b geo.Feature) int {
		for _, o := range order {
			if d := compareValues(valueAt(a, s, o.Field), valueAt(b, s, o.Field), o.Descending); d != 0 {
				return d
			}
		}
		return 0
	})
	return all
}

// randomOrder orders by one to three of a schema's fields or the id.
func randomOrder(r *rand.Rand, s *geo.Schema) (order []geo.Order) {
	for range 1 + r.IntN(3) {
		o := geo.Order{Field: r.IntN(len(s.Fields())+1) - 1, Descending: r.IntN(2) == 0}
		if o.Field < 0 {
			o.Field = cql2.IDField
		}
		order = append(order, o)
	}
	return order
}

// model is a collection as a plain list, in the collection's order.
type model struct {
	features []geo.Feature
	at       map[geo.ID]int
}

// change puts and deletes some features at random, in the store and in the model.
func (m *model) change(t *testing.T, s geo.Store, r *rand.Rand, b *geo.Builder, n int) {
	var changes []geo.Change
	for range n {
		id := geo.ID(fmt.Sprint(r.IntN(700)))
		i, there := m.at[id]
		if there && r.IntN(4) == 0 {
			changes = append(changes, geo.Change{Op: geo.Delete, In: "p", ID: id})
			m.features[i] = geo.Feature{}
			delete(m.at, id)
			continue
		}
		f := variedFeature(t, r, b, id)
		if !there {
			i = len(m.features)
			m.features = append(m.features, f)
			m.at[id] = i
		}
		m.features[i] = f
		changes = append(changes, put("p", f))
	}
	apply(t, s, changes...)
}

// variedFeature has properties of every kind, and a period that may be of any
// length, open or unreadable.
func variedFeature(t *testing.T, r *rand.Rand, b *geo.Builder, id geo.ID) geo.Feature {
	properties := []string{"kind", fmt.Sprintf("%q", []string{"prison", "camp", "town"}[r.IntN(3)])}
	for _, name := range []string{"v", "w"} {
		if r.IntN(5) > 0 {
			properties = append(properties, name, randomValue(r))
		}
	}
	day := func() string { return fmt.Sprintf(`"2026-%02d-%02d"`, 1+r.IntN(12), 1+r.IntN(28)) }
	start, end := day(), day()
	if start > end {
		start, end = end, start
	}
	switch r.IntN(8) {
	case 0:
		properties = append(properties, "start", start)
	case 1:
		properties = append(properties, "end", end)
	case 2:
		properties = append(properties, "start", start, "end", end)
	case 3:
		properties = append(properties, "start", fmt.Sprintf(`"2026-01-01T00:00:%02dZ"`, r.IntN(20)), "end", fmt.Sprintf(`"2026-01-01T00:00:%02dZ"`, 20+r.IntN(40)))
	case 4:
		properties = append(properties, "date", `"long ago"`)
	case 5, 6:
		properties = append(properties, "date", start)
	}
	return feature(t, b, id, randomGeometry(r), properties...)
}

// there returns the features that there are, in the collection's order, as the
// reader has them: a filter knows their field numbers.
func (m *model) there(t *testing.T, reader geo.Reader) (all []geo.Feature) {
	t.Helper()
	for _, f := range m.features {
		if f.IsZero() {
			continue
		}
		kept, err := reader.Feature(context.Background(), "p", f.ID())
		if err != nil || string(kept.GeoJSON()) != string(f.GeoJSON()) {
			t.Fatalf("%s: got %s, %v; want %s", f.ID(), kept.GeoJSON(), err, f.GeoJSON())
		}
		all = append(all, kept)
	}
	return all
}

// testOrder pages through random questions in random orders, after more and more
// changes, and compares with a sorted list.
func testOrder(t *testing.T, s geo.Store) {
	r, b := rand.New(rand.NewPCG(23, 5)), geo.NewBuilder(nil)
	m := &model{at: map[geo.ID]int{}}
	for round := range 30 {
		m.change(t, s, r, b, []int{1, 3, 30, 400}[r.IntN(4)])
		if round == 0 {
			m.change(t, s, r, b, 600)
		}
		reader := read(t, s)
		info, err := reader.Collection(context.Background(), "p")
		if err != nil {
			t.Fatal(err)
		}
		for range 8 {
			q := randomQuery(r)
			if q.Near != nil {
				q.Filter = randomFilter(t, r, info)
				m.agreesNear(t, reader, q)
				continue
			}
			if r.IntN(2) == 0 {
				q.Box, q.Where = nil, nil
			}
			if q.During != nil && r.IntN(2) == 0 {
				q.During = &geo.Period{Start: geo.Past, End: q.During.End}
			}
			q.Order = randomOrder(r, info.Schema)
			if r.IntN(8) == 0 {
				q.Order = nil
			}
			if r.IntN(2) == 0 {
				q.Filter = randomFilter(t, r, info)
			}
			m.agrees(t, reader, info.Schema, q)
		}
	}
}

// agreesNear asks for the nearest and compares with measuring all.
func (m *model) agreesNear(t *testing.T, reader geo.Reader, q geo.Query) {
	t.Helper()
	want := nearestTwin(m.there(t, reader), q)
	if got := ids(t, reader, q); !slices.Equal(got, want) {
		t.Fatalf("%s: got %d %v, want %d %v", describe(q), len(got), got, len(want), want)
	}
}

// agrees asks in pages of random length, and counts.
func (m *model) agrees(t *testing.T, reader geo.Reader, s *geo.Schema, q geo.Query) {
	t.Helper()
	var want []geo.ID
	for _, f := range inOrder(m.there(t, reader), s, q.Order) {
		if matches(f, q) {
			want = append(want, f.ID())
		}
	}
	var got []geo.ID
	for page := 0; ; page++ {
		if page > len(want) {
			t.Fatalf("%s order %v: pages go on for ever", describe(q), q.Order)
		}
		n := 0
		bulkAgrees(t, reader, q)
		for h, err := range reader.Find(context.Background(), q) {
			if err != nil {
				t.Fatal(err)
			}
			got, n = append(got, h.ID()), n+1
			q.After, q.AfterKeys = h.At, nil
			for _, o := range q.Order {
				q.AfterKeys = append(q.AfterKeys, valueAt(h.Feature, s, o.Field))
			}
		}
		if n == 0 || q.Limit == 0 || n < q.Limit {
			break
		}
		q.Limit = 1 + q.Limit*7%60
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%s order %v: got %d %v, want %d %v", describe(q), q.Order, len(got), got, len(want), want)
	}
	q.After, q.AfterKeys = 0, nil
	if n := count(t, reader, q); n != len(want) {
		t.Fatalf("%s: Count = %d, want %d", describe(q), n, len(want))
	}
}
