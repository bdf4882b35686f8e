package gpkg

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"cairn/geo"
)

// Fit gives the table a column for each field of the schema that has none, and, if
// [CreateTable] made it, columns of other types to fields that have had values of
// more kinds than theirs hold. It returns whether anything was changed. The error is
// Invalid where there are more fields than a table has columns.
func (t *Table) Fit(ctx context.Context, db Database, schema *geo.Schema) (changed bool, err error) {
	if schema == t.from {
		return false, nil
	}
	taken := names{}
	of := map[string]int{}
	for i, c := range t.columns {
		taken.add(c.name)
		of[c.property] = i
	}
	for _, name := range [...]string{t.key, t.geometry, t.id} {
		if name != "" {
			taken.add(name)
		}
	}
	for _, name := range t.leftOut {
		taken.add(name)
	}
	numbers := make([]int, len(schema.Fields()))
	for i, f := range schema.Fields() {
		at, there := of[f.Name]
		want := encodingOf(f.Kinds)
		switch {
		case !there:
			at = len(t.columns)
			if at >= maxColumns-3 {
				return changed, &geo.Error{Kind: geo.Invalid, Path: "properties", Msg: fmt.Sprintf("a table of a GeoPackage has at most %d columns for properties; this would be one more", maxColumns-3)}
			}
			c := column{name: taken.add(columnName(f.Name)), property: f.Name, encoding: want, about: f}
			if err := t.addColumn(ctx, db, &c); err != nil {
				return changed, err
			}
			t.columns = append(t.columns, c)
			of[f.Name] = at
			changed = true
		case t.made && t.columns[at].encoding != want && f.Kinds&^geo.Null != 0:
			if err := t.retype(ctx, db, &t.columns[at], want); err != nil {
				return changed, err
			}
			changed = true
		}
		numbers[i] = at
	}
	if changed {
		if err := t.Forget(); err != nil {
			return changed, err
		}
	}
	t.from, t.numbers = schema, numbers
	return changed, nil
}

func (t *Table) addColumn(ctx context.Context, db Database, c *column) error {
	if _, err := db.ExecContext(ctx, "ALTER TABLE "+quote(t.name)+" ADD COLUMN "+quote(c.name)+" "+declared[c.encoding]); err != nil {
		return fmt.Errorf("add the column %s to %s: %w", c.name, t.name, err)
	}
	return t.describeColumn(ctx, db, c)
}

// describeColumn says in gpkg_data_columns what the declaration cannot.
func (t *Table) describeColumn(ctx context.Context, db Database, c *column) error {
	if there, err := exists(ctx, db, "gpkg_data_columns"); err != nil || !there {
		return err
	}
	if _, err := db.ExecContext(ctx, `DELETE FROM gpkg_data_columns WHERE table_name = ? AND column_name = ?`, t.name, c.name); err != nil {
		return fmt.Errorf("describe the column %s: %w", c.name, err)
	}
	row := [5]any{} // name, title, description, mime type, constraint
	if c.name != c.property {
		row[0] = c.property
	}
	if c.about.Title != "" {
		row[1] = c.about.Title
	}
	if text := description(c.about.Description, c.about.Unit); text != "" {
		row[2] = text
	}
	if c.encoding == asDocument {
		row[3] = document
	}
	var err error
	if row[4], err = constrain(ctx, db, t.name, c); err != nil {
		return fmt.Errorf("describe the column %s: %w", c.name, err)
	}
	if row == [5]any{} {
		return nil
	}
	if _, err := db.ExecContext(ctx, `INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, ?, ?)`, t.name, c.name, row[0], row[1], row[2], row[3], row[4]); err != nil {
		return fmt.Errorf("describe the column %s: %w", c.name, err)
	}
	return nil
}

// between returns what a column is called, as it stands in SQL, until it takes the place of
// another.
func (t *Table) between() string {
	taken := names{}
	for i := range t.columns {
		taken.add(t.columns[i].name)
	}
	for _, name := range append([]string{t.key, t.geometry, t.id}, t.leftOut...) {
		taken.add(name)
	}
	return quote(taken.add("cairn_column"))
}

// retype gives a column another type: SQLite cannot change one, so a new column
// takes its values and its name.
func (t *Table) retype(ctx context.Context, db Database, c *column, to encoding) error {
	value := quote(c.name)
	switch {
	case to == asDocument && c.encoding == asBoolean:
		value = "CASE " + value + " WHEN 0 THEN 'false' WHEN 1 THEN 'true' END"
	case to == asDocument:
		value = "CASE WHEN " + value + " NOT NULL THEN json_quote(" + value + ") END"
	case c.encoding == asDocument:
		value = "CASE WHEN json_valid(" + value + ") THEN json_extract(" + value + ", '$') ELSE " + value + " END"
	}
	if err := t.Forget(); err != nil {
		return err
	}
	between := t.between()
	for _, s := range []string{
		"ALTER TABLE " + quote(t.name) + " ADD COLUMN " + between + " " + declared[to],
		"UPDATE " + quote(t.name) + " SET " + between + " = " + value + " WHERE " + quote(c.name) + " NOT NULL",
		"ALTER TABLE " + quote(t.name) + " DROP COLUMN " + quote(c.name),
		"ALTER TABLE " + quote(t.name) + " RENAME COLUMN " + between + " TO " + quote(c.name),
	} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("give the column %s of %s the type %s: %w", c.name, t.name, declared[to], err)
		}
	}
	c.encoding = to
	return t.describeColumn(ctx, db, c)
}

