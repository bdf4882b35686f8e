package situation_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
	"cairn/geo/situation"
	"cairn/seeds"
)

// told is when the stores of the tests were told what they know.
func told() time.Time { return time.Date(2026, 1, 21, 9, 0, 0, 0, time.UTC) }

// seedChanges reads the first set of seeds.
func seedChanges(t testing.TB) []geo.Change {
	t.Helper()
	var changes []geo.Change
	set := seeds.Sets()[0]
	for _, c := range set.Collections {
		file, err := set.Open(c.Name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		for f, err := range format.ReadGeoJSON(file, geo.NewBuilder(nil)) {
			if err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			changes = append(changes, geo.Change{Op: geo.Put, In: geo.Name(c.Name), Feature: f})
		}
	}
	return changes
}

// store makes a store of the changes.
func store(t testing.TB, changes ...geo.Change) *memory.Store {
	t.Helper()
	s := memory.New(told)
	if _, err := s.Apply(t.Context(), changes...); err != nil {
		t.Fatal(err)
	}
	return s
}

// state opens the state of a store.
func state(t testing.TB, s geo.Store) geo.Reader {
	t.Helper()
	r, err := s.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// at makes a moment of parameters; "" for those not given.
func at(t testing.TB, datetime, sources string) situation.Moment {
	t.Helper()
	var m situation.Moment
	if datetime != "" {
		p, err := geo.ParsePeriod(datetime)
		if err != nil {
			t.Fatal(err)
		}
		m.At = &p
	}
	if sources != "" {
		ids, err := situation.ParseSources(sources)
		if err != nil {
			t.Fatal(err)
		}
		m.AccordingTo = ids
	}
	return m
}

func view(t testing.TB, r geo.Reader, m situation.Moment) *situation.View {
	t.Helper()
	v, err := situation.New().View(t.Context(), r, m)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The document as a client reads it.
type document struct {
	Rule struct {
		ID      string
		Version int
		Href    string
	}
	Datetime    *string
	AsOf        any      `json:"as_of"`
	AccordingTo []string `json:"according_to"`
	Range       struct{ Start, End *string }
	Sources     []struct{ ID, Name, Party string }
	Parties     []struct{ ID, Name string }
	Places      []place
	Elsewhere   []happening
	LeftOut     []struct{ Collection, ID, Reason string } `json:"left_out"`
}

type place struct {
	ID       string
	Position []float64
	Control  struct {
		Status       string
		ControlledBy *string `json:"controlled_by"`
		Since        *string
		Disputed     bool
		BesiegedBy   *string `json:"besieged_by"`
		Parties      []share
		Basis        struct {
			Rule   string
			Claims []string
		}
		Claims []claim
	}
	Disputed   bool
	Attributes []attribute
	Events     []happening
}

type share struct {
	Party  *string
	Status string
	Claims []string
}

type happening struct {
	ID         string
	Attributes []attribute
}

type attribute struct {
	Attribute    string
	Disputed     bool
	Min, Max     *float64
	QualifierMin *string `json:"qualifier_min"`
	QualifierMax *string `json:"qualifier_max"`
	Unit         *string
	Claims       []claim
}

type claim struct {
	ID             string
	Party          *string
	Stance         string
	ValueNumber    *float64 `json:"value_number"`
	ClaimedBy      string   `json:"claimed_by"`
	ClaimedByName  string   `json:"claimed_by_name"`
	ClaimedByParty string   `json:"claimed_by_party"`
}

func read(t testing.TB, v *situation.View, id geo.ID) document {
	t.Helper()
	b, err := v.Document(context.Background(), id, "https://example.org")
	if err != nil {
		t.Fatal(err)
	}
	var d document
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return d
}

func (d document) place(t testing.TB, id string) place {
	t.Helper()
	for _, p := range d.Places {
		if p.ID == id {
			return p
		}
	}
	t.Fatalf("there is no place %s", id)
	return place{}
}

func (p place) event(id string) happening {
	for _, e := range p.Events {
		if e.ID == id {
			return e
		}
	}
	return happening{}
}

func orNull(s *string) string {
	if s == nil {
		return "null"
	}
	return *s
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func ids(claims []claim) string {
	var list []string
	for _, c := range claims {
		list = append(list, c.ID)
	}
	return strings.Join(list, " ")
}
