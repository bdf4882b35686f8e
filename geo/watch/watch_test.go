package watch_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/format"
	"cairn/geo/watch"
)

// feature reads one; its schema has the properties in their order.
func feature(t *testing.T, text string) geo.Feature {
	t.Helper()
	if text == "" {
		return geo.Feature{}
	}
	for f, err := range format.ReadGeoJSON(strings.NewReader(text), geo.NewBuilder(nil)) {
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	t.Fatal("no feature")
	return geo.Feature{}
}

func camp(lon, properties string) string {
	return `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[` + lon + `,5]},"properties":{` + properties + `}}`
}

func TestHears(t *testing.T) {
	in, out, nowhere := camp("5", `"kind":"camp","held":true`), camp("50", `"kind":"camp"`), strings.Replace(camp("5", ""), `{"type":"Point","coordinates":[5,5]}`, "null", 1)
	turned := camp("5", `"held":true,"kind":"camp"`) // the fields have other numbers
	other := camp("5", `"kind":"well"`)
	camps := geo.Collection{Name: "places", Schema: geo.NewSchema(geo.Field{Name: "kind", Kinds: geo.Text})}
	box := watch.Box(geo.Box{West: 0, South: 0, East: 10, North: 10})
	isCamp, err := cql2.Parse("kind = 'camp'")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name       string
		of         geo.Collection
		where      []cql2.Expr
		op         geo.Op
		at         geo.Name
		old, after string
		want       string
	}{
		{"all, new", geo.Collection{}, nil, geo.Create, "places", "", in, watch.Enter},
		{"all, changed", geo.Collection{}, nil, geo.Put, "places", in, out, watch.Inside},
		{"all, deleted", geo.Collection{}, nil, geo.Delete, "places", in, "", watch.Leave},
		{"all, without a place", geo.Collection{}, nil, geo.Create, "places", "", nowhere, watch.Enter},
		{"all, a collection", geo.Collection{}, nil, geo.PutCollection, "places", "", "", ""},
		{"another collection", camps, nil, geo.Create, "wells", "", in, ""},
		{"its collection", camps, nil, geo.Create, "places", "", in, watch.Enter},
		{"its collection is dropped", camps, nil, geo.DropCollection, "places", "", "", ""},
		{"into the box", geo.Collection{}, []cql2.Expr{box}, geo.Put, "places", out, in, watch.Enter},
		{"out of the box", geo.Collection{}, []cql2.Expr{box}, geo.Put, "places", in, out, watch.Leave},
		{"in the box", geo.Collection{}, []cql2.Expr{box}, geo.Put, "places", in, other, watch.Inside},
		{"elsewhere", geo.Collection{}, []cql2.Expr{box}, geo.Put, "places", out, out, ""},
		{"placeless", geo.Collection{}, []cql2.Expr{box}, geo.Put, "places", nowhere, nowhere, ""},
		{"placed", geo.Collection{}, []cql2.Expr{box}, geo.Put, "places", nowhere, in, watch.Enter},
		{"deleted in the box", geo.Collection{}, []cql2.Expr{box}, geo.Delete, "places", in, "", watch.Leave},
		{"deleted elsewhere", geo.Collection{}, []cql2.Expr{box}, geo.Delete, "places", out, "", ""},
		{"the filter", camps, []cql2.Expr{isCamp}, geo.Put, "places", other, in, watch.Enter},
		{"no more the filter", camps, []cql2.Expr{isCamp}, geo.Put, "places", in, other, watch.Leave},
		{"other numbers of fields", camps, []cql2.Expr{isCamp}, geo.Put, "places", in, turned, watch.Inside},
		{"both", camps, []cql2.Expr{box, isCamp}, geo.Put, "places", out, in, watch.Enter},
		{"one of both", camps, []cql2.Expr{box, isCamp}, geo.Put, "places", out, other, ""},
	}
	for _, tt := range tests {
		w, err := watch.New(tt.of, tt.where...)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		got := w.Hears(geo.Change{Op: tt.op, In: tt.at, ID: "a", Old: feature(t, tt.old), Feature: feature(t, tt.after)})
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestExpecting(t *testing.T) {
	ask, err := cql2.Parse("kind = 'camp' AND (depth BETWEEN 5 AND 9 OR S_INTERSECTS(geometry, POINT(1 1)) AND id = 'z')")
	if err != nil {
		t.Fatal(err)
	}
	open := geo.Collection{Name: "places", Schema: geo.NewSchema(geo.Field{Name: "kind", Kinds: geo.Text})}
	if _, err := watch.New(open, ask); err == nil {
		t.Error("depth is known without being expected")
	}
	w, err := watch.New(watch.Expecting(open, ask), ask)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(open.Schema.Fields()); n != 1 {
		t.Errorf("the collection itself has %d fields now", n)
	}
	for text, want := range map[string]string{`"depth":7,"kind":"camp"`: watch.Enter, `"kind":"camp"`: "", `"other":1,"kind":"camp","depth":6`: watch.Enter, `"depth":"7","kind":"camp"`: ""} {
		if got := w.Hears(geo.Change{Op: geo.Create, In: "places", ID: "a", Feature: feature(t, camp("5", text))}); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for _, c := range []geo.Collection{{Name: "p"}, {Name: "p", Schema: geo.NewSchema()}} {
		if _, err := watch.New(watch.Expecting(c, ask), ask); err != nil {
			t.Errorf("nothing is known: %v", err)
		}
	}
	closed := geo.Collection{Name: "places", Schema: geo.NewDeclared(geo.Frame{Closed: true}, geo.Field{Name: "kind"})}
	if _, err := watch.New(watch.Expecting(closed, ask), ask); err == nil {
		t.Error("a closed schema lets depth in")
	}
}

func TestOf(t *testing.T) {
	for name, want := range map[geo.Name]int{"": 0, "places": 1} {
		w, err := watch.New(geo.Collection{Name: name})
		if err != nil || len(w.Of()) != want || want == 1 && w.Of()[0] != name {
			t.Errorf("%q: hears of %v, %v", name, w.Of(), err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, text := range []string{"kinds = 'camp'", "kind > 5 AND nothing IS NULL"} {
		e, err := cql2.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := watch.New(geo.Collection{Name: "places", Schema: geo.NewSchema(geo.Field{Name: "kind", Kinds: geo.Text})}, e); err == nil {
			t.Errorf("%s: got no error", text)
		}
	}
}

func TestAppendChange(t *testing.T) {
	at := geo.InstantOf(time.Date(2026, 1, 20, 12, 0, 0, 500_000_000, time.UTC))
	f, old := feature(t, camp("5", `"n":1.50`)), feature(t, camp("6", ""))
	tests := []struct {
		name string
		c    geo.Change
		want string
	}{
		{"created", geo.Change{Op: geo.Create, In: "a", Feature: f, Rev: 7, At: at},
			`{"rev":7,"at":"2026-01-20T12:00:00.5Z","by":null,"op":"created","collection":"a","id":"a","watch":"enter","feature":` + string(f.GeoJSON()) + `,"old":null}`},
		{"changed", geo.Change{Op: geo.Put, In: "a", Feature: f, Old: old, Rev: 7, At: at, By: `<"`},
			`{"rev":7,"at":"2026-01-20T12:00:00.5Z","by":"<\"","op":"changed","collection":"a","id":"a","watch":"enter","feature":` + string(f.GeoJSON()) + `,"old":` + string(old.GeoJSON()) + `}`},
		{"deleted", geo.Change{Op: geo.Delete, In: "a", ID: "a", Old: old, Rev: 7, At: at},
			`{"rev":7,"at":"2026-01-20T12:00:00.5Z","by":null,"op":"deleted","collection":"a","id":"a","watch":"enter","feature":null,"old":` + string(old.GeoJSON()) + `}`},
	}
	for _, tt := range tests {
		got := watch.AppendChange(nil, tt.c, watch.Enter)
		if string(got) != tt.want || !json.Valid(got) {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// A feature whose period is told by other properties is heard of whatever is in those
// that tell it elsewhere.
func TestHearsWhateverItsPeriod(t *testing.T) {
	b := geo.NewBuilder(nil, "seen")
	var f geo.Feature
	for made, err := range format.ReadGeoJSON(strings.NewReader(camp("5", `"start":"2026-01-20","end":"2026-01-01","kind":"camp"`)), b) {
		if err != nil {
			t.Fatal(err)
		}
		f = made
	}
	isCamp, err := cql2.Parse("kind = 'camp'")
	if err != nil {
		t.Fatal(err)
	}
	w, err := watch.New(geo.Collection{Name: "places", Schema: geo.NewSchema(geo.Field{Name: "kind", Kinds: geo.Text})}, isCamp)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Hears(geo.Change{Op: geo.Create, In: "places", Feature: f}); got != watch.Enter {
		t.Errorf("got %q, want %q", got, watch.Enter)
	}
}
