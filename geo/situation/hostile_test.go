package situation_test

import (
	"encoding/json"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/situation"
)

// Rows that cannot be used are left out, and said to be.
func TestRowsLeftOut(t *testing.T) {
	const control, claims = "control k subject=p status=held party=A claimed_by=x ", "claims k subject_collection=places subject=p attribute=a stance=states value_number=1 claimed_by=x "
	for _, c := range []struct{ row, want string }{
		{control, ""},
		{claims, ""},
		{"control k status=held party=A claimed_by=x", "subject is missing"},
		{"control k subject=atlantis status=held party=A claimed_by=x", "subject is no id of places"},
		{"control k subject=12 status=held party=A claimed_by=x", "subject is no text"},
		{"control k subject=p status=held party=A", "claimed_by is missing"},
		{"control k subject=p status=held party=A claimed_by=nobody", "claimed_by names no source that there is"},
		{"control k subject=p status=held party=A claimed_by=true", "claimed_by is no text"},
		{"control k subject=p status=lost party=A claimed_by=x", `status "lost" is not a word of its list`},
		{"control k subject=p party=A claimed_by=x", "status is missing"},
		{"control k subject=p status=[] party=A claimed_by=x", "status is no text"},
		{"control k subject=p status=held claimed_by=x", "party is missing, and status is held"},
		{"control k subject=p status=held party={} claimed_by=x", "party is no text"},
		{"control k subject=p status=besieged besieged_by=7 claimed_by=x", "besieged_by is no text"},
		{control + "subject_collection=events", "subject_collection is not places"},
		{control + "start=soon", "start is neither a date nor a date-time: \"soon\"; expected one like 2026-01-20 or 2026-01-20T10:00:00Z"},
		{control + "end=12", "end is neither a date nor a date-time: 12; expected one like 2026-01-20 or 2026-01-20T10:00:00Z"},
		{control + "claimed_at=yesterday", "claimed_at is neither a date nor a date-time: \"yesterday\"; expected one like 2026-01-20 or 2026-01-20T10:00:00Z"},
		{"claims k subject_collection=places subject=p attribute=a value_number=1 claimed_by=x", "stance is missing"},
		{"claims k subject_collection=sources subject=x attribute=a stance=states claimed_by=x", "subject_collection is neither places nor events"},
		{"claims k subject=p attribute=a stance=states claimed_by=x", "subject_collection is missing"},
		{"claims k subject_collection=events subject=p attribute=a stance=states claimed_by=x", "subject is no id of events"},
		{"claims k subject_collection=events subject=lost attribute=a stance=states claimed_by=x", "subject is no id of events"},
		{"claims k subject_collection=places subject=p stance=states claimed_by=x", "attribute is missing"},
		{"claims k subject_collection=places subject=p attribute=a stance=states value_number=many claimed_by=x", "value_number is no number: \"many\"; expected digits alone, such as 1500"},
		{"claims k subject_collection=places subject=p attribute=a stance=states value_number=1e999 claimed_by=x", "value_number is no number: 1e999; expected digits alone, such as 1500"},
		{claims + "qualifier=nearly", `qualifier "nearly" is not a word of its list`},
		{claims + "unit=[1]", "unit is no text"},
		{claims + "value_party=[1]", "value_party is no text"},
		{claims + "value_text=false", "value_text is no text"},
		{"events k place=atlantis", "place is no id of places"},
		{"events k place=4", "place is no text"},
		{"events k start=soon", "start is neither a date nor a date-time: \"soon\"; expected one like 2026-01-20 or 2026-01-20T10:00:00Z"},
		{"sources k name=[]", "name is no text"},
	} {
		lines := []string{"places p name=P", "sources x name=X", "events lost place=atlantis", c.row}
		d := read(t, view(t, state(t, store(t, world(t, lines...)...)), situation.Moment{}), "")
		got := ""
		for _, l := range d.LeftOut {
			if l.ID == "k" {
				got = l.Reason
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.row, got, c.want)
		}
		p := d.Places[0]
		if c.want != "" && (p.Control.Status != "unknown" || len(p.Attributes)+len(p.Events)+len(d.Elsewhere) > 0) {
			t.Errorf("%s is left out, but is in %+v", c.row, p)
		}
		if len(d.LeftOut) == 0 || d.LeftOut[len(d.LeftOut)-1].Collection == "" {
			t.Errorf("%s: the event that is lost is not left out: %v", c.row, d.LeftOut)
		}
	}
}

