package gpkg

import (
	"bytes"
	"context"
	"iter"

	"cairn/geo"
)

// Difference is a row of a table, and the first column that does not hold what it
// should; empty if all do.
type Difference struct {
	Key     int64
	Differs string
}

// Compare yields every row of the table with what differs from the feature that should
// be in it, which want gives by key; one that want knows nothing of is yielded as it is.
// [Table.Fit] must have been called for the features' schema. It ends after the first error.
func (t *Table) Compare(ctx context.Context, db Database, want func(key int64) geo.Feature) iter.Seq2[Difference, error] {
	return func(yield func(Difference, error) bool) {
		rows, err := db.QueryContext(ctx, t.query(t.name))
		if err != nil {
			yield(Difference{}, readError(err, tablePath(t.name)))
			return
		}
		defer rows.Close()
		r := t.reader(geo.NewBuilder(nil))
		for rows.Next() {
			if err := rows.Scan(r.into...); err != nil {
				yield(Difference{}, readError(err, tablePath(t.name)))
				return
			}
			blob, id, held, err := r.parts()
			if err != nil {
				yield(Difference{}, rowError(err, t.name, r.number))
				return
			}
			d := Difference{Key: r.number}
			if f := want(r.number); !f.IsZero() {
				d.Differs, err = t.differs(f, blob, id, held)
			}
			if !yield(d, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Difference{}, readError(err, tablePath(t.name)))
		}
	}
}

// differs returns the first column that does not hold what the feature says.
func (t *Table) differs(f geo.Feature, blob, id any, held []any) (string, error) {
	if f.Schema() != t.from {
		t.number(f.Schema())
	}
	values, err := t.row(f)
	if err != nil {
		return "", err
	}
	if t.geometry != "" {
		put, _ := values[0].([]byte)
		got, _ := blob.([]byte)
		if !bytes.Equal(put, got) && !(t.system != nil && put != nil && got != nil) {
			return t.geometry, nil
		}
		values = values[1:]
	}
	if t.id != "" {
		if id != values[0] && !(id == nil && f.HasNumericID()) {
			return t.id, nil
		}
		values = values[1:]
	}
	for i := range t.columns {
		if !t.columns[i].holds(values[i], held[i]) {
			return t.columns[i].name, nil
		}
	}
	return "", nil
}

// number notes which columns the fields of a schema are in; -1 for those in none.
func (t *Table) number(schema *geo.Schema) {
	of := map[string]int{}
	for i, c := range t.columns {
		of[c.property] = i
	}
	t.numbers = make([]int, len(schema.Fields()))
	for i, f := range schema.Fields() {
		at, there := of[f.Name]
		if !there {
			at = -1
		}
		t.numbers[i] = at
	}
	t.from = schema
}
