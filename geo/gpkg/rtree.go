package gpkg

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"
)

// table is a table of features.
type table struct {
	name     string
	key      string // the primary key
	geometry string // the column with geometries; empty for none
}

// index is the name of the table's R-tree.
func (t table) index() string { return "rtree_" + t.name + "_" + t.geometry }

// triggers keep an R-tree up to date in programs that have the functions they call
// (ST_MinX and the like), as annex F.3 names and writes them: t is the table, c its
// column of geometries, i its key.
var triggers = [...]struct{ name, text string }{
	{"insert", `AFTER INSERT ON <t>
  WHEN (new.<c> NOT NULL AND NOT ST_IsEmpty(NEW.<c>))
BEGIN
  INSERT OR REPLACE INTO <r> VALUES (NEW.<i>, ST_MinX(NEW.<c>), ST_MaxX(NEW.<c>), ST_MinY(NEW.<c>), ST_MaxY(NEW.<c>));
END`},
	{"update1", `AFTER UPDATE OF <c> ON <t>
  WHEN OLD.<i> = NEW.<i> AND (NEW.<c> NOTNULL AND NOT ST_IsEmpty(NEW.<c>))
BEGIN
  INSERT OR REPLACE INTO <r> VALUES (NEW.<i>, ST_MinX(NEW.<c>), ST_MaxX(NEW.<c>), ST_MinY(NEW.<c>), ST_MaxY(NEW.<c>));
END`},
	{"update2", `AFTER UPDATE OF <c> ON <t>
  WHEN OLD.<i> = NEW.<i> AND (NEW.<c> ISNULL OR ST_IsEmpty(NEW.<c>))
BEGIN
  DELETE FROM <r> WHERE id = OLD.<i>;
END`},
	{"update3", `AFTER UPDATE ON <t>
  WHEN OLD.<i> != NEW.<i> AND (NEW.<c> NOTNULL AND NOT ST_IsEmpty(NEW.<c>))
BEGIN
  DELETE FROM <r> WHERE id = OLD.<i>;
  INSERT OR REPLACE INTO <r> VALUES (NEW.<i>, ST_MinX(NEW.<c>), ST_MaxX(NEW.<c>), ST_MinY(NEW.<c>), ST_MaxY(NEW.<c>));
END`},
	{"update4", `AFTER UPDATE ON <t>
  WHEN OLD.<i> != NEW.<i> AND (NEW.<c> ISNULL OR ST_IsEmpty(NEW.<c>))
BEGIN
  DELETE FROM <r> WHERE id IN (OLD.<i>, NEW.<i>);
END`},
	{"delete", `AFTER DELETE ON <t>
  WHEN old.<c> NOT NULL
BEGIN
  DELETE FROM <r> WHERE id = OLD.<i>;
END`},
}

// createIndex gives a table that has none an R-tree of what is in it (extension
// gpkg_rtree_index, annex F.3), with its triggers.
func createIndex(ctx context.Context, db database, t table) error {
	r := t.index()
	create := fmt.Sprintf("CREATE VIRTUAL TABLE %s USING rtree(id, minx, maxx, miny, maxy)", quote(r))
	if _, err := db.ExecContext(ctx, create); err != nil {
		return fmt.Errorf("make the index of %s: %w", t.name, err)
	}
	if err := fillIndex(ctx, db, t); err != nil {
		return err
	}
	names := strings.NewReplacer("<t>", quote(t.name), "<c>", quote(t.geometry), "<i>", quote(t.key), "<r>", quote(r))
	for _, trigger := range triggers {
		text := "CREATE TRIGGER " + quote(r+"_"+trigger.name) + " " + names.Replace(trigger.text)
		if _, err := db.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("make the triggers of the index of %s: %w", t.name, err)
		}
	}
	_, err := db.ExecContext(ctx, `INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', 'http://www.geopackage.org/spec130/#extension_rtree', 'write-only')`, t.name, t.geometry)
	if err != nil {
		return fmt.Errorf("declare the index of %s: %w", t.name, err)
	}
	return nil
}

// fillIndex fills a table's empty R-tree. Rows put into it one by one take 9 µs
// each (300,000 points, in any order); so the tables in which SQLite keeps it are
// written instead, packed along a Hilbert curve: 2 µs (a million points), of which a
// third goes into reading the places. It takes 32 bytes of memory a row meanwhile.
func fillIndex(ctx context.Context, db database, t table) error {
	cells, err := readCells(ctx, db, t)
	if err != nil || len(cells) == 0 {
		return err
	}
	var size int
	if err := db.QueryRowContext(ctx, "SELECT length(data) FROM "+quote(t.index()+"_node")+" WHERE nodeno = 1").Scan(&size); err != nil {
		return fmt.Errorf("fill the index of %s: %w", t.name, err)
	}
	p := packer{
		room:   (size - nodeHeader) / cellSize,
		size:   size,
		node:   newInserter(ctx, db, t.index()+"_node", 2),
		parent: newInserter(ctx, db, t.index()+"_parent", 2),
		rowid:  newInserter(ctx, db, t.index()+"_rowid", 2),
	}
	if _, err := db.ExecContext(ctx, "DELETE FROM "+quote(t.index()+"_node")); err != nil {
		return fmt.Errorf("fill the index of %s: %w", t.name, err)
	}
	if err := p.pack(cells); err != nil {
		return fmt.Errorf("fill the index of %s: %w", t.name, err)
	}
	return nil
}

// readCells reads the boxes of all rows with a place.
func readCells(ctx context.Context, db database, t table) ([]cell, error) {
	var cells []cell
	query := fmt.Sprintf("SELECT %s, %s FROM %s WHERE %[2]s NOT NULL", quote(t.key), quote(t.geometry), quote(t.name))
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("read the places of %s: %w", t.name, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var blob sql.RawBytes
		if err := rows.Scan(&id, &blob); err != nil {
			return nil, fmt.Errorf("read the places of %s: %w", t.name, err)
		}
		bound, ok, err := boundOf(blob)
		if err != nil {
			return nil, rowError(err, t.name, id)
		}
		if ok {
			cells = append(cells, cell{id: id, box: [4]float32{down(bound.Min[0]), up(bound.Max[0]), down(bound.Min[1]), up(bound.Max[1])}})
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the places of %s: %w", t.name, err)
	}
	return cells, nil
}

// An R-tree's numbers are float32; a box must not become smaller by that.

func down(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		return math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

func up(v float64) float32 {
	f := float32(v)
	if float64(f) < v {
		return math.Nextafter32(f, float32(math.Inf(1)))
	}
	return f
}
