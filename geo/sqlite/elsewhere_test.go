package sqlite_test

import (
	"context"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// TestRefusedElsewhere refuses and puts back rows of a table that is another program's: its
// keys are the ids, and columns of its own are left alone.
func TestRefusedElsewhere(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	adoptable(t, path)
	db := other(t, path)
	exec1(t, db, `ALTER TABLE wells ADD COLUMN n INTEGER; UPDATE wells SET n = 1; ALTER TABLE wells ADD COLUMN picture BLOB; UPDATE wells SET picture = x'0102'`)
	s, h := refusing(t, path)
	want := dump(t, read(t, s))
	exec1(t, db, `BEGIN; UPDATE wells SET n = -1 WHERE fid = 5; INSERT INTO wells (fid, n) VALUES (77, -2), (78, 2); UPDATE wells SET fid = 9 WHERE fid = 8; COMMIT`)
	o := h.next(t, "what is refused", refuses)
	if o.Taken != 3 || len(o.Refused) != 2 || o.Refused[0].ID != "5" || o.Refused[1].ID != "77" || !strings.Contains(o.Refused[0].Typed, `"picture":{"hex":"0102"}`) {
		t.Errorf("told: %+v", o)
	}
	for id, there := range map[geo.ID]bool{"5": true, "77": false, "78": true, "8": false, "9": true} {
		if _, err := read(t, s).Feature(ctx, "wells", id); (err == nil) != there {
			t.Errorf("%s: %v", id, err)
		}
	}
	apply(t, s, geo.Change{Op: geo.Delete, In: "wells", ID: "78"}, geo.Change{Op: geo.Delete, In: "wells", ID: "9"})
	done, err := sqlite.PutBack(ctx, path, nil, everyone)
	if err != nil || len(done) != 2 {
		t.Errorf("put back: %+v, %v", done, err)
	}
	h.next(t, "what was put back", settles)
	var n int
	var picture string
	if err := db.QueryRow(`SELECT n, hex(picture) FROM wells WHERE fid = 5`).Scan(&n, &picture); err != nil || n != 1 || picture != "0102" {
		t.Errorf("row 5 has n %d and the picture %s, %v", n, picture, err)
	}
	if got := dump(t, read(t, s)); strings.Count(got, "\n") >= strings.Count(want, "\n") {
		t.Errorf("after a row was moved and deleted:\n%s", got)
	}
	s.Close()
	db.Close()
	sound(t, path)
}
