package situation_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/geo/situation"
)

// ruled makes a store with the rule and some changes.
func ruled(t testing.TB, changes ...geo.Change) *memory.Store {
	t.Helper()
	s := memory.Open(memory.Options{Rules: []geo.Rule{situation.WriteRule}, Now: told})
	if _, err := s.Apply(t.Context(), changes...); err != nil {
		t.Fatal(err)
	}
	return s
}

// faults lists the paths of an error's parts, with their kinds where they are not
// Invalid.
func faults(err error) (all []string) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			all = append(all, faults(one)...)
		}
		return all
	}
	var e *geo.Error
	switch {
	case err == nil:
	case !errors.As(err, &e):
		all = append(all, err.Error())
	case e.Kind != geo.Invalid:
		all = append(all, e.Path+" "+e.Kind.String())
	default:
		all = append(all, e.Path)
	}
	return all
}

// The seeds keep the rule, in whatever order they come.
func TestSeedsKeepWriteRule(t *testing.T) {
	changes := seedChanges(t)
	ruled(t, changes...)
	slices.Reverse(changes)
	ruled(t, changes...)
}

const few = "sources x name=X; sources y name=Y; places p name=P; places q name=Q; events e place=p claimed_by=y; " +
	"claims c subject_collection=places subject=p attribute=a stance=states claimed_by=x; " +
	"claims d subject_collection=events subject=e attribute=a stance=states claimed_by=x; control h subject=p status=held party=A claimed_by=x"

func lines(all string) []string { return strings.Split(all, "; ") }

func TestWriteRuleOfRows(t *testing.T) {
	for _, c := range []struct {
		row  string
		want []string
	}{
		{"claims n subject_collection=places subject=p attribute=a stance=states claimed_by=x", nil},
		{"claims n subject_collection=events subject=e attribute=a stance=could_not_verify claimed_by=x reported_by=y qualifier=about value_number=3", nil},
		{"claims n subject_collection=places subject=p attribute=a stance=states", []string{"claimed_by"}},
		{"claims n subject_collection=places subject=p attribute=a stance=states claimed_by=nobody", []string{"claimed_by"}},
		{"claims n subject_collection=places subject=e attribute=a stance=states claimed_by=x", []string{"subject"}},
		{"claims n subject_collection=towns subject=p attribute=a stance=states claimed_by=x", []string{"subject_collection"}},
		{"claims n", []string{"attribute", "claimed_by", "stance", "subject", "subject_collection"}},
		{"claims n subject_collection=places subject=p attribute=a stance=says qualifier=much claimed_by=x value_number=many", []string{"qualifier", "stance", "value_number"}},
		{"claims n subject_collection=places subject=p attribute=a stance=states claimed_by=x reported_by=nobody not_verified_by=7", []string{"not_verified_by", "reported_by"}},
		{"control n subject=p status=held party=A claimed_by=x", nil},
		{"control n subject=nowhere status=held party=A claimed_by=x", []string{"subject"}},
		{"control n subject=p status=taken claimed_by=x", []string{"status"}},
		{"control n subject=p status=held claimed_by=x", []string{"party"}},
		{"control n subject=p status=vacated claimed_by=x start=Monday", []string{"start"}},
		{"control n subject=p status=vacated claimed_by=x start=2026-01-05 end=2026-01-05", nil},
		{"events n", nil},
		{"events n place=p claimed_by=x", nil},
		{"events n place=nowhere claimed_by=nobody", []string{"claimed_by", "place"}},
		{"places n name=N", nil},
		{"places n name=N reported_by=nobody", []string{"reported_by"}},
		{"sources n", nil},
		{"sources n name=3", []string{"name"}},
	} {
		s := ruled(t, world(t, lines(few)...)...)
		row := world(t, c.row)[5:] // behind the five collections
		_, err := s.Apply(t.Context(), row...)
		got := faults(err)
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.row, err, c.want)
		}
	}
}

