package server_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
	"cairn/server"
)

// FuzzForms writes any id, name and text in every format: what comes must be whole by
// the standard library's readers, and no markup of theirs.
func FuzzForms(f *testing.F) {
	for _, s := range []string{
		"plain", "=1+1", "+1", "-1", "@x", "\tx", "\rx", "a\nb\r\nc", `"`, `a"b,c`, "'", "<script>alert(1)</script>", "</script>", "]]>", "&amp;", "&#0;",
		"\x00", "\x01\x08\x0b\x1f", "\u2028\u2029", "\u202e", "\ufffe\uffff", "\U0001F600", "سجن", `a]b"c'd`, "../../etc/passwd", "%00%2F", "javascript:alert(1)", "id", "geometry", "type", "",
	} {
		f.Add(s, s, s)
	}
	f.Fuzz(func(t *testing.T, id, name, text string) {
		if !utf8.ValidString(id) || !utf8.ValidString(name) || !utf8.ValidString(text) {
			return // JSON cannot say it
		}
		doc, err := json.Marshal(map[string]any{"type": "Feature", "id": "i" + id, "geometry": map[string]any{"type": "Point", "coordinates": []float64{1, 2}},
			"properties": map[string]any{name: text}})
		if err != nil {
			t.Fatal(err)
		}
		var changes []geo.Change
		for f, err := range format.ReadGeoJSON(strings.NewReader(string(doc)), geo.NewBuilder(nil)) {
			if err != nil {
				return // refused at the door
			}
			changes = append(changes, geo.Change{Op: geo.Put, In: "c", Feature: f})
		}
		store := memory.New(toldAt)
		if _, err := store.Apply(t.Context(), changes...); err != nil {
			return
		}
		w := serve(t, server.Config{Store: store})
		for _, at := range []string{"items", "items/" + url.PathEscape("i"+id)} {
			for _, form := range []string{"geojson", "jsonfg", "geojsonseq", "csv", "csv&bom=true", "kml", "fgb", "parquet", "gpkg", "html"} {
				answer := w.get("/collections/c/" + at + "?f=" + form)
				if answer.Code != http.StatusOK {
					t.Fatalf("%s?f=%s: status %d: %s", at, form, answer.Code, answer.Body)
				}
				if err := whole(form, answer.Body.String()); err != nil {
					t.Fatalf("%s?f=%s: %v: %q", at, form, err, answer.Body)
				}
			}
		}
		for _, at := range []string{"schema", "queryables", "sortables"} {
			if page := w.get("/collections/c/" + at + "?f=html"); page.Code != http.StatusOK || whole("html", page.Body.String()) != nil {
				t.Fatalf("%s: status %d: %q", at, page.Code, page.Body)
			}
		}
	})
}

// whole reads an answer by the standard library.
func whole(form, body string) error {
	switch form {
	case "geojson", "jsonfg":
		if !json.Valid([]byte(body)) {
			return errors.New("no JSON")
		}
	case "geojsonseq":
		if !strings.HasPrefix(body, "\x1e") || strings.Count(body, "\n") != 1 || !json.Valid([]byte(body[1:])) {
			return errors.New("no sequence of one")
		}
	case "csv", "csv&bom=true":
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff")))
		rows, err := r.ReadAll()
		if err != nil || len(rows) != 2 {
			return errors.Join(err, errors.New("not a header and a row"))
		}
		if form == "csv" {
			break
		}
		for _, cell := range append(rows[0], rows[1]...) {
			if _, err := strconv.ParseFloat(cell, 64); err == nil {
				continue // a number is what it looks like
			}
			if cell != "" && strings.IndexByte("=+-@\t\r", cell[0]) >= 0 {
				return errors.New("the cell " + cell + " could be taken for a formula")
			}
		}
	case "kml":
		for d := xml.NewDecoder(strings.NewReader(body)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				return err
			}
		}
	case "html":
		if strings.Contains(body, "<script") || strings.Contains(body, `href="javascript:`) {
			return errors.New("a script")
		}
	}
	return nil
}
