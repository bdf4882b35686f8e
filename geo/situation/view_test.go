package situation_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/situation"
)

// crowd makes many places round the globe, some without a geometry, and rows of
// control about them.
func crowd(t testing.TB, r *rand.Rand, n int) []geo.Change {
	t.Helper()
	lines := []string{"sources x name=X", "sources y name=Y"}
	for i := range n {
		for _, source := range []string{"x", "y"} {
			if r.IntN(2) == 0 {
				lines = append(lines, fmt.Sprintf("control %s%d subject=%q status=%s party=%s claimed_by=%s start=2026-01-%02d", source, i, fmt.Sprint(i),
					[]string{"held", "vacated", "besieged", "contested"}[r.IntN(4)], []string{"A", "B"}[r.IntN(2)], source, 10+r.IntN(10)))
			}
		}
	}
	changes := world(t, lines...)
	b := geo.NewBuilder(nil)
	for i := range n {
		if i%3 == 0 {
			b.SetNumericID(fmt.Sprint(i))
		} else {
			b.SetID(geo.ID(fmt.Sprint(i)))
		}
		switch r.IntN(6) {
		case 0:
		case 1:
			p := orb.Point{float64(r.IntN(100)), float64(r.IntN(50))}
			b.SetGeometry(orb.LineString{p, {p[0] + 1, p[1] + 2}}, nil)
		default:
			b.SetPoint(orb.Point{float64(r.IntN(3600))/10 - 180, float64(r.IntN(1800))/10 - 90}, nil)
		}
		add := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		add(b.AddText("kind", []string{"prison", "camp"}[r.IntN(2)]))
		if r.IntN(2) == 0 {
			add(b.AddText("start", fmt.Sprintf("2026-01-%02d", 1+r.IntN(28))))
		}
		f, err := b.Feature()
		add(err)
		changes = append(changes, geo.Change{Op: geo.Put, In: "places", Feature: f})
	}
	return changes
}

// randomQuery asks for places.
func randomQuery(r *rand.Rand) geo.Query {
	q := geo.Query{From: situation.Places}
	if r.IntN(2) == 0 {
		west, south := float64(r.IntN(360)-180), float64(r.IntN(170)-90)
		q.Box = &geo.Box{West: west, South: south, East: math.Remainder(west+float64(10+r.IntN(200)), 360), North: min(90, south+float64(10+r.IntN(100)))}
	}
	if r.IntN(3) == 0 {
		q.Near = &geo.Near{Point: orb.Point{float64(r.IntN(360) - 180), float64(r.IntN(180) - 90)}, Within: []float64{0, 3e6}[r.IntN(2)]}
	}
	if r.IntN(2) == 0 {
		q.During = &geo.Period{Start: 0, End: geo.Day}
	}
	for _, w := range []string{"control_status=held", "control_status=contested", "controlled_by=A", "disputed=true", "control_since=2026-01-15", "kind=camp", "atlantis=1", "events=[]"} {
		if r.IntN(8) == 0 {
			name, value, _ := strings.Cut(w, "=")
			q.Where = append(q.Where, geo.Equality{Property: name, Value: value})
		}
	}
	if r.IntN(2) == 0 {
		q.Limit = 1 + r.IntN(20)
	}
	if q.Near == nil && r.IntN(3) == 0 {
		q.After = geo.Cursor(1 + r.IntN(100))
	}
	return q
}

// brute answers a query by asking for each place alone.
func brute(t *testing.T, base geo.Reader, v *situation.View, q geo.Query) (found []string, matched int) {
	t.Helper()
	asked := geo.Query{From: q.From, Box: q.Box, Near: q.Near}
	for hit, err := range base.Find(t.Context(), asked) {
		if err != nil {
			t.Fatal(err)
		}
		f := must(v.Feature(t.Context(), q.From, hit.ID()))(t)
		ok := true
		for _, w := range q.Where {
			value := f.Property(w.Property)
			ok = ok && value.Kind()&(geo.Null|geo.Array|geo.Object) == 0 && value != nil && value.String() == w.Value
		}
		if !ok || q.Filter != nil && !q.Filter.Match(&geo.Subject{Feature: f}) {
			continue
		}
		matched++
		if hit.At > q.After && (q.Limit == 0 || len(found) < q.Limit) {
			found = append(found, fmt.Sprint(hit.ID(), hit.At, hit.Metres, hit.Azimuth, string(f.GeoJSON())))
		}
	}
	return found, matched
}

func TestViewAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	base := state(t, store(t, crowd(t, r, 150)...))
	s := situation.New()
	hits := 0
	for i := range 600 {
		m := at(t, []string{"", "2026-01-14", "2026-01-17T12:00:00Z"}[r.IntN(3)], []string{"", "x"}[r.IntN(2)])
		v := must(s.View(t.Context(), base, m))(t)
		q := randomQuery(r)
		if r.IntN(2) == 0 {
			q.Filter = randomFilter(t, r, v)
		}
		var got []string
		for hit, err := range v.Find(t.Context(), q) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprint(hit.ID(), hit.At, hit.Metres, hit.Azimuth, string(hit.GeoJSON())))
		}
		want, matched := brute(t, base, view(t, base, m), q)
		if !slices.Equal(got, want) {
			t.Fatalf("query %d %+v:\n got %s\nwant %s", i, q, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if n, err := v.Count(t.Context(), q); n != matched || err != nil {
			t.Fatalf("query %d %+v: counted %d, %v; want %d", i, q, n, err, matched)
		}
		hits += len(got)
	}
	if hits < 1000 {
		t.Errorf("got %d hits in all, too few to say anything", hits)
	}
}