// Places and claims whose own properties have the names of derived ones.
func TestStoredNamesOfDerivedProperties(t *testing.T) {
	lines := []string{
		`places p control_status=held disputed=true events=[1] control_since=forever name=P`, "sources x name=X party=A",
		`control c subject=p status=held party=B claimed_by=x id=9 claimed_by_name=Somebody claimed_by_party=B`,
		`claims k subject_collection=places subject=p attribute=a stance=states value_number=1 claimed_by=x party=B claimed_by_name_ar=Z id=d`,
	}
	base := state(t, store(t, world(t, lines...)...))
	v := view(t, base, at(t, "", ""))
	f := must(v.Feature(t.Context(), "places", "p"))(t)
	for name, want := range map[string]string{"control_status": "held", "controlled_by": "B", "disputed": "false", "events": "[]", "control_since": "null", "name": "P"} {
		if got := f.Property(name).String(); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	if n := strings.Count(string(f.GeoJSON()), `"disputed"`); n != 1 {
		t.Errorf("disputed is there %d times", n)
	}
	p := read(t, v, "").Places[0]
	for _, c := range append(p.Control.Claims, p.Attributes[0].Claims...) {
		if c.ID != "c" && c.ID != "k" || c.ClaimedByName != "X" || c.ClaimedByParty != "A" {
			t.Errorf("got %+v", c)
		}
	}
	b := must(v.Document(t.Context(), "", ""))(t)
	if n := strings.Count(string(b), `"claimed_by_party"`); n != 2 {
		t.Errorf("claimed_by_party is there %d times in %s, want 2", n, b)
	}
}

// A place whose period the store read from other properties than we would.
func TestPlaceWithAnUnlikelyPeriod(t *testing.T) {
	changes := world(t, "sources x name=X")
	b := geo.NewBuilder(nil, "seen")
	f := feature(t, b, "p", "start=2026-01-20 end=2026-01-01 seen=2026-01-05")
	about := &geo.Collection{TimeFields: []string{"seen"}}
	changes = append(changes, geo.Change{Op: geo.PutCollection, In: "places", Collection: about}, geo.Change{Op: geo.Put, In: "places", Feature: f})
	v := view(t, state(t, store(t, changes...)), at(t, "", ""))
	if got := must(v.Feature(t.Context(), "places", "p"))(t).Property("control_status").String(); got != "unknown" {
		t.Errorf("got %s, want unknown", got)
	}
}

// Whatever is stored, views and documents are made of it, and are sound.
func FuzzRows(f *testing.F) {
	f.Add(`{"name":"P"}`, `{"subject":"p","status":"held","party":"A","claimed_by":"x","start":"2026-01-20"}`, `{"subject_collection":"places","subject":"p","attribute":"a","stance":"states","value_number":1,"claimed_by":"x"}`)
	f.Add(`{"events":[]}`, `{"subject":7,"status":null}`, `{"value_number":1e999}`)
	f.Add(`null`, `{}`, `{"place":"p","start":"0000-01-01","end":"9999-12-31T23:59:60Z"}`)
	f.Fuzz(func(t *testing.T, place, control, claim string) {
		changes := world(t, "sources x name=X party=A", "sources y party=B")
		for _, row := range []struct{ in, id, properties string }{
			{"places", "p", place}, {"control", "c", control}, {"control", "d", strings.ReplaceAll(control, `"x"`, `"y"`)},
			{"claims", "k", claim}, {"claims", "l", strings.ReplaceAll(claim, `"x"`, `"y"`)}, {"events", "e", claim}, {"sources", "s", claim},
		} {
			text := `{"type":"Feature","id":"` + row.id + `","geometry":null,"properties":` + row.properties + `}`
			for f, err := range format.ReadGeoJSON(strings.NewReader(text), geo.NewBuilder(nil)) {
				if err != nil {
					break
				}
				changes = append(changes, geo.Change{Op: geo.Put, In: geo.Name(row.in), Feature: f})
			}
		}
		base := state(t, store(t, changes...))
		for _, m := range []situation.Moment{at(t, "", ""), at(t, "2026-01-20", "x")} {
			v := view(t, base, m)
			if b := must(v.Document(t.Context(), "", "\"<>"))(t); !json.Valid(b) {
				t.Fatalf("got %s", b)
			}
			for hit, err := range v.Find(t.Context(), geo.Query{From: "places"}) {
				if err != nil {
					t.Fatal(err)
				}
				if !json.Valid(hit.GeoJSON()) || hit.Property("control_status") == nil {
					t.Fatalf("got %s", hit.GeoJSON())
				}
			}
		}
	})
}
