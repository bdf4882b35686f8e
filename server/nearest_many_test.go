package server_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cairn/geo/memory"
	"cairn/server"
)

// post sends a body as GeoJSON; headers are given as "Name: value" and may say
// otherwise.
func (w *world) post(target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/geo+json")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ":")
		r.Header.Set(name, strings.TrimSpace(value))
	}
	out := httptest.NewRecorder()
	w.ServeHTTP(out, r)
	return out
}

const asking = `{"type":"FeatureCollection","features":[
	{"type":"Feature","id":"q1","geometry":{"type":"Point","coordinates":[41.1,36.4]},"properties":{}},
	{"type":"Feature","id":"nowhere","geometry":null,"properties":null},
	{"type":"Feature","id":7,"geometry":{"type":"LineString","coordinates":[[38.9,35.8],[39.1,36.2]]},"properties":{"a":1}}]}`

// nearby is a feature of an answer, as far as the tests look at it.
type nearby struct {
	ID       string
	Geometry *struct{ Coordinates []float64 }
	Nearest  struct {
		Distance float64
		Of       any
	}
}

// TestNearestOfMany asks for the nearest of several at once.
func TestNearestOfMany(t *testing.T) {
	w := serveSeeds(t)
	for _, c := range []struct {
		query, want string // each one's id and whose nearest it is
	}{
		{"", "hol-camp of q1, aqtan-prison of 7"},
		{"?limit=2", "hol-camp of q1, shaddadi of q1, aqtan-prison of 7, raqqa of 7"},
		{"?filter=kind='camp'", "hol-camp of q1, hol-camp of 7"},
		{"?kind=prison&limit=1", "shaddadi-prison of q1, aqtan-prison of 7"},
		{"?bbox=38,35,40,37", "aqtan-prison of q1, aqtan-prison of 7"},
		{"?max-distance=50000&limit=5", "hol-camp of q1, aqtan-prison of 7, raqqa of 7"},
		{"?limit=1&crs=EPSG:4326&properties=name", "hol-camp of q1, aqtan-prison of 7"},
	} {
		answer := w.post("/collections/places/nearest"+c.query, asking)
		var doc struct {
			Features       []nearby
			NumberReturned int
			Links          []struct{ Rel string }
		}
		if err := json.Unmarshal(answer.Body.Bytes(), &doc); err != nil || answer.Code != http.StatusOK || doc.NumberReturned != len(doc.Features) {
			t.Fatalf("%s: status %d, %v: %.300s", c.query, answer.Code, err, answer.Body)
		}
		if got := namesOf(doc.Features); got != c.want {
			t.Errorf("%s: got %s, want %s", c.query, got, c.want)
		}
		if len(doc.Links) != 1 || doc.Links[0].Rel != "collection" {
			t.Errorf("%s: links %+v, want the collection's alone", c.query, doc.Links)
		}
		if strings.Contains(c.query, "4326") && doc.Features[0].Geometry.Coordinates[0] > 37 {
			t.Errorf("%s: longitude first: %v", c.query, doc.Features[0].Geometry.Coordinates)
		}
	}
}

func namesOf(list []nearby) string {
	var names []string
	for _, f := range list {
		names = append(names, fmt.Sprint(f.ID, " of ", f.Nearest.Of))
	}
	return strings.Join(names, ", ")
}

// TestNearestOfManyForms looks that what is answered is what it is labelled: GeoJSON
// that calls itself a page would run what stands in it.
func TestNearestOfManyForms(t *testing.T) {
	w := serveSeeds(t)
	const target = "/collections/places/nearest"
	for _, c := range []struct {
		query, accept string
		status        int
		media         string
	}{
		{"", "", 200, "application/geo+json"},
		{"", "application/json", 200, "application/json"},
		{"", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 200, "application/geo+json"},
		{"", "text/html", 406, "text/html; charset=utf-8"},
		{"?f=html", "", 400, "text/html; charset=utf-8"},
		{"?f=csv", "", 400, "application/problem+json"},
		{"?f=geojsonseq", "", 200, "application/geo+json-seq"},
		{"", "application/geo+json-seq", 200, "application/geo+json-seq"},
	} {
		answer := w.post(target+c.query, asking, "Accept: "+c.accept)
		if got := answer.Header().Get("Content-Type"); answer.Code != c.status || got != c.media {
			t.Errorf("%s, Accept %q: %d %s, want %d %s: %.200s", c.query, c.accept, answer.Code, got, c.status, c.media, answer.Body)
		}
		if c.media != "application/geo+json-seq" {
			continue
		}
		records := strings.Split(strings.TrimSuffix(answer.Body.String(), "\n"), "\n")
		if len(records) != 2 {
			t.Errorf("%d records, want 2: %s", len(records), answer.Body)
		}
		for _, r := range records {
			var f nearby
			if err := json.Unmarshal([]byte(strings.TrimPrefix(r, "\x1e")), &f); err != nil || r[0] != 0x1e || f.Nearest.Of == nil {
				t.Errorf("record %q: %v", r, err)
			}
		}
	}
}

