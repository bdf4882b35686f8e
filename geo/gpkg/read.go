package gpkg

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/shape"
)

// plan says how the rows of a table become features.
type plan struct {
	key      string // the integer primary key; empty if there is none, and rows are counted
	geometry string
	id       string // a column of texts; empty for none
	columns  []column
	leftOut  []string
}

// described is what gpkg_data_columns says of a column.
type described struct {
	name, mime, constraint string
	hasName                bool
}

// plan looks at the table's columns.
func (c content) plan(ctx context.Context, db database) (p plan, err error) {
	about, err := describedColumns(ctx, db, c.table)
	if err != nil {
		return p, err
	}
	rows, err := db.QueryContext(ctx, "SELECT name, type, pk FROM pragma_table_info(?)", c.table)
	if err != nil {
		return p, readError(err, tablePath(c.table))
	}
	defer rows.Close()
	p.geometry = c.geometry
	found, keys := c.geometry == "", 0
	for i := 0; rows.Next(); i++ {
		var name, kind string
		var pk int
		if err := rows.Scan(&name, &kind, &pk); err != nil {
			return p, readError(err, tablePath(c.table))
		}
		e := decodingOf(kind, about[name].mime)
		switch {
		case strings.EqualFold(name, c.geometry):
			found = true
			continue
		case pk > 0:
			keys++
			if e == asInteger && keys == 1 {
				p.key = name
				continue
			}
		case c.view && p.key == "" && e == asInteger && (i == 0 || isKeyName(name)):
			p.key = name
			continue
		case about[name].constraint == idConstraint && p.id == "":
			p.id = name
			continue
		case e == asBytes:
			p.leftOut = append(p.leftOut, name)
			continue
		}
		p.columns = append(p.columns, column{name: name, property: name, encoding: e})
	}
	if err := rows.Err(); err != nil {
		return p, readError(err, tablePath(c.table))
	}
	if !found {
		return p, &geo.Error{Kind: geo.Invalid, Path: tablePath(c.table), Msg: "gpkg_geometry_columns names the column " + strconv.Quote(c.geometry) + ", which is not there"}
	}
	if keys > 1 && p.key != "" { // several columns together are the key: none of them is
		p.columns = append([]column{{name: p.key, property: p.key, encoding: asInteger}}, p.columns...)
		p.key = ""
	}
	rename(p.columns, about)
	return p, nil
}

// isKeyName reports whether programs call the key of a view so, which cannot be
// declared as one.
func isKeyName(name string) bool {
	switch strings.ToLower(name) {
	case "fid", "ogc_fid", "objectid":
		return true
	}
	return false
}

// rename gives properties the names back that [names.add] had to change, if all
// names differ then.
func rename(columns []column, about map[string]described) {
	count := map[string]int{}
	for i := range columns {
		c := &columns[i]
		if d := about[c.name]; d.hasName && isRenamed(c.name, d.name) {
			c.property = d.name
		}
		count[c.property]++
	}
	for i := range columns {
		if count[columns[i].property] > 1 {
			columns[i].property = columns[i].name
		}
	}
}

// describedColumns reads gpkg_data_columns, which need not be there.
func describedColumns(ctx context.Context, db database, table string) (map[string]described, error) {
	about := map[string]described{}
	var there int
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'gpkg_data_columns'`).Scan(&there)
	if err != nil {
		return nil, readError(err, "file")
	}
	if there == 0 {
		return about, nil
	}
	rows, err := db.QueryContext(ctx, `SELECT column_name, name NOT NULL, ifnull(name, ''), ifnull(mime_type, ''), ifnull(constraint_name, '')
  FROM gpkg_data_columns WHERE lower(table_name) = lower(?)`, table)
	if err != nil {
		return nil, readError(err, "file")
	}
	defer rows.Close()
	for rows.Next() {
		var column string
		var d described
		if err := rows.Scan(&column, &d.hasName, &d.name, &d.mime, &d.constraint); err != nil {
			return nil, readError(err, "file")
		}
		about[column] = d
	}
	return about, readErrorOrNil(rows.Err(), "file")
}

// query asks for the rows: geometry, key, id, where there are, and the properties.
// The plus before a column keeps the driver from making a time of a date: it takes
// the declared type away, and changes nothing else.
func (p *plan) query(table string) string {
	var list []string
	for _, name := range [...]string{p.geometry, p.key, p.id} {
		if name != "" {
			list = append(list, "+"+quote(name))
		}
	}
	for _, c := range p.columns {
		list = append(list, "+"+quote(c.name))
	}
	if len(list) == 0 {
		list = []string{"1"}
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM " + quote(table)
}

// width is how many values the query gives for a row.
func (p *plan) width() int {
	n := len(p.columns)
	for _, name := range [...]string{p.geometry, p.key, p.id} {
		if name != "" {
			n++
		}
	}
	return max(n, 1)
}

// rowReader makes features of rows.
type rowReader struct {
	plan
	table  string
	system *crs.CRS // nil for CRS84
	b      *geo.Builder
	held   []any // of the present row, as query asks for them
	into   []any // pointers to them
	number int64 // the row's key, or which it is from 1
	value  []byte
	shape  shape.Shape
}

// feature makes a feature of the row that is held.
func (r *rowReader) feature() (geo.Feature, error) {
	f, err := r.fill()
	if err != nil {
		r.b.Reset()
	}
	return f, err
}

func (r *rowReader) fill() (geo.Feature, error) {
	held := r.held
	take := func(name string) (v any) {
		if name != "" {
			v, held = held[0], held[1:]
		}
		return v
	}
	blob, key, id := take(r.geometry), take(r.key), take(r.id)
	r.number++
	if r.key != "" {
		n, ok := key.(int64)
		if !ok {
			return geo.Feature{}, &geo.Error{Kind: geo.Invalid, Path: "id", Msg: fmt.Sprintf("the key %q is %s; expected a whole number", r.key, heldAs(key))}
		}
		r.number = n
	}
	if text, ok := id.(string); ok && text != "" {
		r.b.SetID(geo.ID(text))
	} else {
		r.b.SetNumericID(strconv.FormatInt(r.number, 10))
	}
	if err := r.place(blob); err != nil {
		return geo.Feature{}, err
	}
	for i, c := range r.columns {
		r.value = appendValue(r.value[:0], held[i], c.encoding)
		if err := r.b.Add([]byte(c.property), r.value); err != nil {
			return geo.Feature{}, err
		}
	}
	return r.b.Feature()
}

// heldAs says what a column holds, which may be long, or no text for people.
func heldAs(v any) string {
	switch v := v.(type) {
	case nil:
		return "missing"
	case string:
		return fmt.Sprintf("the text %.40q", v)
	case []byte:
		return fmt.Sprintf("%d bytes", len(v))
	}
	return fmt.Sprint(v)
}

// place sets the geometry.
func (r *rowReader) place(held any) error {
	if held == nil {
		return nil
	}
	blob, ok := held.([]byte)
	if !ok {
		return &geo.Error{Kind: geo.Invalid, Path: "geometry", Msg: "the geometry is " + heldAs(held) + "; expected the bytes of one"}
	}
	if err := ParseBlob(blob, &r.shape); err != nil {
		return err
	}
	if err := r.shape.ToCRS84(r.system); err != nil {
		return err
	}
	return r.shape.Give(r.b)
}
