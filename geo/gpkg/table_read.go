package gpkg

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// Row is a row of a table.
type Row struct {
	Key     int64
	Feature geo.Feature
}

// Rows yields the table's rows in the order of their keys, as features made by b. A
// column that is NULL is a property that is null, or, in a table that [CreateTable]
// made, one that is not there. It ends after the first error.
func (t *Table) Rows(ctx context.Context, db Database, b *geo.Builder) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		text := t.query(t.name)
		if t.key != "" {
			text += " ORDER BY " + quote(t.key)
		}
		rows, err := db.QueryContext(ctx, text)
		if err != nil {
			yield(Row{}, readError(err, tablePath(t.name)))
			return
		}
		defer rows.Close()
		r := t.reader(b)
		for rows.Next() {
			f, err := r.next(rows, geo.Feature{}, t)
			if !yield(Row{r.number, f}, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Row{}, readError(err, tablePath(t.name)))
		}
	}
}

func (t *Table) reader(b *geo.Builder) *rowReader {
	r := &rowReader{plan: t.plan, table: t.name, system: t.system, b: b, held: make([]any, t.width())}
	for i := range r.held {
		r.into = append(r.into, &r.held[i])
	}
	return r
}

func (r *rowReader) next(rows *sql.Rows, old geo.Feature, t *Table) (geo.Feature, error) {
	if err := rows.Scan(r.into...); err != nil {
		return geo.Feature{}, readError(err, tablePath(r.table))
	}
	f, err := r.merged(old, t)
	if err != nil {
		r.b.Reset()
		return f, rowError(err, r.table, r.number)
	}
	return f, nil
}

// Merge reads the row with a key, in which another program may have changed
// something, as a feature made by b. What old, the feature that the row was last
// written from, says otherwise than columns can, such as the order of the properties
// and the digits of the positions, is kept where a column still holds what it held.
// old may be zero. found is false if there is no such row.
func (t *Table) Merge(ctx context.Context, db Database, key int64, old geo.Feature, b *geo.Builder) (f geo.Feature, found bool, err error) {
	if !old.IsZero() {
		if _, err := t.Fit(ctx, db, old.Schema()); err != nil {
			return f, false, err
		}
	}
	rows, err := db.QueryContext(ctx, t.query(t.name)+" WHERE "+quote(t.key)+" = ?", key)
	if err != nil {
		return f, false, readError(err, tablePath(t.name))
	}
	defer rows.Close()
	if !rows.Next() {
		return f, false, readErrorOrNil(rows.Err(), tablePath(t.name))
	}
	f, err = t.reader(b).next(rows, old, t)
	return f, err == nil, err
}

// merged makes a feature of the row that is held, and of what it was.
func (r *rowReader) merged(old geo.Feature, t *Table) (geo.Feature, error) {
	blob, id, held, err := r.parts()
	if err != nil {
		return geo.Feature{}, err
	}
	r.identify(id, old)
	if err := r.mergePlace(blob, old); err != nil {
		return geo.Feature{}, err
	}
	done := make([]bool, len(r.columns))
	if !old.IsZero() {
		fields := old.Schema().Fields()
		for field, v := range old.Properties {
			at := t.numbers[field]
			c := &r.columns[at]
			done[at] = true
			if !c.holds(c.argument(v), held[at]) {
				r.value = appendValue(r.value[:0], held[at], c.encoding)
				v = r.value
			}
			if err := r.b.Add([]byte(fields[field].Name), v); err != nil {
				return geo.Feature{}, err
			}
		}
	}
	for i, c := range r.columns {
		if done[i] || t.made && held[i] == nil {
			continue
		}
		r.value = appendValue(r.value[:0], held[i], c.encoding)
		if err := r.b.Add([]byte(c.property), r.value); err != nil {
			return geo.Feature{}, err
		}
	}
	if !old.IsZero() && bytes.Equal(old.PropertiesJSON(), []byte("null")) {
		r.b.SetNullProperties()
	}
	return r.b.Feature()
}

// identify sets the id: as text, or as a number where it was one or there is none
// but the key.
func (r *rowReader) identify(id any, old geo.Feature) {
	text, ok := id.(string)
	switch {
	case ok && text != "" && !old.IsZero() && old.HasNumericID() && string(old.RawID()) == text:
		r.b.SetNumericID(text)
	case ok && text != "":
		r.b.SetID(geo.ID(text))
	default:
		r.b.SetNumericID(strconv.FormatInt(r.number, 10))
	}
}

// mergePlace sets the geometry, with the digits of the old one where it is the same.
func (r *rowReader) mergePlace(blob any, old geo.Feature) error {
	if err := r.place(blob); err != nil || old.IsZero() || !old.Located() || blob == nil {
		return err
	}
	if r.system != nil {
		return nil
	}
	was := old.Geometry()
	if !orb.Equal(was, r.shape.Geometry()) {
		return nil
	}
	if old.HasHeights() != r.shape.HasHeights() {
		return nil
	}
	if old.HasHeights() {
		var other = r.shape
		if err := other.Take(old); err != nil || !bytes.Equal(other.AppendWKB(nil), r.shape.AppendWKB(nil)) {
			return err
		}
	}
	r.b.SetGeometry(was, old.GeometryJSON())
	if old.HasHeights() {
		r.b.SetHeights()
	}
	return nil
}

// holds reports whether the column still holds what was put into it, or what became of
// that when the column was given another type: the same number in other digits, the
// same moment in UTC.
func (c *column) holds(put, held any) bool {
	if same(put, held) {
		return true
	}
	p, isText := put.(string)
	h, alike := held.(string)
	if !isText || !alike {
		return false
	}
	if c.encoding == asDocument {
		a, err1 := strconv.ParseFloat(p, 64)
		b, err2 := strconv.ParseFloat(h, 64)
		if err1 == nil && err2 == nil {
			return a == b
		}
		if !json.Valid([]byte(h)) {
			return false
		}
		p, h = geo.Value(p).String(), geo.Value(h).String()
	}
	a, ok1 := geo.ParseInstant([]byte(p))
	b, ok2 := geo.ParseInstant([]byte(h))
	return ok1 && ok2 && a == b
}

// same reports whether a column still holds what was put into it. SQLite gives
// booleans back as numbers, and whole numbers of a REAL column as floats.
func same(put, held any) bool {
	switch p := put.(type) {
	case bool:
		n, ok := held.(int64)
		return ok && (n != 0) == p
	case int64:
		switch h := held.(type) {
		case int64:
			return h == p
		case float64:
			return h == float64(p)
		}
		return false
	case float64:
		switch h := held.(type) {
		case float64:
			return h == p
		case int64:
			return float64(h) == p
		}
		return false
	}
	return put == held
}

// parts takes the row that is held apart, and notes its number.
func (r *rowReader) parts() (blob, id any, properties []any, err error) {
	held := r.held
	take := func(name string) (v any) {
		if name != "" {
			v, held = held[0], held[1:]
		}
		return v
	}
	blob, key := take(r.geometry), take(r.key)
	id = take(r.id)
	r.number++
	if r.key != "" {
		n, ok := key.(int64)
		if !ok {
			return nil, nil, nil, &geo.Error{Kind: geo.Invalid, Path: "id", Msg: fmt.Sprintf("the key %q is %v; expected a whole number", r.key, key)}
		}
		r.number = n
	}
	return blob, id, held, nil
}
