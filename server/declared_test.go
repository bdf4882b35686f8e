package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/jsonschema"
	"cairn/geo/memory"
	"cairn/geo/situation"
	"cairn/server"
)

var asAdmin = []string{"Authorization: Bearer admin", "Content-Type: application/json"}

// What GET gives of a schema can be PUT back, and is what GET gives then: of collections
// of which nothing is declared, and of those of which much is.
func TestSchemaIsPutBack(t *testing.T) {
	w := serveKeeper(t)
	for _, declared := range []bool{false, true} {
		for _, name := range []string{"places", "events", "claims", "control", "sources"} {
			at := "/collections/" + name
			if declared {
				doc, err := json.Marshal(jsonschema.Describe(geo.Collection{Schema: situation.Schema(geo.Name(name))}, 1))
				if err != nil {
					t.Fatal(err)
				}
				if a := w.send(http.MethodPut, at, `{"schema":`+string(doc)+`}`, asAdmin...); a.Code != http.StatusNoContent {
					t.Fatalf("PUT %s: %d %s", at, a.Code, a.Body)
				}
			}
			first := w.get(at + "/schema").Body.String()
			if a := w.send(http.MethodPut, at, `{"schema":`+first+`}`, asAdmin...); a.Code != http.StatusNoContent {
				t.Fatalf("PUT %s: %d %s\n%s", at, a.Code, a.Body, first)
			}
			second := w.get(at + "/schema").Body.String()
			if !declared { // all that differs is that it is now
				second = strings.Replace(second, `,"x-cairn-declared":true`, "", 1)
			}
			if second != first {
				t.Errorf("%s, declared %t: got\n%s\nput back\n%s", at, declared, first, second)
			}
		}
	}
}

