package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
)

// TestTakesBack expects an import that was told to end to take the collection away that
// it made for nothing.
func TestTakesBack(t *testing.T) {
	m := meddle(t, nil)
	if _, err := m.store.Apply(t.Context(), geo.Change{Op: geo.PutCollection, In: "wells", Collection: &geo.Collection{Name: "wells"}}); err != nil {
		t.Fatal(err)
	}
	w := world{Context: t.Context(), env: map[string]string{"CAIRN_TOKEN": "chief"}}
	to, err := (&somewhere{Server: m.URL}).reach(w, true)
	if err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	s := &sending{intake: &intake{world: world{Context: ended}}, to: to, made: []geo.Name{"wells"}, done: map[geo.Name]int{}}
	if got := s.truly(ended.Err(), nil).Error(); !strings.HasSuffix(got, "; nothing was imported") {
		t.Errorf("it says %q", got)
	}
	if n := m.count(t); n != -1 {
		t.Errorf("wells is still there, with %d features", n)
	}
}

// TestClaimLost has the answer to a claim get lost: what was taken is not sent again by
// hand, and what was not is told so.
func TestClaimLost(t *testing.T) {
	for _, c := range []struct {
		name         string
		takes, lives bool
		says         string // "" if all is well
	}{
		{"the answer is lost", true, true, ""},
		{"the claim is lost", false, true, "the claim was not taken"},
		{"the server is gone", true, false, "whether the claim hol-holds-cnn was taken is not known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var m *meddled
			m = meddle(t, func(_ int, w http.ResponseWriter, r *http.Request, pass http.Handler) {
				if c.takes {
					pass.ServeHTTP(httptest.NewRecorder(), r)
				}
				m.dead.Store(!c.lives)
				vanish(w)
			})
			for name, feature := range map[geo.Name]string{
				"sources": `{"type":"Feature","id":"cnn","geometry":null,"properties":{"name":"CNN","party":"cnn"}}`,
				"places":  `{"type":"Feature","id":"hol","geometry":{"type":"Point","coordinates":[41,36]},"properties":{"name":"al-Hol","kind":"camp","reported_by":"cnn"}}`,
				"claims":  `{"type":"Feature","id":"other","geometry":null,"properties":{"subject":"hol","subject_collection":"places","attribute":"x","claimed_by":"cnn","value_text":"x","stance":"states"}}`,
			} {
				put(t, m.store, name, feature)
			}
			var out, fault strings.Builder
			code := run(t.Context(), []string{"claim", "add", "--server", m.URL, "--subject", "hol", "--attribute", "holds", "--value", "3", "--source", "cnn", "--at", "2026-01-22"}, strings.NewReader(""), &out, &fault, []string{"CAIRN_TOKEN=chief"})
			if c.says == "" && (code != 0 || out.String() != "hol-holds-cnn\n") || c.says != "" && (code == 0 || !strings.Contains(fault.String(), c.says)) {
				t.Errorf("exit code %d, %q, %q; want %q", code, out.String(), fault.String(), c.says)
			}
		})
	}
}

// put puts one feature into a store.
func put(t *testing.T, store geo.Store, name geo.Name, text string) {
	t.Helper()
	for f, err := range format.ReadGeoJSON(strings.NewReader(text), geo.NewBuilder(nil)) {
		if err == nil {
			_, err = store.Apply(t.Context(), geo.Change{Op: geo.PutCollection, In: name, Collection: &geo.Collection{Name: name}}, geo.Change{Op: geo.Put, In: name, Feature: f})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
