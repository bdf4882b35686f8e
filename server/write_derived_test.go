package server_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestDerivedIsNotWritten sends places back with what was derived of them, as QGIS and
// whoever edits an answer do: none of it is kept as if it were stated.
func TestDerivedIsNotWritten(t *testing.T) {
	const media, token = "Content-Type: application/geo+json", "Authorization: Bearer writer"
	w := serveKeeper(t)
	read := w.get("/collections/places/items/hol-camp").Body.String()
	if !strings.Contains(read, `"control_status":"`) {
		t.Fatalf("nothing is derived: %s", read)
	}
	made := `{"type":"Feature","id":"new","geometry":{"type":"Point","coordinates":[40,36]},"properties":{"name":"New","control_status":"held","controlled_by":null,"disputed":true,"kind":"camp"}}`
	for _, c := range []struct{ method, path, body, media, id string }{
		{http.MethodPut, "/hol-camp", read, media, "hol-camp"},
		{http.MethodPost, "", made, media, "new"},
		{http.MethodPatch, "/raqqa", `{"properties":{"control_status":"held","events":[],"note":"n"}}`, "Content-Type: application/merge-patch+json", "raqqa"},
	} {
		answer := w.send(c.method, "/collections/places/items"+c.path, c.body, c.media, token)
		if answer.Code/100 != 2 {
			t.Fatalf("%s: %d %s", c.method, answer.Code, answer.Body)
		}
		history := w.get("/collections/places/items/" + c.id + "/history?f=json").Body.String()
		if !strings.Contains(history, `"name":`) || strings.Contains(history, "control_") || strings.Contains(history, `"disputed"`) || strings.Contains(history, `"events"`) {
			t.Errorf("%s: kept is %s", c.method, history)
		}
	}
	read, _, _ = strings.Cut(read, `,"timeStamp"`)
	if again, _, _ := strings.Cut(w.get("/collections/places/items/hol-camp").Body.String(), `,"timeStamp"`); again != read {
		t.Errorf("sent back as it was read, it is now\n%s\nwant\n%s", again, read)
	}
}