// Features are still taken and refused for the finer reasons of the rule, once each, where
// the five collections are declared.
func TestDeclaredSituation(t *testing.T) {
	store := sow(t, memory.NewKeeper(memory.Options{Rules: []geo.Rule{situation.WriteRule}}))
	w := serve(t, server.Config{Store: store, Situation: situation.New(), Guard: guard{}})
	for _, name := range []geo.Name{situation.Claims, situation.Control} {
		_, err := store.Apply(context.Background(), geo.Change{Op: geo.PutCollection, In: name, Collection: &geo.Collection{Schema: situation.Schema(name)}})
		if err != nil {
			t.Fatal(err)
		}
	}
	post := func(in, properties string) (int, []string) {
		t.Helper()
		a := w.send(http.MethodPost, "/collections/"+in+"/items", `{"type":"Feature","geometry":null,"properties":`+properties+`}`, "Authorization: Bearer writer", "Content-Type: application/geo+json")
		var doc struct {
			Errors []struct{ Pointer, Detail string }
		}
		if err := json.Unmarshal(a.Body.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, e := range doc.Errors {
			told = append(told, e.Pointer+" "+e.Detail)
		}
		return a.Code, told
	}
	for _, c := range []struct {
		in, properties string
		status         int
		want           []string
	}{
		{"claims", `{"subject":"shaddadi-escape","subject_collection":"events","attribute":"escaped","claimed_by":"cnn","stance":"states","start":"2026-01-20T08:00:00Z","value_number":5,"own":true}`, 201, nil},
		{"claims", `{"subject":"shaddadi-escape","subject_collection":"events","stance":"hopes","claimed_by":"nobody","time_precision":"week","place":7}`, 422, []string{
			`#/properties/attribute is missing`, `#/properties/stance "hopes" is not a word of its list; it is one of states, could_not_verify`,
			`#/properties/claimed_by "nobody" is no id of sources`, `#/properties/place is no text`, `#/properties/time_precision is the text "week"; expected one of hour, day, month, year, unknown`}},
		{"control", `{"subject":"raqqa","status":"held","claimed_by":"cnn","position_accuracy":-1}`, 422, []string{
			`#/properties/party is missing, and status is held`, `#/properties/position_accuracy is -1; expected at least 0`}},
	} {
		status, told := post(c.in, c.properties)
		if status != c.status || fmt.Sprint(told) != fmt.Sprint(c.want) {
			t.Errorf("%s: got %d\n%s\nwant %d\n%s", c.properties, status, strings.Join(told, "\n"), c.status, strings.Join(c.want, "\n"))
		}
	}
}

// A schema that is too large, or that too much is wrong with, is refused shortly.
func TestSchemaTooLarge(t *testing.T) {
	w := serve(t, server.Config{Store: seeded(t), Guard: guard{}})
	if a := w.send(http.MethodPut, "/collections/big", `{"schema":{"title":"`+strings.Repeat("x", 2<<20)+`"}}`, asAdmin...); a.Code != http.StatusBadRequest || a.Body.Len() > 2000 {
		t.Errorf("too long: %d, %d bytes", a.Code, a.Body.Len())
	}
	a := w.send(http.MethodPut, "/collections/big", `{"schema":{"properties":{"a":{`+strings.Repeat(`"x":1,`, 500)+`"y":2}}}}`, asAdmin...)
	if a.Code != http.StatusBadRequest || !strings.Contains(a.Body.String(), "faults more") || a.Body.Len() > 20_000 {
		t.Errorf("many faults: %d, %d bytes", a.Code, a.Body.Len())
	}
	if a := w.send(http.MethodPut, "/collections/big", `{"schema":5}`, asAdmin...); a.Code != http.StatusBadRequest || !strings.Contains(a.Body.String(), `"#/schema"`) {
		t.Errorf("no schema: %d %s", a.Code, a.Body)
	}
	if a := w.send(http.MethodPut, "/collections/big", `{"timeFields":5}`, asAdmin...); a.Code != http.StatusBadRequest {
		t.Errorf("no time fields: %d %s", a.Code, a.Body)
	}
}

// However much is wrong, the answer is short, and says how much more there is.
func TestVeryManyFlaws(t *testing.T) {
	w := serve(t, server.Config{Store: seeded(t), Guard: guard{}})
	if a := w.send(http.MethodPut, "/collections/strict", `{"schema":{"additionalProperties":false}}`, asAdmin...); a.Code != http.StatusCreated {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	var properties, features strings.Builder
	for i := range 100 {
		fmt.Fprintf(&properties, `,"p%d":1`, i)
	}
	for range 150 {
		features.WriteString(`,{"type":"Feature","geometry":null,"properties":{` + properties.String()[1:] + `}}`)
	}
	a := w.send(http.MethodPost, "/collections/strict/items", `{"type":"FeatureCollection","features":[`+features.String()[1:]+`]}`, "Authorization: Bearer writer", "Content-Type: application/geo+json")
	var doc struct {
		Detail string
		Errors []struct{ Pointer, Detail string }
	}
	if err := json.Unmarshal(a.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if a.Code != http.StatusUnprocessableEntity || len(doc.Errors) != 501 || doc.Errors[500].Detail != "and 9501 more" || !strings.HasSuffix(doc.Detail, "and 9501 more") || a.Body.Len() > 100_000 {
		t.Errorf("%d, %d errors, %d bytes, …%.80q", a.Code, len(doc.Errors), a.Body.Len(), doc.Detail[max(0, len(doc.Detail)-60):])
	}
}

// A fault in a collection of one feature is in a collection, however that begins.
func TestFlawOfOneInCollection(t *testing.T) {
	w := wellsOf(t)
	const feature = `{"type":"Feature","geometry":null,"properties":{"a":5}}`
	long := strings.Repeat("x", 5000)
	for body, want := range map[string]string{
		feature: "#/properties/a",
		`{"type":"FeatureCollection","features":[` + feature + `]}`:                               "#/features/0/properties/a",
		"\ufeff \n" + `{"name":{"a":[]},"features":[` + feature + `],"type":"FeatureCollection"}`: "#/features/0/properties/a",
		`{"properties":{"a":5},"geometry":null,"type":"Feature"}`:                                 "#/properties/a",
		`{"name":"` + long + `","properties":{"a":5},"geometry":null,"type":"Feature"}`:           "#/properties/a",
		`{"type":"FeatureCollection","features":[` + feature + "," + feature + `]}`:               "#/features/1/properties/a",
	} {
		a := w.send("POST", "/collections/wells/items", body, asJSON, asWriter)
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), `"pointer":"`+want+`"`) {
			t.Errorf("%.60s: %d %s, want %s", body, a.Code, a.Body, want)
		}
	}
}