// randomFilter asks of stored and of derived properties.
func randomFilter(t *testing.T, r *rand.Rand, v *situation.View) *cql2.Filter {
	t.Helper()
	e := must(cql2.Parse([]string{
		"control_status = 'held' AND kind = 'camp'", "disputed = TRUE OR controlled_by = 'B'", "control_since > DATE('2026-01-14')",
		"NOT control_status LIKE 'h%'", "id IN ('1', '2', '3', '50') OR control_status = 'vacated'", "S_INTERSECTS(geometry, BBOX(-90, -45, 90, 45)) AND disputed = FALSE",
	}[r.IntN(6)]))(t)
	return must(cql2.Compile(e, must(v.Collection(t.Context(), situation.Places))(t).Types()))(t)
}

// Every page of places in an order of derived and stored properties.
func TestViewSorts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	base := state(t, store(t, crowd(t, r, 120)...))
	v := view(t, base, at(t, "", ""))
	schema := must(v.Collection(t.Context(), situation.Places))(t).Schema
	for i := range 60 {
		q := geo.Query{From: situation.Places, Limit: 1 + r.IntN(40)}
		for range 1 + r.IntN(2) {
			q.Order = append(q.Order, geo.Order{Field: r.IntN(len(schema.Fields())), Descending: r.IntN(2) == 0})
		}
		if i%2 == 0 {
			q.Filter = randomFilter(t, r, v)
		}
		var want []geo.Hit
		for hit, err := range v.Find(t.Context(), geo.Query{From: situation.Places, Filter: q.Filter}) {
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, hit)
		}
		slices.SortStableFunc(want, func(a, b geo.Hit) int {
			for _, o := range q.Order {
				if d := o.Compare(a.Value(o.Field), b.Value(o.Field)); d != 0 {
					return d
				}
			}
			return 0
		})
		for n := q.Limit; n == q.Limit; {
			n = 0
			for hit, err := range v.Find(t.Context(), q) {
				if err != nil || len(want) == 0 || hit.At != want[0].At {
					t.Fatalf("query %d %+v: got %s (%v), want another", i, q, hit.ID(), err)
				}
				want, n = want[1:], n+1
				q.After, q.AfterKeys = hit.At, nil
				for _, o := range q.Order {
					q.AfterKeys = append(q.AfterKeys, hit.Value(o.Field))
				}
			}
		}
		if len(want) > 0 {
			t.Errorf("query %d %+v: %d places are missing", i, q, len(want))
		}
	}
}

// Nothing but the properties changes, and the schema knows all of them.
func TestViewKeepsTheRest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 6))
	base := state(t, store(t, crowd(t, r, 60)...))
	v := view(t, base, at(t, "", ""))
	schema := must(v.Collection(t.Context(), "places"))(t).Schema
	for hit, err := range base.Find(t.Context(), geo.Query{From: "places"}) {
		if err != nil {
			t.Fatal(err)
		}
		f := must(v.Feature(t.Context(), "places", hit.ID()))(t)
		if string(f.RawID()) != string(hit.RawID()) || string(f.GeometryJSON()) != string(hit.GeometryJSON()) || f.HasHeights() != hit.HasHeights() {
			t.Errorf("got %s, want %s with derived properties", f.GeoJSON(), hit.GeoJSON())
		}
		if got, want := fmt.Sprint(f.Period()), fmt.Sprint(hit.Period()); got != want {
			t.Errorf("%s: got period %s, want %s", hit.ID(), got, want)
		}
		if !strings.HasPrefix(string(f.PropertiesJSON()), strings.TrimSuffix(string(hit.PropertiesJSON()), "}")+`,"control_status":`) {
			t.Errorf("got %s, want %s first", f.PropertiesJSON(), hit.PropertiesJSON())
		}
		for i, value := range f.Properties {
			if field := schema.Fields()[i]; field.Kinds&value.Kind() == 0 {
				t.Errorf("%s is %s, which its field does not know", field.Name, value)
			}
		}
	}
	for _, name := range []geo.Name{"claims", "control", "events", "sources"} {
		got, want := must(v.Collection(t.Context(), name))(t), must(base.Collection(t.Context(), name))(t)
		if got.Schema != want.Schema || got.Rev != want.Rev || got.Count != want.Count {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
		n, err := v.Count(t.Context(), geo.Query{From: name})
		if n != want.Count || err != nil {
			t.Errorf("%s: counted %d, %v; want %d", name, n, err, want.Count)
		}
	}
	for _, c := range must(v.Collections(t.Context()))(t) {
		if one := must(v.Collection(t.Context(), c.Name))(t); one.Schema != c.Schema || one.Rev != c.Rev {
			t.Errorf("%s is described in two ways", c.Name)
		}
	}
	if _, err := v.Feature(t.Context(), "places", "atlantis"); geo.KindOf(err) != geo.NotFound {
		t.Errorf("got error %v, want NotFound", err)
	}
	for _, err := range v.Find(t.Context(), geo.Query{From: "atlantis"}) {
		if geo.KindOf(err) != geo.NotFound {
			t.Errorf("got error %v, want NotFound", err)
		}
	}
}

// The places of a view of a view are those of the second moment.
func TestViewOfAView(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	v := view(t, view(t, base, at(t, "2026-01-20", "sdf")), at(t, "2026-01-18", ""))
	if got := read(t, v, "").place(t, "hol-camp").Control.Status; got != "held" {
		t.Errorf("got %s, want held", got)
	}
}
