package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/shape"
)

// writer builds a GeoPackage in a file of its own, and copies it when it is whole:
// SQLite must go back and forth in what it writes.
type writer struct {
	to     io.Writer
	output geo.Output
	srs    srs
	system *crs.CRS // nil for longitude and latitude

	file    *file // nil before the first feature
	table   table
	ids     string   // the column for ids that are texts; empty if all are numbers
	columns []column // of properties
	rows    *inserter
	values  []any // of a row
	last    int64 // the fid given last, where ids are texts
	seen    seen
	shape   shape.Shape

	err    error // the first
	closed bool
}

// NewWriter returns a writer of a GeoPackage with one table: see the package
// comment. It is built in a temporary file, and w gets all of it when the writer
// is closed; after an error w gets nothing. The places are x, y in o.CRS, which is
// longitude, latitude for CRS84 and EPSG:4326. The errors of Write are Invalid if
// the feature cannot be in the table: an id that is there already, or that is no
// number though o.Collection.NumericIDs says so, a geometry of a type that is not
// in o.Collection.Geometries though it has one type only, or a position outside of
// the area of use of o.CRS.
func NewWriter(w io.Writer, o geo.Output) geo.FeatureWriter {
	made := &writer{to: w, output: o, srs: srsOf(o.CRS), system: o.CRS, seen: nothingSeen()}
	if made.srs.id == wgs84 {
		made.system = nil
	}
	return made
}

// Write adds a feature; see [NewWriter].
func (w *writer) Write(f geo.Feature) error {
	if w.err == nil && w.file == nil {
		w.err = w.open(context.Background())
	}
	if w.err == nil {
		w.err = w.add(f)
	}
	return w.err
}

// Close finishes the GeoPackage, copies it and deletes the temporary file.
func (w *writer) Close() error {
	if w.closed {
		return w.err
	}
	w.closed = true
	ctx := context.Background()
	if w.err == nil && w.file == nil {
		w.err = w.open(ctx)
	}
	if w.err == nil {
		w.err = w.finish(ctx)
	}
	if w.file != nil {
		w.err = errors.Join(w.err, w.file.remove())
	}
	return w.err
}

// open makes the file with its empty table.
func (w *writer) open(ctx context.Context) error {
	var err error
	if w.file, err = newFile(ctx); err != nil {
		return err
	}
	if err := createMetadata(ctx, w.file.conn); err != nil {
		return err
	}
	if err := addSRS(ctx, w.file.conn, w.srs); err != nil {
		return err
	}
	if err := w.plan(); err != nil {
		return err
	}
	return w.createTable(ctx)
}

// file is the temporary database, in one transaction from the beginning to the end.
type file struct {
	path string
	db   *sql.DB
	conn *sql.Conn
}

func newFile(ctx context.Context) (*file, error) {
	f, err := os.CreateTemp("", "cairn-*.gpkg")
	if err != nil {
		return nil, fmt.Errorf("make a temporary file for a GeoPackage: %w", err)
	}
	t := &file{path: f.Name()}
	if err := f.Close(); err != nil {
		return t, fmt.Errorf("make a temporary file for a GeoPackage: %w", err)
	}
	if t.db, err = sql.Open("sqlite", dsn(t.path, "")); err != nil {
		return t, fmt.Errorf("open a temporary GeoPackage: %w", err)
	}
	if t.conn, err = t.db.Conn(ctx); err != nil {
		return t, fmt.Errorf("open a temporary GeoPackage: %w", err)
	}
	// Nobody else reads the file, and one that is not whole is thrown away.
	for _, s := range [...]string{"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA cache_size = -32768", "BEGIN"} {
		if _, err := t.conn.ExecContext(ctx, s); err != nil {
			return t, fmt.Errorf("prepare a temporary GeoPackage: %w", err)
		}
	}
	return t, nil
}

// close lets go of the database; what it holds stays in the file.
func (t *file) close() error {
	var err error
	if t.conn != nil {
		err = t.conn.Close()
	}
	if t.db != nil {
		err = errors.Join(err, t.db.Close())
	}
	t.conn, t.db = nil, nil
	return err
}

func (t *file) remove() error { return errors.Join(t.close(), os.Remove(t.path)) }

// copyTo copies the file, which is closed.
func (t *file) copyTo(w io.Writer) error {
	f, err := os.Open(t.path)
	if err != nil {
		return fmt.Errorf("read the finished GeoPackage: %w", err)
	}
	defer f.Close()
	if _, err := io.Copy(w, f); err != nil {
		return fmt.Errorf("copy the finished GeoPackage: %w", err)
	}
	return nil
}

// add adds a feature's row: key, geometry, id, properties.
func (w *writer) add(f geo.Feature) error {
	key, err := w.keyOf(f)
	if err != nil {
		return err
	}
	values := append(w.values[:0], key)
	if w.table.geometry != "" {
		blob, err := w.blob(f)
		if err != nil {
			return about(err, f)
		}
		values = append(values, blob)
	} else if f.Located() && !w.output.SkipGeometry {
		return about(invalid("the feature has a place, but the collection is said to have none"), f)
	}
	if w.ids != "" {
		values = append(values, string(f.ID()))
	}
	for i := range w.columns {
		c := &w.columns[i]
		values = append(values, c.argument(f.Value(c.field)))
	}
	w.values = values
	if err := w.rows.add(values...); err != nil {
		return sameID(err)
	}
	return nil
}

func (w *writer) keyOf(f geo.Feature) (int64, error) {
	if w.ids != "" {
		w.last++
		return w.last, nil
	}
	key, ok := number(f.RawID()).(int64)
	if !ok {
		return 0, about(invalid("the id is no whole number of 64 bits, though every one of the collection is said to be"), f)
	}
	return key, nil
}

// blob returns a feature's geometry as it goes into the table; nil for none.
func (w *writer) blob(f geo.Feature) (any, error) {
	if !f.Located() {
		return nil, nil
	}
	s := &w.shape
	if err := s.Take(f); err != nil {
		return nil, err
	}
	if err := w.seen.geometry(s); err != nil {
		return nil, err
	}
	if err := s.FromCRS84(w.system); err != nil {
		return nil, err
	}
	w.seen.bound = w.seen.bound.Union(s.Bound())
	// Rows wait to go in together, so each has bytes of its own.
	return AppendBlob(make([]byte, 0, 64), s, w.srs.id), nil
}

// about puts the feature's id before an error that is about it.
func about(err error, f geo.Feature) error {
	var e *geo.Error
	if !errors.As(err, &e) {
		return err
	}
	named := *e
	named.Path = "feature " + string(f.RawID())
	if e.Path != "" {
		named.Path += ", " + e.Path
	}
	return &named
}
