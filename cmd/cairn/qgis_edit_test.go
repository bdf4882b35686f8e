//go:build qgis

package main_test

import (
	"net/http"
	"slices"
	"testing"
)

// editsSince is the QGIS that first changes what OGC API Features serves.
const editsSince = 33200

// qgisEdits has QGIS add, change, move and delete over HTTP, with a token.
func qgisEdits(t *testing.T, q *qgis) {
	if q.version < editsSince {
		t.Skip("left out: editing a layer over HTTP; QGIS can from 3.32 on, and this one is older")
	}
	p, _, token := kept(t)
	w := witnessed(t, p)
	edit := func(steps ...map[string]any) reply {
		t.Helper()
		return q.ask(t, on(w.address, "places", "edit", "token", token, "steps", steps))
	}
	made := edit(map[string]any{"add": map[string]any{"name": "Camp of QGIS", "kind": "camp"}, "at": []float64{40.5, 36.1}})
	if made.Count != 6 {
		t.Fatalf("QGIS sees %d places, want 6", made.Count)
	}
	ids := q.ask(t, on(p.address, "places", "find", "field", "id", "where", `"name" = 'Camp of QGIS'`)).Values
	if len(ids) != 1 {
		t.Fatalf("QGIS finds %v of what it made", ids)
	}
	id := ids[0].(string)
	edit(map[string]any{"set": map[string]any{"name": "Renamed"}, "of": id}, map[string]any{"move": []float64{40.6, 36.2}, "of": id})
	h := p.history(t, "places/items/"+id)
	if len(h.Revisions) != 3 {
		t.Fatalf("%d revisions, want 3", len(h.Revisions))
	}
	f := h.Revisions[0].Feature
	if _, ok := f.Properties["control_status"]; ok {
		t.Error("what is derived was kept as if QGIS had stated it")
	}
	if f.Properties["name"] != "Renamed" || f.Properties["kind"] != "camp" || f.Geometry.Coordinates[0] != 40.6 || f.Geometry.Coordinates[1] != 36.2 {
		t.Errorf("after it was changed it is %+v", f)
	}
	if by := h.Revisions[0].By; by == nil || *by != "amal" {
		t.Errorf("changed by %v, want amal", by)
	}
	if after := edit(map[string]any{"delete": true, "of": id}); after.Count != 5 {
		t.Errorf("QGIS sees %d places after the removal, want 5", after.Count)
	}
	if h := p.history(t, "places/items/"+id); h.Revisions[0].Op != "deleted" {
		t.Errorf("it was %s last, want deleted", h.Revisions[0].Op)
	}
	if bad := refused(w.take()); len(bad) > 0 {
		t.Errorf("refused: %+v", bad)
	}
}

// qgisStore has QGIS open and edit the very file that the server has open.
func qgisStore(t *testing.T, q *qgis) {
	p, path, token := kept(t)
	layer := func(do string, more ...any) map[string]any {
		question := on("", "", do, more...)
		question["provider"], question["source"] = "ogr", path+"|layername=places"
		return question
	}
	opened := q.ask(t, layer("open"))
	for name, kind := range map[string]string{"fid": "integer", "id": "text", "name_ar": "text", "position_accuracy": "number", "reference_only": "boolean"} {
		if opened.Fields[name] != kind {
			t.Errorf("%s is a %s, want a %s", name, opened.Fields[name], kind)
		}
	}
	if opened.Count != 5 || opened.CRS != "EPSG:4326" {
		t.Errorf("QGIS sees %d features in %s, want 5 in EPSG:4326", opened.Count, opened.CRS)
	}
	if claimed := q.ask(t, map[string]any{"do": "open", "provider": "ogr", "source": path + "|layername=claims"}); claimed.Count != 20 || claimed.Fields["claimed_at"] != "date" {
		t.Errorf("QGIS sees %d claims, made at a %s; want 20 at a date", claimed.Count, claimed.Fields["claimed_at"])
	}
	q.ask(t, layer("edit", "steps", []map[string]any{
		{"set": map[string]any{"name": "Camp of QGIS"}, "of": "hol-camp"},
		{"move": []float64{41.1, 36.3}, "of": "hol-camp"},
		{"delete": true, "of": "raqqa"},
	}))
	// The server looks at what others have changed before it changes anything.
	if status := p.patch(t, "places/items/hol-camp", token, `{"properties":{"note":"seen"}}`); status != http.StatusNoContent {
		t.Fatalf("the server's own change: status %d", status)
	}
	f := p.history(t, "places/items/hol-camp").Revisions[0].Feature
	if f.Properties["name"] != "Camp of QGIS" || f.Properties["note"] != "seen" || f.Properties["kind"] != "camp" || f.Geometry.Coordinates[0] != 41.1 {
		t.Errorf("after both have changed it, it is %+v", f)
	}
	if h := p.history(t, "places/items/raqqa"); h.Revisions[0].Op != "deleted" {
		t.Errorf("what QGIS deleted was %s last", h.Revisions[0].Op)
	}
	if r := q.ask(t, layer("find", "field", "note")); !slices.Contains(r.Values, any("seen")) || len(r.Values) != 4 {
		t.Errorf("QGIS reads the notes %v, want one that was seen, of 4", r.Values)
	}
}