// row returns a feature's values as the columns of [Table.list] have them, without
// the key.
func (t *Table) row(f geo.Feature) ([]any, error) {
	values := t.values[:0]
	if t.geometry != "" {
		blob, err := t.blob(f)
		if err != nil {
			return nil, about(err, f)
		}
		values = append(values, blob)
	} else if f.Located() {
		return nil, about(invalid("the feature has a place, but "+tablePath(t.name)+" has no column for one"), f)
	}
	if t.id != "" {
		values = append(values, string(f.ID()))
	}
	first := len(values)
	for range t.columns {
		values = append(values, nil)
	}
	for field, v := range f.Properties {
		if at := t.numbers[field]; at >= 0 {
			values[first+at] = t.columns[at].argument(v)
		}
	}
	t.values = values
	return values, nil
}

func (t *Table) blob(f geo.Feature) (any, error) {
	if !f.Located() {
		return nil, nil
	}
	if err := t.shape.Take(f); err != nil {
		return nil, err
	}
	if err := t.shape.FromCRS84(t.system); err != nil {
		return nil, err
	}
	return AppendBlob(make([]byte, 0, 64), &t.shape, t.srs.id), nil
}

// keyOf returns the key that a new row must have, 0 if any will do. The error is
// Invalid: the table tells ids only by its key, and this is no number.
func (t *Table) keyOf(f geo.Feature) (int64, error) {
	if t.id != "" {
		return 0, nil
	}
	key, ok := number(f.RawID()).(int64)
	if !ok || keyText(key) != string(f.RawID()) {
		return 0, about(&geo.Error{Kind: geo.Invalid, Path: "id", Msg: "the id is no whole number; " + tablePath(t.name) + " has only its key " + quote(t.key) + " to tell features by"}, f)
	}
	return key, nil
}

// Insert adds a feature's row, and returns its key. [Table.Fit] must have been called
// for the feature's schema.
func (t *Table) Insert(ctx context.Context, db Database, f geo.Feature) (int64, error) {
	key, err := t.keyOf(f)
	if err != nil {
		return 0, err
	}
	var at any
	if key != 0 || t.id == "" {
		at = key
	}
	result, err := t.insertAt(ctx, db, at, f)
	if err != nil {
		return 0, err
	}
	if key, err = result.LastInsertId(); err != nil {
		return 0, fmt.Errorf("add a row to %s: %w", t.name, err)
	}
	return key, nil
}

// InsertAt adds a feature's row with a key that is free. As for [Table.Insert].
func (t *Table) InsertAt(ctx context.Context, db Database, key int64, f geo.Feature) error {
	if _, err := t.keyOf(f); err != nil {
		return err
	}
	_, err := t.insertAt(ctx, db, key, f)
	return err
}

func (t *Table) insertAt(ctx context.Context, db Database, key any, f geo.Feature) (sql.Result, error) {
	values, err := t.row(f)
	if err != nil {
		return nil, err
	}
	if t.insert == nil {
		list := t.list()
		if t.insert, err = db.PrepareContext(ctx, "INSERT INTO "+quote(t.name)+" ("+join(list, ", ")+") VALUES ("+strings.Repeat("?, ", len(list)-1)+"?)"); err != nil {
			return nil, fmt.Errorf("prepare to add rows to %s: %w", t.name, err)
		}
	}
	args := make([]any, 1, len(values)+1)
	args[0] = key
	result, err := t.insert.ExecContext(ctx, append(args, values...)...)
	if err != nil {
		return nil, fmt.Errorf("add a row to %s: %w", t.name, err)
	}
	return result, nil
}

// Update writes a feature over the row with a key; columns that are no property stay
// as they are. found is false if there is no such row. As for [Table.Insert].
func (t *Table) Update(ctx context.Context, db Database, key int64, f geo.Feature) (found bool, err error) {
	if _, err := t.keyOf(f); err != nil {
		return false, err
	}
	values, err := t.row(f)
	if err != nil {
		return false, err
	}
	if len(values) == 0 {
		return true, nil
	}
	if t.update == nil {
		text := "UPDATE " + quote(t.name) + " SET " + join(t.list()[1:], " = ?, ") + " = ? WHERE " + quote(t.key) + " = ?"
		if t.update, err = db.PrepareContext(ctx, text); err != nil {
			return false, fmt.Errorf("prepare to change rows of %s: %w", t.name, err)
		}
	}
	return affected(t.update.ExecContext(ctx, append(values, key)...))(t.name)
}

// Delete removes the row with a key; found is false if there is none.
func (t *Table) Delete(ctx context.Context, db Database, key int64) (found bool, err error) {
	return affected(db.ExecContext(ctx, "DELETE FROM "+quote(t.name)+" WHERE "+quote(t.key)+" = ?", key))(t.name)
}

func affected(result sql.Result, err error) func(table string) (bool, error) {
	return func(table string) (bool, error) {
		if err != nil {
			return false, fmt.Errorf("change a row of %s: %w", table, err)
		}
		n, err := result.RowsAffected()
		return n > 0, err
	}
}

// SetID writes the id of the feature in the row with a key, in a table that
// [CreateTable] made.
func (t *Table) SetID(ctx context.Context, db Database, key int64, id geo.ID) error {
	if t.id == "" {
		return nil
	}
	_, err := affected(db.ExecContext(ctx, "UPDATE "+quote(t.name)+" SET "+quote(t.id)+" = ? WHERE "+quote(t.key)+" = ?", string(id), key))(t.name)
	return err
}
