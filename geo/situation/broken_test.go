package situation_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/situation"
)

var errBroken = errors.New("broken")

// broken is a state that cannot read one collection.
type broken struct {
	geo.Reader
	cannot geo.Name
}

func (b broken) Collection(ctx context.Context, name geo.Name) (geo.Collection, error) {
	if name == b.cannot {
		return geo.Collection{}, errBroken
	}
	return b.Reader.Collection(ctx, name)
}

// half is a state whose features cannot be read.
type half struct {
	geo.Reader
	cannot geo.Name
}

func (h half) Find(ctx context.Context, q geo.Query) iter.Seq2[geo.Hit, error] {
	if q.From != h.cannot {
		return h.Reader.Find(ctx, q)
	}
	return func(yield func(geo.Hit, error) bool) { yield(geo.Hit{}, errBroken) }
}

func (h half) Feature(ctx context.Context, in geo.Name, id geo.ID) (geo.Feature, error) {
	if in == h.cannot {
		return geo.Feature{}, errBroken
	}
	return h.Reader.Feature(ctx, in, id)
}

// What the state cannot do is said, and nothing of it is kept.
func TestBrokenState(t *testing.T) {
	base := state(t, store(t, seedChanges(t)...))
	s := situation.New()
	for _, name := range []geo.Name{"places", "events", "claims", "control", "sources"} {
		if _, err := situation.Applies(t.Context(), broken{base, name}); !errors.Is(err, errBroken) {
			t.Errorf("Applies without %s: got error %v", name, err)
		}
		for _, r := range []geo.Reader{broken{base, name}, half{base, name}} {
			if _, err := s.View(t.Context(), r, situation.Moment{}); !errors.Is(err, errBroken) {
				t.Errorf("%T without %s: got error %v", r, name, err)
			}
		}
	}
	if v := must(s.View(t.Context(), base, situation.Moment{}))(t); read(t, v, "").place(t, "hol-camp").Control.Status != "vacated" {
		t.Error("the whole state is not read")
	}
	v := must(s.View(t.Context(), half{base, "places"}, situation.Moment{}))(t) // known by now
	if _, err := v.Document(t.Context(), "raqqa", ""); !errors.Is(err, errBroken) {
		t.Errorf("Document of a place: got error %v", err)
	}
	if _, err := v.Feature(t.Context(), "places", "raqqa"); !errors.Is(err, errBroken) {
		t.Errorf("Feature: got error %v", err)
	}
	where := []geo.Equality{{Property: "control_status", Value: "held"}}
	if _, err := v.Count(t.Context(), geo.Query{From: "places", Where: where}); !errors.Is(err, errBroken) {
		t.Errorf("Count: got error %v", err)
	}
}

// A place keeps its heights, and the time its collection reads.
func TestPlaceKeepsHeightsAndTime(t *testing.T) {
	b := geo.NewBuilder(nil, "seen")
	b.SetID("p")
	b.SetPoint(orb.Point{40, 36}, []byte("[40.0,36.00,312]"))
	b.SetHeights()
	if err := b.AddText("seen", "2026-01-05"); err != nil {
		t.Fatal(err)
	}
	f := must(b.Feature())(t)
	changes := append(world(t, "sources x name=X"),
		geo.Change{Op: geo.PutCollection, In: "places", Collection: &geo.Collection{TimeFields: []string{"seen"}}},
		geo.Change{Op: geo.Put, In: "places", Feature: f})
	v := view(t, state(t, store(t, changes...)), at(t, "", ""))
	got := must(v.Feature(t.Context(), "places", "p"))(t)
	p, timed := got.Period()
	if q, _ := f.Period(); !got.HasHeights() || string(got.GeometryJSON()) != string(f.GeometryJSON()) || !timed || p != q {
		t.Errorf("got %s in %s, want %s in %s", got.GeometryJSON(), p, f.GeometryJSON(), q)
	}
}

// A hundred who repeat one figure agree; one more who does not is enough.
func TestManyRepeatOneFigure(t *testing.T) {
	lines := []string{"places p name=P"}
	for i := range 100 {
		s := string(rune('a'+i%26)) + string(rune('a'+i/26))
		lines = append(lines, "sources "+s+" party=A", "claims k"+s+" subject_collection=places subject=p attribute=a stance=states value_number=120 claimed_by="+s)
	}
	for _, c := range []struct {
		row  string
		want bool
	}{
		{"sources zz party=B", false},
		{"claims k subject_collection=places subject=p attribute=a stance=states value_number=120 qualifier=about claimed_by=aa", false},
		{"claims k subject_collection=places subject=p attribute=a stance=states value_number=121 claimed_by=aa", true},
	} {
		d := read(t, view(t, state(t, store(t, world(t, append(lines, c.row)...)...)), at(t, "", "")), "")
		if got := d.Places[0].Disputed; got != c.want {
			t.Errorf("%s: got disputed %v, want %v", c.row, got, c.want)
		}
	}
}
