package gpkg

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"

	"cairn/geo"
	"cairn/geo/shape"
)

// maxColumns is SQLite's own limit (SQLITE_MAX_COLUMN).
const maxColumns = 2000

// seen is what has been seen of the geometries written.
type seen struct {
	only       string    // the one type that may come, as GeoJSON names it; empty for any
	bound      orb.Bound // of all, in the file's system
	tall, flat bool      // some geometry has heights, some has none
}

func nothingSeen() seen {
	inf := math.Inf(1)
	return seen{bound: orb.Bound{Min: orb.Point{inf, inf}, Max: orb.Point{-inf, -inf}}}
}

// geometry notes one.
func (s *seen) geometry(g *shape.Shape) error {
	if kind := g.Kind.String(); s.only != "" && kind != s.only {
		return invalid("the geometry is a " + kind + ", though the collection is said to hold only " + s.only)
	}
	tall := g.HasHeights()
	s.tall, s.flat = s.tall || tall, s.flat || !tall
	return nil
}

// z says whether geometries have heights: 0 none, 1 all, 2 some (§2.1.5.1.1).
func (s *seen) z() int {
	switch {
	case !s.tall:
		return 0
	case !s.flat:
		return 1
	}
	return 2
}

// plan names the table and its columns.
func (w *writer) plan() error {
	fields, numbers := w.output.Collection.Schema.Fields(), w.output.FieldsToWrite()
	if len(numbers) > maxColumns-3 {
		return &geo.Error{Kind: geo.Invalid, Path: "properties",
			Msg: fmt.Sprintf("a table of a GeoPackage has at most %d columns for properties, and %d are asked for; name fewer", maxColumns-3, len(numbers))}
	}
	taken := names{}
	w.columns = columnsOf(fields, numbers, taken)
	w.table = table{name: tableName(string(w.output.Collection.Name)), key: taken.first("fid", "ogc_fid", "feature_number")}
	if w.hasPlaces() {
		w.table.geometry = taken.first("geom", "geometry", "the_geom")
		if kinds := w.output.Collection.Geometries; len(kinds) == 1 {
			w.seen.only = kinds[0]
		}
	}
	if !w.output.Collection.NumericIDs {
		w.ids = taken.first("id", "feature_id", "cairn_id")
	}
	return nil
}

// hasPlaces reports whether the table is one of features. A collection of which
// nothing has a place becomes one of attributes, which programs show as a table
// and not as an empty map.
func (w *writer) hasPlaces() bool {
	c := &w.output.Collection
	return !w.output.SkipGeometry && (len(c.Geometries) > 0 || c.Count == 0)
}

// first adds the first of the names that is free, and returns it.
func (n names) first(wanted ...string) string {
	for _, name := range wanted {
		if !n[name] {
			return n.add(name)
		}
	}
	return n.add(wanted[0])
}

// tableName is the collection's, unless SQLite, the standard or a store keeps such names
// for itself.
func tableName(name string) string {
	lower := strings.ToLower(name)
	for _, prefix := range [...]string{"sqlite_", "gpkg_", "rtree_", "cairn_"} {
		if strings.HasPrefix(lower, prefix) {
			return "data_" + name
		}
	}
	if name == "" {
		return "data"
	}
	return name
}

// geometryType is the type of the column with geometries.
func (w *writer) geometryType() string {
	if w.seen.only == "" {
		return "GEOMETRY"
	}
	return strings.ToUpper(w.seen.only)
}

func (w *writer) createTable(ctx context.Context) error {
	columns := []string{quote(w.table.key) + " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	if w.table.geometry != "" {
		columns = append(columns, quote(w.table.geometry)+" "+w.geometryType())
	}
	if w.ids != "" {
		columns = append(columns, quote(w.ids)+" TEXT NOT NULL")
	}
	for _, c := range w.columns {
		columns = append(columns, quote(c.name)+" "+declared[c.encoding])
	}
	text := "CREATE TABLE " + quote(w.table.name) + " (" + strings.Join(columns, ", ") + ")"
	if _, err := w.file.conn.ExecContext(ctx, text); err != nil {
		return fmt.Errorf("make the table %s: %w", w.table.name, err)
	}
	w.rows = newInserter(ctx, w.file.conn, w.table.name, len(columns))
	return nil
}

// finish writes what can only be known once every feature is there, and copies the
// file.
func (w *writer) finish(ctx context.Context) error {
	if err := w.rows.close(); err != nil {
		return sameID(err)
	}
	conn := w.file.conn
	if w.ids != "" {
		text := "CREATE UNIQUE INDEX " + quote(w.table.name+"_"+w.ids) + " ON " + quote(w.table.name) + " (" + quote(w.ids) + ")"
		if _, err := conn.ExecContext(ctx, text); err != nil {
			return sameID(fmt.Errorf("index the ids: %w", err))
		}
	}
	if err := w.describe(ctx); err != nil {
		return err
	}
	if w.table.geometry != "" {
		if err := createIndex(ctx, conn, w.table); err != nil {
			return err
		}
	}
	if _, err := conn.ExecContext(ctx, "COMMIT"); err != nil {
		return fmt.Errorf("finish the GeoPackage: %w", err)
	}
	if err := w.file.close(); err != nil {
		return fmt.Errorf("finish the GeoPackage: %w", err)
	}
	return w.file.copyTo(w.to)
}

// sameID makes of SQLite's complaint that an id is there twice one that says so.
func sameID(err error) error {
	const primary, unique = 1555, 2067 // SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE
	var e *sqlite.Error
	if errors.As(err, &e) && (e.Code() == primary || e.Code() == unique) {
		return &geo.Error{Kind: geo.Invalid, Path: "id", Msg: "two features have the same id; a GeoPackage has each once", Err: err}
	}
	return err
}
