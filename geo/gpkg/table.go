package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/shape"
)

// Table is a table of features in a GeoPackage that stays open and is changed row
// by row. It is not safe for use by two goroutines at once.
type Table struct {
	plan
	name   string
	srs    srs
	system *crs.CRS // nil for longitude and latitude
	title  string
	text   string // the description
	made   bool   // by CreateTable: columns may be given other types
	fixed  string // why rows cannot be changed; empty if they can

	from    *geo.Schema // the schema that numbers is for
	numbers []int       // the column of each field, -1 for none yet
	shape   shape.Shape
	values  []any
	insert  *sql.Stmt
	update  *sql.Stmt
}

// CreateFile makes an empty database a GeoPackage without contents.
func CreateFile(ctx context.Context, db Database) error { return createMetadata(ctx, db) }

// OpenTables describes the tables of features and of attributes that the file says
// it has. A table whose places are in a system that is not known is an error, of kind
// Invalid; one that cannot be changed, such as a view, tells so when that is tried.
func OpenTables(ctx context.Context, db Database) ([]*Table, error) {
	contents, err := readContents(ctx, db)
	if err != nil {
		return nil, err
	}
	var tables []*Table
	for _, c := range contents {
		t := &Table{name: c.table, srs: c.srs, title: c.identifier, text: c.description}
		if t.plan, err = c.plan(ctx, db); err != nil {
			return nil, err
		}
		if c.geometry != "" {
			if t.system, err = c.srs.system(c.table); err != nil {
				return nil, err
			}
		}
		switch {
		case c.view:
			t.fixed = "it is a view"
		case t.key == "":
			t.fixed = "it has no integer primary key"
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// CreateTable makes an empty table of features in WGS 84, called like the collection
// unless that name is taken. It has a key fid, a column geom for geometries of any
// type or of the one that is declared, and a column id for the features' ids; each property gets a column by
// [Table.Fit].
func CreateTable(ctx context.Context, db Database, about *geo.Collection) (*Table, error) {
	name, err := freeName(ctx, db, tableName(string(about.Name)))
	if err != nil {
		return nil, err
	}
	t := &Table{name: name, srs: requiredSRS[2], made: true, plan: plan{key: "fid", geometry: "geom", id: "id"}}
	statements := []string{
		"CREATE TABLE " + quote(name) + ` ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" ` + geometryTypeOf(about.Schema) + `, "id" TEXT)`,
		"CREATE UNIQUE INDEX " + quote(name+"_id") + " ON " + quote(name) + ` ("id")`,
	}
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return nil, fmt.Errorf("make the table %s: %w", name, err)
		}
	}
	if err := t.describe(ctx, db, about); err != nil {
		return nil, fmt.Errorf("describe the table %s: %w", name, err)
	}
	return t, nil
}

func (t *Table) describe(ctx context.Context, db Database, about *geo.Collection) error {
	_, err := db.ExecContext(ctx, `INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)
  VALUES (?1, 'features', CASE WHEN EXISTS (SELECT 1 FROM gpkg_contents WHERE identifier = ?2) THEN ?1 ELSE ?2 END, ?3, ?4)`,
		t.name, title(about), about.Description, t.srs.id)
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 2, 0)`, t.name, t.geometry, geometryTypeOf(about.Schema), t.srs.id); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `INSERT INTO gpkg_data_columns VALUES (?, ?, NULL, NULL, ?, NULL, ?)`,
		t.name, t.id, "The feature's id; fid only numbers the rows. Where it is empty, the feature gets the number.", idConstraint)
	return err
}

func title(about *geo.Collection) string {
	if about.Title != "" {
		return about.Title
	}
	return string(about.Name)
}

// freeName returns the name, or the first of name_2, name_3, … that nothing has.
func freeName(ctx context.Context, db Database, name string) (string, error) {
	taken := names{}
	rows, err := db.QueryContext(ctx, "SELECT name FROM sqlite_master")
	if err != nil {
		return "", readError(err, "file")
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return "", readError(err, "file")
		}
		taken.add(one)
	}
	return taken.add(name), readErrorOrNil(rows.Err(), "file")
}

// Name returns what the table is called.
func (t *Table) Name() string { return t.name }

// Title returns what gpkg_contents says of the table; the title is empty if it is the
// table's name.
func (t *Table) Title() (title, description string) {
	if t.title == t.name {
		return "", t.text
	}
	return t.title, t.text
}

// Key returns the name of the column with the integer primary key, empty if there is
// none.
func (t *Table) Key() string { return t.key }

// ID returns the name of the column with the features' ids, empty if the key tells
// them.
func (t *Table) ID() string { return t.id }

// Made says that the table was made by [CreateTable], so that [Table.Fit] may give
// its columns other types.
func (t *Table) Made() { t.made = true }

// Writable returns an error, of kind Denied, if rows cannot be changed.
func (t *Table) Writable() error {
	if t.fixed == "" {
		return nil
	}
	return &geo.Error{Kind: geo.Denied, Path: tablePath(t.name), Msg: "the table cannot be changed: " + t.fixed}
}

// Forget lets go of statements, as must be done before the connection is closed and
// after another program has changed the table's columns.
func (t *Table) Forget() error {
	var err error
	for _, s := range []**sql.Stmt{&t.insert, &t.update} {
		if *s != nil {
			err = errors.Join(err, (*s).Close())
			*s = nil
		}
	}
	t.from = nil
	return err
}

// Drop removes the table with all that the file says of it.
func (t *Table) Drop(ctx context.Context, db Database) error {
	if err := t.Forget(); err != nil {
		return err
	}
	if err := t.DropIndex(ctx, db); err != nil {
		return err
	}
	if err := t.forgetConstraints(ctx, db); err != nil {
		return err
	}
	statements := []string{"DROP TABLE " + quote(t.name)}
	for _, of := range [...]string{"gpkg_data_columns", "gpkg_geometry_columns", "gpkg_extensions", "gpkg_contents"} {
		if there, err := exists(ctx, db, of); err != nil {
			return err
		} else if there {
			statements = append(statements, "DELETE FROM "+of+" WHERE lower(table_name) = lower("+literal(t.name)+")")
		}
	}
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("drop the table %s: %w", t.name, err)
		}
	}
	return nil
}

func exists(ctx context.Context, db Database, name string) (bool, error) {
	var n int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE lower(name) = lower(?)", name).Scan(&n)
	return n > 0, readErrorOrNil(err, "file")
}

// Indexed reports whether the table has an R-tree.
func (t *Table) Indexed(ctx context.Context, db Database) (bool, error) {
	if t.geometry == "" {
		return false, nil
	}
	return exists(ctx, db, t.rtree().index())
}

func (t *Table) rtree() table { return table{t.name, t.key, t.geometry} }

// Index gives a table without an R-tree one of what is in it (extension
// gpkg_rtree_index, annex F.3). It is kept right by its triggers from then on.
func (t *Table) Index(ctx context.Context, db Database) error {
	if there, err := t.Indexed(ctx, db); err != nil || there || t.geometry == "" {
		return err
	}
	return createIndex(ctx, db, t.rtree())
}

// DropIndex takes the table's R-tree away, if it has one.
func (t *Table) DropIndex(ctx context.Context, db Database) error {
	if there, err := t.Indexed(ctx, db); err != nil || !there {
		return err
	}
	r := t.rtree().index()
	statements := []string{"DROP TABLE " + quote(r), "DELETE FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index' AND lower(table_name) = lower(" + literal(t.name) + ")"}
	for _, trigger := range triggers {
		statements = append(statements, "DROP TRIGGER IF EXISTS "+quote(r+"_"+trigger.name))
	}
	slices.Reverse(statements)
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("drop the index of %s: %w", t.name, err)
		}
	}
	return nil
}

// Tell writes into gpkg_contents what programs show of the table: title,
// description, extent and the moment of the last change.
func (t *Table) Tell(ctx context.Context, db Database, c *geo.Collection) error {
	box := [4]any{}
	if b := c.Extent.Bound; c.Extent.IsLocated() && t.system == nil {
		box = [4]any{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	_, err := db.ExecContext(ctx, `UPDATE gpkg_contents SET
  identifier = CASE WHEN EXISTS (SELECT 1 FROM gpkg_contents WHERE identifier = ?2 AND table_name <> ?1) THEN identifier ELSE ?2 END,
  description = ?3, last_change = ?4, min_x = ifnull(?5, min_x), min_y = ifnull(?6, min_y), max_x = ifnull(?7, max_x), max_y = ifnull(?8, max_y)
  WHERE table_name = ?1`,
		t.name, title(c), c.Description, c.Updated.Time().Format("2006-01-02T15:04:05.000Z"), box[0], box[1], box[2], box[3])
	if err != nil {
		return fmt.Errorf("describe the table %s: %w", t.name, err)
	}
	return nil
}

// number is the key as text.
func keyText(key int64) string { return strconv.FormatInt(key, 10) }

// list joins quoted names.
func (t *Table) list() []string {
	all := []string{t.key}
	if t.geometry != "" {
		all = append(all, t.geometry)
	}
	if t.id != "" {
		all = append(all, t.id)
	}
	for _, c := range t.columns {
		all = append(all, c.name)
	}
	for i := range all {
		all[i] = quote(all[i])
	}
	return all
}

func join(list []string, each string) string { return strings.Join(list, each) }