func TestWriteRuleOfDeletions(t *testing.T) {
	gone := func(in geo.Name, id geo.ID) geo.Change { return geo.Change{Op: geo.Delete, In: in, ID: id} }
	drop := func(in geo.Name) geo.Change { return geo.Change{Op: geo.DropCollection, In: in} }
	again := func(line string) geo.Change { return world(t, line)[5] }
	for _, c := range []struct {
		name  string
		group []geo.Change
		want  []string
	}{
		{"a source that is named", []geo.Change{gone("sources", "x")}, []string{"id conflict"}},
		{"a source that an event names", []geo.Change{gone("sources", "y")}, []string{"id conflict"}},
		{"a place that is named", []geo.Change{gone("places", "p")}, []string{"id conflict"}},
		{"a place that is not", []geo.Change{gone("places", "q")}, nil},
		{"an event that is named", []geo.Change{gone("events", "e")}, []string{"id conflict"}},
		{"an event and its claim", []geo.Change{gone("events", "e"), gone("claims", "d")}, nil},
		{"all that names a source", []geo.Change{gone("claims", "c"), gone("sources", "x"), gone("claims", "d"), gone("control", "h")}, nil},
		{"most that names a source", []geo.Change{gone("claims", "c"), gone("sources", "x"), gone("control", "h")}, []string{"changes[1].id conflict"}},
		{"a source that is made again", []geo.Change{gone("sources", "x"), again("sources x name=X")}, nil},
		{"the sources", []geo.Change{drop("sources")}, []string{"collection conflict"}},
		{"the places", []geo.Change{drop("places")}, []string{"collection conflict"}},
		{"the places, to have others", []geo.Change{drop("places"), again("places q name=Q")}, []string{"changes[0].id conflict"}},
		{"the places, to have the same", []geo.Change{drop("places"), again("places p name=P")}, nil},
		{"the claims", []geo.Change{drop("claims")}, nil},
		{"everything", []geo.Change{drop("sources"), drop("places"), drop("events"), drop("claims"), drop("control")}, nil},
	} {
		s := ruled(t, world(t, lines(few)...)...)
		if _, err := s.Apply(t.Context(), c.group...); !slices.Equal(faults(err), c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// Collections of others that have the same names are left alone.
func TestWriteRuleLeavesOthersAlone(t *testing.T) {
	for _, line := range []string{"sources s name=3", "events e place=Cairo", "places p reported_by=me"} {
		s := ruled(t)
		row := world(t, line)[5]
		if _, err := s.Apply(t.Context(), row); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		if _, err := s.Apply(t.Context(), geo.Change{Op: geo.Delete, In: row.In, ID: row.Feature.ID()}, geo.Change{Op: geo.DropCollection, In: row.In}); err != nil {
			t.Errorf("delete %s: %v", line, err)
		}
	}
	s := ruled(t, world(t, lines(few)...)...)
	if _, err := s.Apply(t.Context(), geo.Change{Op: geo.PutCollection, In: "claims", Collection: &geo.Collection{Title: "Claims"}}); err != nil {
		t.Errorf("describe claims: %v", err)
	}
}

// What the state cannot do is said.
func TestWriteRuleOfBrokenState(t *testing.T) {
	base := state(t, store(t, world(t, lines(few)...)...))
	claim := world(t, "claims n subject_collection=places subject=p attribute=a stance=states claimed_by=x")[5]
	for _, c := range []struct {
		r geo.Reader
		c geo.Change
	}{
		{broken{base, "sources"}, claim},
		{broken{base, "claims"}, claim},
		{half{base, "sources"}, claim},
		{half{base, "places"}, claim},
		{broken{base, "places"}, geo.Change{Op: geo.Delete, In: "places", ID: "z"}},
		{broken{base, "events"}, geo.Change{Op: geo.Delete, In: "places", ID: "z"}},
		{half{base, "control"}, geo.Change{Op: geo.Delete, In: "places", ID: "z"}},
		{broken{base, "places"}, geo.Change{Op: geo.DropCollection, In: "places"}},
	} {
		if err := situation.WriteRule(t.Context(), c.r, c.c); !errors.Is(err, errBroken) {
			t.Errorf("%T: %v", c.r, err)
		}
	}
}
