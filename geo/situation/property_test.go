package situation_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/situation"
)

// randomWorld makes places, events with claims, and rows of control.
func randomWorld(r *rand.Rand) []string {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	day := func(name string) string {
		if r.IntN(3) == 0 {
			return ""
		}
		return fmt.Sprintf(" %s=2026-01-%02d", name, 10+r.IntN(10))
	}
	// A period that ends before it starts is no feature: an end lies after all starts.
	end := func() string { return pick("", "", fmt.Sprintf(" end=2026-01-%02d", 19+r.IntN(4))) }
	lines := []string{"places p kind=prison", "places q kind=camp", "places 7 kind=town"}
	for _, s := range []string{"x", "y", "z"} {
		lines = append(lines, "sources "+s+" name=The-"+s+" party="+pick("A", "B"))
	}
	for i := range 5 {
		lines = append(lines, fmt.Sprintf("events e%d kind=escape title=T place=%s%s%s", i, pick("p", "q", "null"), day("start"), end()))
	}
	for i := range 8 {
		lines = append(lines, fmt.Sprintf("control c%d subject=%s status=%s party=%s besieged_by=%s claimed_by=%s%s%s%s", i, pick("p", "q", `"7"`),
			pick("held", "besieged", "vacated", "contested", "unknown"), pick("A", "B", "C"), pick("A", "B", "null"), pick("x", "y", "z"), day("start"), end(), day("claimed_at")))
	}
	for i := range 25 {
		collection, subject := "events", fmt.Sprintf("e%d", r.IntN(5))
		if r.IntN(3) == 0 {
			collection, subject = "places", pick("p", "q")
		}
		value := fmt.Sprintf(" value_number=%d qualifier=%s unit=%s", r.IntN(5)*100, pick("exact", "about", "at_least", "at_most"), pick("people", "people", "null"))
		if r.IntN(3) == 0 {
			value = " value_text=" + pick("many", "few") + pick("", " value_party=A", " value_party=B")
		}
		lines = append(lines, fmt.Sprintf("claims k%d subject_collection=%s subject=%s attribute=%s stance=%s claimed_by=%s%s%s%s%s", i, collection, subject,
			pick("escaped", "reason"), pick("states", "states", "could_not_verify"), pick("x", "y", "z"), value, day("start"), end(), day("claimed_at")))
	}
	return lines
}

func documentOf(t testing.TB, lines []string, m situation.Moment) []byte {
	t.Helper()
	return must(view(t, state(t, store(t, world(t, lines...)...)), m).Document(t.Context(), "", ""))(t)
}

// difference shows where two documents part.
func difference(got, want []byte) string {
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	from := max(0, i-200)
	return fmt.Sprintf("got … %s\nwant … %s", got[from:min(len(got), i+200)], want[from:min(len(want), i+200)])
}

func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		lines := randomWorld(r)
		m := at(t, []string{"", "2026-01-15", "2026-01-20"}[r.IntN(3)], []string{"", "x,y"}[r.IntN(2)])
		want := documentOf(t, lines, m)
		// Places and sources are answered in their collection's order.
		rows := lines[6:]
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		// An order of rows is also one of properties; those are answered as they are.
		if got := documentOf(t, lines, m); !bytes.Equal(got, want) {
			t.Fatalf("seed %d: %s", seed, difference(got, want))
		}
	}
}

func TestExcludedSourceChangesNothing(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 2))
		lines := randomWorld(r)
		m := at(t, "2026-01-18", "x,y")
		without := slices.DeleteFunc(slices.Clone(lines), func(s string) bool {
			return strings.Contains(s, "claimed_by=z")
		})
		if got, want := documentOf(t, lines, m), documentOf(t, without, m); !bytes.Equal(got, want) {
			t.Fatalf("seed %d: %s", seed, difference(got, want))
		}
	}
}

// At every moment every place has exactly one status of the list, and everything
// that the answer says of it fits together.
func TestAnswersHoldTogether(t *testing.T) {
	statuses := map[string]int{}
	disputes := map[bool]int{}
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 3))
		base := state(t, store(t, world(t, randomWorld(r)...)...))
		s := situation.New()
		for day := 9; day <= 24; day += 3 {
			for _, sources := range []string{"", "x", "y,z"} {
				v := must(s.View(t.Context(), base, at(t, fmt.Sprintf("2026-01-%02d", day), sources)))(t)
				d := read(t, v, "")
				if len(d.LeftOut) > 0 || len(d.Places) != 3 {
					t.Fatalf("seed %d: got %d places, left out %v", seed, len(d.Places), d.LeftOut)
				}
				for _, p := range d.Places {
					checkPlace(t, p)
					statuses[p.Control.Status]++
					disputes[p.Disputed]++
				}
				for _, e := range d.Elsewhere {
					checkAttributes(t, e.Attributes)
				}
			}
		}
	}
	for _, w := range situation.Statuses() {
		if statuses[string(w.Word)] == 0 {
			t.Errorf("%s was never met", w.Word)
		}
	}
	if len(statuses) != len(situation.Statuses()) || disputes[true] == 0 || disputes[false] == 0 {
		t.Errorf("got statuses %v, disputes %v", statuses, disputes)
	}
}

