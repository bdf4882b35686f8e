package memory_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/memory"
)

func quoted(s string) string { return string(geo.AppendString(nil, s)) }

// tiers are values of all kinds as they follow each other, those in a row equal. The
// last have no place, and come last downwards, too; "" is for no property.
var tiers = [][]string{
	{"false"}, {"true"},
	{"-1e308"}, {"-123456789012345680"}, {"-9007199254740993", "-9007199254740992"}, {"-1.5", "-15e-1", "-1.50"}, {"-5e-324"},
	{"0", "-0", "0.0", "-0e9"}, {"5e-324"}, {"0.1", "1e-1", "0.1000000000000000055"}, {"999999999999999"}, {"1e15", "1000000000000000"}, {"1.7976931348623157e308"},
	{`"0000-01-01"`}, {`"1969-12-31T23:59:59.999999Z"`}, {`"1970-01-01"`, `"1970-01-01T02:00:00+02:00"`},
	{`"2026-01-18T23:00:00Z"`, `"2026-01-19T00:00:00+01:00"`}, {`"2026-01-19"`, `"2026-01-18T20:30:00-03:30"`}, {`"2026-01-19T00:00:00.000001Z"`}, {`"9999-12-31"`},
	{quoted("")}, {quoted("\x00")}, {quoted("\n")}, {quoted("\"")}, {quoted("2016-12-31T23:59:60Z")}, {quoted("2026-02-30")}, {quoted("Z")}, {quoted("\\")},
	{quoted("a")}, {quoted("a\x00")}, {quoted("a\x00\x00")}, {quoted("a\x00b")}, {quoted("a\"")}, {quoted("a\\")}, {quoted("aa")},
	{quoted("same first bytes")}, {quoted("same first bytes\n")}, {quoted("same first bytes!")}, {quoted("true")}, {quoted("é")}, {quoted("\uffff")}, {quoted("\U00010000")},
	{"", "null", "[1,2]", "[]", `{"a":1}`, "1e999", "-1e999"},
}

