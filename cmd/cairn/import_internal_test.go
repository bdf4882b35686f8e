package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/format"
)

// one reads a feature.
func one(t *testing.T, text string) geo.Feature {
	t.Helper()
	for f, err := range format.ReadGeoJSON(strings.NewReader(text), geo.NewBuilder(nil)) {
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	t.Fatal("there is no feature")
	return geo.Feature{}
}

func TestRenamed(t *testing.T) {
	tests := []struct{ id, rest, want string }{
		{`"north"`, `"geometry":null,"properties":{"code":"north"}`, "north"},
		{`7`, `"geometry":{"type":"Point","coordinates":[40.10,36,5]},"properties":{"code":7,"b":[1,{"c":null}]}`, "7"},
		{`"ö\"é"`, `"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{"a":null,"code":"ö\"é"}`, "ö\"é"},
		{``, `"geometry":null,"properties":{"code":null}`, "has no code"},
		{``, `"geometry":null,"properties":{}`, "has no code"},
		{``, `"geometry":null,"properties":null`, "has no code"},
		{``, `"geometry":null,"properties":{"code":1.5}`, "expected a text or a whole number"},
		{``, `"geometry":null,"properties":{"code":true}`, "expected a text or a whole number"},
		{``, `"geometry":null,"properties":{"code":{"a":1}}`, "expected a text or a whole number"},
		{``, `"geometry":null,"properties":{"code":""}`, "an id is not empty"},
	}
	b := geo.NewBuilder(nil)
	for _, tt := range tests {
		f, err := renamed(b, one(t, `{"type":"Feature","id":"old",`+tt.rest+`}`), "code")
		switch {
		case err != nil && (tt.id != "" || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: got %v, want %s", tt.rest, err, tt.want)
		case err == nil && (string(f.ID()) != tt.want || string(f.GeoJSON()) != `{"type":"Feature","id":`+tt.id+`,`+tt.rest+`}`):
			t.Errorf("%s: got %s", tt.rest, f.GeoJSON())
		}
	}
}

func TestParseExpiry(t *testing.T) {
	now := time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC)
	tests := map[string]string{
		"":                          "0001-01-01T00:00:00Z",
		"12h":                       "2026-01-21T00:00:00Z",
		"30d":                       "2026-02-19T12:00:00Z",
		"2w":                        "2026-02-03T12:00:00Z",
		"2026-12-31":                "2027-01-01T00:00:00Z",
		"2026-12-31T18:00:00+03:00": "2026-12-31T15:00:00Z",
		"d":                         "",
		"0d":                        "",
		"-1d":                       "",
		"1.5d":                      "",
		"30":                        "",
		"tomorrow":                  "",
		"2026-13-01":                "",
		"999999999999d":             "",
	}
	for text, want := range tests {
		got, err := parseExpiry(text, now)
		if err != nil {
			if want != "" || !errors.As(err, new(*usageError)) {
				t.Errorf("%q: %v, want %s", text, err, want)
			}
		} else if got.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q: got %v, want %s", text, got, want)
		}
	}
}

// What a store refuses of a group is found among the features that made it.
func TestFindRefused(t *testing.T) {
	a := &pile{name: "a", isNew: true, features: make([]geo.Feature, 2)}
	b := &pile{name: "b", features: make([]geo.Feature, 3)}
	alone := &pile{name: "c", features: make([]geo.Feature, 1)}
	tests := []struct {
		piles []*pile
		path  string
		want  string
	}{
		// The changes are: the collection a, its two features, the three of b.
		{[]*pile{a, b}, "changes[0].title", "none"},
		{[]*pile{a, b}, "changes[1].id", "a 0 id"},
		{[]*pile{a, b}, "changes[2]", "a 1 "},
		{[]*pile{a, b}, "changes[3].properties.x[2]", "b 0 properties.x[2]"},
		{[]*pile{a, b}, "changes[5].id", "b 2 id"},
		{[]*pile{a, b}, "changes[6].id", "none"},
		{[]*pile{a}, "features[1].claimed_by", "a 1 claimed_by"},
		{[]*pile{a}, "features[2].claimed_by", "none"},
		{[]*pile{alone}, "claimed_by", "c 0 claimed_by"},
		{[]*pile{b}, "claimed_by", "none"},
		{[]*pile{b}, "file[1]", "none"},
		{[]*pile{b}, "", "none"},
	}
	for _, tt := range tests {
		got := "none"
		p, rest, ok := new(intake).find(tt.piles, &geo.Error{Kind: geo.Invalid, Path: tt.path})
		if ok {
			got = fmt.Sprintf("%s %d %s", p.pile.name, p.at, rest)
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.path, got, tt.want)
		}
	}
}

func TestEachError(t *testing.T) {
	x, y := &geo.Error{Path: "x"}, &geo.Error{Path: "y"}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{errors.New("plain"), ""},
		{x, "x"},
		{fmt.Errorf("apply: %w", x), "x"},
		{errors.Join(x, errors.Join(y, errors.New("plain"))), "xy"},
	} {
		got := ""
		for _, e := range eachError(tt.err) {
			got += e.Path
		}
		if got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.err, got, tt.want)
		}
	}
}

func TestFaultList(t *testing.T) {
	var out strings.Builder
	l := &faultList{out: &out}
	if err := l.refusal(false); err != nil {
		t.Errorf("nothing is bad: %v", err)
	}
	for i := range mostFaults + 5 {
		l.add(fmt.Sprintf("fault %d\x1b[31m", i))
	}
	if got := strings.Count(out.String(), "\n"); got != mostFaults+1 || !strings.HasSuffix(out.String(), "and so on\n") || strings.Contains(out.String(), "\x1b") {
		t.Errorf("got %d lines: %s", got, out.String())
	}
	if err := l.refusal(true); err != nil {
		t.Errorf("what is to be left out: %v", err)
	}
	if err := l.refusal(false); err == nil || !strings.Contains(err.Error(), "105 features are bad") {
		t.Errorf("got %v", err)
	}
}

func TestByFlags(t *testing.T) {
	refused := errors.Join(&geo.Error{Kind: geo.Invalid, Path: "claimed_by", Msg: "a"}, &geo.Error{Kind: geo.Invalid, Path: "changes[0].value_number", Msg: "b"})
	if got, want := byFlags(refused).Error(), "the claim is refused: --source: a; --value: b"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	full := &geo.Error{Kind: geo.Full, Msg: "no room"}
	if got := byFlags(full); got != error(full) {
		t.Errorf("got %v, want it as it is", got)
	}
	for property, want := range map[string]string{"claimed_by": "--source", "claimed_at": "--at", "value_text": "--value", "reported_by": "--reported-by", "subject_collection": "--in"} {
		if got := flagOf(property); got != want {
			t.Errorf("%s: got %s, want %s", property, got, want)
		}
	}
}