func checkPlace(t *testing.T, p place) {
	t.Helper()
	c := p.Control
	if (c.ControlledBy != nil) != (c.Status == "held" || c.Status == "besieged" && c.ControlledBy != nil) {
		t.Errorf("%s is %s and controlled by %s", p.ID, c.Status, orNull(c.ControlledBy))
	}
	if c.Basis.Rule != "newest-per-source/1" || !slices.IsSorted(c.Basis.Claims) {
		t.Errorf("%s: got basis %v", p.ID, c.Basis)
	}
	var shared []string
	for _, s := range c.Parties {
		shared = append(shared, s.Claims...)
	}
	slices.Sort(shared)
	if !slices.Equal(shared, c.Basis.Claims) {
		t.Errorf("%s: got parties by %v, basis %v", p.ID, shared, c.Basis.Claims)
	}
	for _, id := range c.Basis.Claims {
		if !slices.ContainsFunc(c.Claims, func(each claim) bool { return each.ID == id }) {
			t.Errorf("%s rests on %s, which is not among its claims", p.ID, id)
		}
	}
	disputed := c.Disputed || checkAttributes(t, p.Attributes)
	for _, e := range p.Events {
		disputed = checkAttributes(t, e.Attributes) || disputed
	}
	if p.Disputed != disputed {
		t.Errorf("%s: got disputed %v, want %v", p.ID, p.Disputed, disputed)
	}
}

// checkAttributes checks ranges, and reports whether one is disputed.
func checkAttributes(t *testing.T, list []attribute) (disputed bool) {
	t.Helper()
	for _, a := range list {
		disputed = disputed || a.Disputed
		low, high, sources := 0.0, 0.0, map[string]bool{}
		numbers := 0
		for _, c := range a.Claims {
			if c.Stance == "states" {
				sources[c.ClaimedBy] = true
			}
			if c.ValueNumber == nil || c.Stance != "states" {
				continue
			}
			if numbers == 0 {
				low, high = *c.ValueNumber, *c.ValueNumber
			}
			low, high = min(low, *c.ValueNumber), max(high, *c.ValueNumber)
			numbers++
		}
		if a.Disputed && len(sources) < 2 {
			t.Errorf("%s is disputed by %v", a.Attribute, sources)
		}
		if (a.Min == nil) != (a.Max == nil) || a.Min == nil && (a.QualifierMin != nil || a.QualifierMax != nil || a.Unit != nil) {
			t.Errorf("got half a range: %+v", a)
		}
		// Numbers never collapse: the range is that of all that are told.
		if a.Min != nil && (numbers == 0 || *a.Min != low || *a.Max != high || a.QualifierMin == nil || a.QualifierMax == nil) {
			t.Errorf("%s: got %g … %g, want %g … %g with qualifiers", a.Attribute, *a.Min, *a.Max, low, high)
		}
	}
	return disputed
}

// Pairs of claims, and whether the attribute is disputed.
func TestDisagreement(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"value_number=120 qualifier=exact", "value_number=120 qualifier=about", false},
		{"value_number=120 qualifier=exact", "value_number=1500 qualifier=about", true},
		{"value_number=120 qualifier=at_least", "value_number=1500 qualifier=about", false},
		{"value_number=1500 qualifier=at_least", "value_number=120 qualifier=about", true},
		{"value_number=120 qualifier=at_most", "value_number=120 qualifier=at_least", false},
		{"value_number=120 qualifier=at_most", "value_number=121 qualifier=at_least", true},
		{"value_number=120 unit=people", "value_number=1500 unit=families", false},
		{"value_number=120 unit=people", "value_number=1500", false},
		{"value_number=120", "value_text=thousands qualifier=word", false},
		{"value_text=many", "value_text=few", true},
		{"value_text=many", "value_text=many", false},
		{"value_party=A value_text=us", "value_party=A value_text=them", false},
		{"value_party=A value_text=us", "value_party=B value_text=us", true},
		{"value_party=A value_text=us", "value_text=them", true},
		{"value_number=1 not_verified_by=x", "value_number=2 stance=could_not_verify", false},
		{"value_text=many", "stance=could_not_verify", false},
	} {
		row := func(id, source, rest string) string {
			if !strings.Contains(rest, "stance=") {
				rest += " stance=states"
			}
			return "claims " + id + " subject_collection=places subject=p attribute=a claimed_by=" + source + " " + rest
		}
		for _, sources := range [][2]string{{"x", "y"}, {"y", "x"}, {"x", "x"}} {
			lines := []string{"places p name=P", "sources x party=A", "sources y party=A", row("k1", sources[0], c.a), row("k2", sources[1], c.b)}
			p := read(t, view(t, state(t, store(t, world(t, lines...)...)), situation.Moment{}), "").Places[0]
			want := c.want && sources[0] != sources[1]
			if len(p.Attributes) != 1 || p.Attributes[0].Disputed != want || p.Disputed != want {
				t.Errorf("%s and %s by %v: got %+v, want disputed %v", c.a, c.b, sources, p.Attributes, want)
			}
		}
	}
}

// What the place features carry is what the document says.
func TestFeaturesSayWhatTheDocumentSays(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 4))
		v := view(t, state(t, store(t, world(t, randomWorld(r)...)...)), at(t, "2026-01-16", ""))
		for _, p := range read(t, v, "").Places {
			f := must(v.Feature(t.Context(), situation.Places, geo.ID(p.ID)))(t)
			got := strings.Join([]string{f.Property("control_status").String(), f.Property("controlled_by").String(), f.Property("control_since").String(), f.Property("disputed").String()}, " ")
			want := strings.Join([]string{p.Control.Status, orNull(p.Control.ControlledBy), orNull(p.Control.Since), fmt.Sprint(p.Disputed)}, " ")
			if got != want {
				t.Errorf("seed %d, %s: got %s, want %s", seed, p.ID, got, want)
			}
			if n := strings.Count(f.Property("events").String(), `"numbers":`); n != len(p.Events) {
				t.Errorf("seed %d, %s: got %d events, want %d", seed, p.ID, n, len(p.Events))
			}
		}
	}
}
