package gpkg

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"cairn/geo"
)

// Layers lists the tables of features and of attributes in a GeoPackage, in the
// order of gpkg_contents. Nothing is ever written to the file. A layer's Name is
// that of its table, which need not be a [geo.Name]; a view has Count -1.
//
// Reading one gives ids from the integer primary key, or from the column of texts
// that a writer of this package marks. Places come from whatever system of
// [crs.All] they are in; measures (m) are left out, and so are columns of bytes,
// which Description names. Dates and moments become texts of RFC 3339, columns
// with the mime type application/json become what they hold.
//
// The error is NotFound if there is no file, otherwise Invalid: no GeoPackage, one
// that is damaged, or no such table in it. What is wrong with one layer, such as
// coordinates in a system that is not known, is said when that is read: a curve,
// a broken geometry, a row that is not a feature, with the table and the fid.
func Layers(path string) ([]geo.Layer, error) {
	db, err := open(path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	ctx := context.Background()
	contents, err := readContents(ctx, db)
	if err != nil {
		return nil, err
	}
	var layers []geo.Layer
	for _, c := range contents {
		layer, err := c.layer(ctx, db, path)
		if err != nil {
			return nil, err
		}
		layers = append(layers, layer)
	}
	if len(layers) == 0 {
		return nil, damaged("the GeoPackage has no table of features or attributes; images and tiles are not read")
	}
	return layers, nil
}

// content is a row of gpkg_contents with what belongs to it.
type content struct {
	table                   string
	identifier, description string
	geometry                string // the column; empty for attributes
	srs                     srs
	view                    bool
}

// readContents reads what the file says it holds.
func readContents(ctx context.Context, db database) ([]content, error) {
	var there int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'gpkg_contents'`).Scan(&there); err != nil {
		return nil, readError(err, "file")
	}
	if there == 0 {
		return nil, damaged("the SQLite database has no table gpkg_contents; expected a GeoPackage")
	}
	rows, err := db.QueryContext(ctx, `SELECT c.table_name, ifnull(c.identifier, ''), ifnull(c.description, ''),
    ifnull(g.column_name, ''), ifnull(g.srs_id, 0), ifnull(s.srs_name, ''), ifnull(s.organization, ''), ifnull(s.organization_coordsys_id, 0), ifnull(s.definition, 'undefined'),
    (SELECT type FROM sqlite_master WHERE lower(name) = lower(c.table_name) AND type IN ('table', 'view'))
  FROM gpkg_contents c
  LEFT JOIN `+geometryColumns(ctx, db)+` g ON lower(g.table_name) = lower(c.table_name) AND c.data_type = 'features'
  LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
  WHERE c.data_type IN ('features', 'attributes', 'aspatial') AND lower(c.table_name) NOT IN ('cairn_log', 'cairn_refused')
  ORDER BY c.rowid`)
	if err != nil {
		return nil, readError(err, "file")
	}
	defer rows.Close()
	var contents []content
	for rows.Next() {
		var c content
		var kind sql.NullString
		if err := rows.Scan(&c.table, &c.identifier, &c.description, &c.geometry, &c.srs.id, &c.srs.name, &c.srs.organization, &c.srs.code, &c.srs.definition, &kind); err != nil {
			return nil, readError(err, "file")
		}
		if !kind.Valid {
			return nil, &geo.Error{Kind: geo.Invalid, Path: tablePath(c.table), Msg: "gpkg_contents names the table, which is not there"}
		}
		c.view = kind.String == "view"
		contents = append(contents, c)
	}
	if err := rows.Err(); err != nil {
		return nil, readError(err, "file")
	}
	return contents, nil
}

// geometryColumns is what to ask for the columns with geometries: a file with
// attributes alone need not have the table (§2.1.5.1.1).
func geometryColumns(ctx context.Context, db database) string {
	var there int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'gpkg_geometry_columns'`).Scan(&there); err != nil || there > 0 {
		return "gpkg_geometry_columns"
	}
	return "(SELECT '' AS table_name, '' AS column_name, 0 AS srs_id)"
}

// layer describes the table as a layer of the file.
func (c content) layer(ctx context.Context, db database, path string) (geo.Layer, error) {
	p, err := c.plan(ctx, db)
	if err != nil {
		return geo.Layer{}, err
	}
	layer := geo.Layer{Name: c.table, Title: c.identifier, Description: c.description, Count: -1}
	if len(p.leftOut) > 0 {
		layer.Description = strings.TrimSpace(layer.Description + " Left out, because they hold bytes: " + strings.Join(p.leftOut, ", ") + ".")
	}
	if !c.view {
		if err := db.QueryRowContext(ctx, "SELECT count(*) FROM "+quote(c.table)).Scan(&layer.Count); err != nil {
			return geo.Layer{}, readError(err, tablePath(c.table))
		}
	}
	layer.Read = func(b *geo.Builder) func(func(geo.Feature, error) bool) { return layer.PassOver(b, nil) }
	layer.PassOver = func(b *geo.Builder, bad func(error) bool) func(func(geo.Feature, error) bool) {
		return func(yield func(geo.Feature, error) bool) {
			if err := c.read(path, p, b, bad, func(f geo.Feature) bool { return yield(f, nil) }); err != nil {
				yield(geo.Feature{}, err)
			}
		}
	}
	return layer, nil
}

// read opens the file again and gives the table's features to yield, until that
// returns false. bad is told of rows that are none, and says whether to go on; nil never
// does.
func (c content) read(path string, p plan, b *geo.Builder, bad func(error) bool, yield func(geo.Feature) bool) error {
	system, err := c.srs.system(c.table)
	if err != nil && c.geometry != "" {
		return err
	}
	db, err := open(path)
	if err != nil {
		return fmt.Errorf("read %s: %w", tablePath(c.table), err)
	}
	defer db.Close()
	rows, err := db.QueryContext(context.Background(), p.query(c.table))
	if err != nil {
		return readError(err, tablePath(c.table))
	}
	defer rows.Close()
	r := rowReader{plan: p, table: c.table, system: system, b: b, held: make([]any, p.width())}
	for i := range r.held {
		r.into = append(r.into, &r.held[i])
	}
	for rows.Next() {
		if err := rows.Scan(r.into...); err != nil {
			return readError(err, tablePath(c.table))
		}
		f, err := r.feature()
		if err != nil {
			err = rowError(err, c.table, r.number)
			if bad != nil && geo.KindOf(err) == geo.Invalid && bad(err) {
				continue
			}
			return err
		}
		if !yield(f) {
			return nil
		}
	}
	return readErrorOrNil(rows.Err(), tablePath(c.table))
}

func readErrorOrNil(err error, where string) error {
	if err == nil {
		return nil
	}
	return readError(err, where)
}