// filledBy makes a store of n features, 0 and on; give returns the values of v and w
// for each, "" for none.
func filledBy(t *testing.T, n int, give func(i int) (v, w string)) *memory.Store {
	t.Helper()
	s, b := memory.New(nil), geo.NewBuilder(nil)
	_, err := s.Fill(t.Context(), "p", nil, func(yield func(geo.Feature, error) bool) {
		for i := range n {
			b.SetID(geo.ID(fmt.Sprint(i)))
			v, w := give(i)
			for j, value := range []string{v, w} {
				if value == "" {
					continue
				}
				if err := b.Add([]byte{"vw"[j]}, geo.Value(value)); err != nil {
					t.Fatal(err)
				}
			}
			if !yield(b.Feature()) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func find(t *testing.T, r geo.Reader, q geo.Query) (all []geo.Hit) {
	t.Helper()
	for h, err := range r.Find(context.Background(), q) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	return all
}

func idsOf(hits []geo.Hit) (ids []geo.ID) {
	for _, h := range hits {
		ids = append(ids, h.ID())
	}
	return ids
}

func field(t *testing.T, r geo.Reader, name string) int {
	t.Helper()
	c, err := r.Collection(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range c.Schema.Fields() {
		if f.Name == name {
			return i
		}
	}
	t.Fatalf("there is no field %s", name)
	return 0
}

// TestMixedOrder sorts values of all kinds, few and many, and goes on from each.
func TestMixedOrder(t *testing.T) {
	type known struct {
		text string
		tier int
	}
	var values []known
	for tier, equal := range tiers {
		for _, text := range equal {
			values = append(values, known{text, tier})
		}
	}
	for _, times := range []int{1, 80} {
		n := len(values) * times
		at := func(i int) known { return values[i*31%len(values)] } // neighbours differ; the number of values is no multiple of 31
		s := filledBy(t, n, func(i int) (v, w string) { return at(i).text, "1" })
		r := read(t, s)
		v := field(t, r, "v")
		for _, down := range []bool{false, true} {
			want := make([]int, n)
			for i := range want {
				want[i] = i
			}
			slices.SortStableFunc(want, func(a, b int) int {
				x, y, last := at(a).tier, at(b).tier, len(tiers)-1
				if down && x != last && y != last {
					return y - x
				}
				return x - y
			})
			q := geo.Query{From: "p", Order: []geo.Order{{Field: v, Descending: down}}}
			all := find(t, r, q)
			if len(all) != n {
				t.Fatalf("%d features, down %v: %d are told", n, down, len(all))
			}
			for i, h := range all {
				if want := fmt.Sprint(want[i]); string(h.ID()) != want {
					t.Fatalf("%d features, down %v: at place %d stands %s, want %s", n, down, i, h.GeoJSON(), want)
				}
			}
			q.Limit = 3
			for i := 0; i < n; i += 1 + times/3 {
				q.After, q.AfterKeys = all[i].At, []geo.Value{all[i].Value(v)}
				got, want := idsOf(find(t, r, q)), idsOf(all[i+1:min(n, i+4)])
				if !slices.Equal(got, want) {
					t.Fatalf("%d features, down %v, after %s: got %v, want %v", n, down, all[i].GeoJSON(), got, want)
				}
			}
			if got, err := r.Count(t.Context(), q); err != nil || got != n {
				t.Errorf("%d are counted of a page (%v), want %d", got, err, n)
			}
		}
	}
}

// TestGoesOnAfterWhatIsGone deletes or changes the last feature of a page before the
// next is asked for: none is left out, none comes twice.
func TestGoesOnAfterWhatIsGone(t *testing.T) {
	for _, n := range []int{40, 6000} {
		s := filledBy(t, n, func(i int) (v, w string) { return fmt.Sprint(i / 3 % 7), quoted(fmt.Sprint("t", i%5)) })
		r := read(t, s)
		q := geo.Query{From: "p", Order: []geo.Order{{Field: field(t, r, "v"), Descending: true}, {Field: field(t, r, "w")}}}
		want := idsOf(find(t, r, q))
		q.Limit = n/11 + 1
		var got []geo.ID
		b := geo.NewBuilder(nil)
		for page := 0; ; page++ {
			hits := find(t, read(t, s), q)
			got = append(got, idsOf(hits)...)
			if len(hits) < q.Limit {
				break
			}
			last := hits[len(hits)-1]
			q.After, q.AfterKeys = last.At, nil
			for _, o := range q.Order {
				q.AfterKeys = append(q.AfterKeys, slices.Clone(last.Value(o.Field)))
			}
			c := geo.Change{Op: geo.Delete, In: "p", ID: last.ID()}
			if page%2 == 0 { // it goes to the very beginning
				b.SetID(last.ID())
				if err := b.Add([]byte("v"), geo.Value("99")); err != nil {
					t.Fatal(err)
				}
				f, err := b.Feature()
				if err != nil {
					t.Fatal(err)
				}
				c = put("p", f)
			}
			if _, err := s.Apply(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("of %d, the pages tell %d: %v, want %v", n, len(got), got[:10], want[:10])
		}
	}
}

// TestManyDifferentTexts sorts, pages and finds more texts than are numbered, most of
// which agree in their first bytes.
func TestManyDifferentTexts(t *testing.T) {
	const n = 80_000
	texts := make([]string, n)
	for i := range texts {
		k := i * 7919 % n
		switch k % 4 {
		case 0:
			texts[i] = fmt.Sprintf("https://example.org/things/%d", k/8) // each twice
		case 1:
			texts[i] = fmt.Sprintf("https://example.org/things/%05d\t\"%d\"", k/64, k)
		case 2:
			texts[i] = "https://exa" + string(make([]byte, k%89)) + fmt.Sprint(k) // bytes of 0, as behind the end
		default:
			texts[i] = fmt.Sprintf("é%d", k)
		}
	}
	s := filledBy(t, n, func(i int) (v, w string) { return quoted(texts[i]), "1" })
	r := read(t, s)
	sorted := slices.Sorted(slices.Values(texts))
	q := geo.Query{From: "p", Order: []geo.Order{{Field: field(t, r, "v")}}, Limit: 7919}
	for i := 0; i < n; {
		hits := find(t, r, q)
		if len(hits) == 0 {
			t.Fatalf("after %d there is no more, want %d", i, n)
		}
		for _, h := range hits {
			if got := h.Value(q.Order[0].Field).String(); got != sorted[i] {
				t.Fatalf("at place %d stands %q, want %q", i, got, sorted[i])
			}
			q.After, q.AfterKeys = h.At, []geo.Value{h.Value(q.Order[0].Field)}
			i++
		}
	}
	about, err := r.Collection(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"https://example.org/things/", "https://example.org/things/4000", sorted[n/3], sorted[n/2], "é", "z"} {
		if len(end) > 0 && slices.Contains([]byte(end), 0) {
			end = "https://exa~"
		}
		below, _ := slices.BinarySearch(sorted, end)
		for text, want := range map[string]int{"<": below, ">=": n - below} {
			e, err := cql2.Parse(fmt.Sprintf("v %s '%s'", text, end))
			if err != nil {
				t.Fatal(err)
			}
			f, err := cql2.Compile(e, about.Types())
			if err != nil {
				t.Fatal(err)
			}
			for range 3 { // an order is made when it has been asked for
				if got, err := r.Count(t.Context(), geo.Query{From: "p", Filter: f}); err != nil || got != want {
					t.Fatalf("%d are %s %q (%v), want %d", got, text, end, err, want)
				}
			}
		}
	}
}

func read(t *testing.T, s geo.Store) geo.Reader {
	t.Helper()
	r, err := s.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}