// TestNearestOfManyRefused sends what cannot be answered.
func TestNearestOfManyRefused(t *testing.T) {
	w := serveSeeds(t)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, asking)
	z.Close()
	one := `{"type":"Feature","geometry":{"type":"Point","coordinates":[1,1]},"properties":{}}`
	many := `{"type":"FeatureCollection","features":[` + strings.Repeat(one+",", 10_000) + one + "]}"
	for _, c := range []struct {
		name, query, body, header string
		status                    int
		says                      string
	}{
		{"nothing", "", "", "", 400, "empty"},
		{"half", "", asking[:200], "", 400, "line 3"},
		{"no GeoJSON", "", `{"a":1}`, "", 400, "type"},
		{"a latitude beyond", "", strings.Replace(asking, "36.4", "96.4", 1), "", 400, "latitude"},
		{"a number beyond", "", strings.Replace(asking, "36.4", "1e999", 1), "", 400, "1e999"},
		{"another type", "", asking, "Content-Type: text/xml", 415, "application/geo+json"},
		{"no type", "", asking, "Content-Type:", 400, "application/geo+json"},
		{"packed", "", packed.String(), "Content-Encoding: gzip", 415, "Content-Encoding"},
		{"packed in secret", "", packed.String(), "", 400, "gzip"},
		{"too many", "", many, "", 422, "10000"},
		{"too much", "?limit=10000", strings.Replace(many, one+",", "", 9_980), "", 422, "100000"},
		{"a point besides", "?point=1,1", asking, "", 400, `point`},
		{"a feature besides", "?to=places/raqqa", asking, "", 400, `to`},
		{"sorted", "?sortby=name", asking, "", 400, `sortby`},
		{"a system that cannot hold it", "?crs=EPSG:32601", asking, "", 400, `crs`},
		{"not there", "/nope", asking, "", 404, "nothing"},
	} {
		var headers []string
		if c.header != "" {
			headers = append(headers, c.header)
		}
		answer := w.post("/collections/places/nearest"+c.query, c.body, headers...)
		if answer.Code != c.status {
			t.Errorf("%s: status %d, want %d: %.300s", c.name, answer.Code, c.status, answer.Body)
			continue
		}
		if p := complaintOf(t, c.name, answer); !strings.Contains(p.Detail, c.says) {
			t.Errorf("%s: %q does not say %q", c.name, p.Detail, c.says)
		}
	}
	small := serve(t, server.Config{Store: seeded(t), Limits: server.Limits{Body: 1000}})
	if got := small.post("/collections/places/nearest", many); got.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a body over the limit: status %d: %.200s", got.Code, got.Body)
	}
}

// TestOutsideAtTheEnd has a position that the system cannot hold behind much that it
// can: it is refused before any of that goes out.
func TestOutsideAtTheEnd(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(9_000)))
	load(t, store, "wells", strings.NewReader(`{"type":"Feature","id":"pole","geometry":{"type":"Point","coordinates":[0,-90]},"properties":{}}`))
	w := serve(t, server.Config{Store: store})
	for _, target := range []string{"items?limit=10000", "items?f=geojsonseq", "items?f=csv", "items?f=fgb", "items?f=gpkg", "items?limit=10000&sortby=name", "items?limit=10000&f=jsonfg", "nearest?point=39,35&limit=10000"} {
		answer, cut := attempt(w, "/collections/wells/"+target+"&crs=EPSG:3857")
		if cut || answer.Code != http.StatusBadRequest || !strings.Contains(answer.Body.String(), "pole") {
			t.Errorf("%s: cut %v, status %d: %.200s", target, cut, answer.Code, answer.Body)
		}
		inside, cut := attempt(w, "/collections/wells/"+target+"&crs=EPSG:3857&bbox=39,35,40,36")
		if cut || inside.Code != http.StatusOK || inside.Body.Len() < 1<<19 {
			t.Errorf("%s, inside: cut %v, status %d, %d bytes", target, cut, inside.Code, inside.Body.Len())
		}
	}
}
