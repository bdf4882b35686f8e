package gpkg

import (
	"context"
	"fmt"
	"strings"

	"cairn/geo"
)

// Declare gives a table what is declared of the features in it: columns as
// [Table.Fit] does, and, if [CreateTable] made it, what the file can say of them
// (extension gpkg_schema, annex F.9): titles, descriptions, the words of an enum, the ends of
// a range; and the type of its geometries, if only one is allowed. Programs tell it to
// whoever edits; SQLite holds nobody to it.
func (t *Table) Declare(ctx context.Context, db Database, schema *geo.Schema) error {
	if _, err := t.Fit(ctx, db, schema); err != nil {
		return err
	}
	if !t.made {
		return nil
	}
	for i := range t.columns {
		c := &t.columns[i]
		at, ok := schema.Field(c.property)
		if !ok {
			continue
		}
		c.about = schema.Fields()[at]
		if err := t.describeColumn(ctx, db, c); err != nil {
			return err
		}
	}
	return t.retypeGeometry(ctx, db, geometryTypeOf(schema))
}

// geometryTypeOf returns the name of the one type that geometries may have, GEOMETRY if
// there are several (§2.1.6.1, table 42).
func geometryTypeOf(schema *geo.Schema) string {
	if l := schema.Frame().Location; l != nil && len(l.Types) == 1 {
		return strings.ToUpper(l.Types[0])
	}
	return anyType
}

const anyType = "GEOMETRY"

// retypeGeometry declares the column of geometries to be of another type, which takes a
// new column: what the table declares and what the file says of it must agree
// (requirement 31).
func (t *Table) retypeGeometry(ctx context.Context, db Database, to string) error {
	var now string
	if err := db.QueryRowContext(ctx, "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE lower(table_name) = lower(?)", t.name).Scan(&now); err != nil {
		return readError(err, tablePath(t.name))
	}
	if now == to {
		return nil
	}
	if err := t.Forget(); err != nil {
		return err
	}
	indexed, err := t.Indexed(ctx, db)
	if err != nil {
		return err
	}
	if err := t.DropIndex(ctx, db); err != nil {
		return err
	}
	between := t.between()
	for _, s := range []string{
		"ALTER TABLE " + quote(t.name) + " ADD COLUMN " + between + " " + to,
		"UPDATE " + quote(t.name) + " SET " + between + " = " + quote(t.geometry) + " WHERE " + quote(t.geometry) + " NOT NULL",
		"ALTER TABLE " + quote(t.name) + " DROP COLUMN " + quote(t.geometry),
		"ALTER TABLE " + quote(t.name) + " RENAME COLUMN " + between + " TO " + quote(t.geometry),
		"UPDATE gpkg_geometry_columns SET geometry_type_name = " + literal(to) + ", z = 2 WHERE lower(table_name) = lower(" + literal(t.name) + ")",
	} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("give the geometries of %s the type %s: %w", t.name, to, err)
		}
	}
	if !indexed {
		return nil
	}
	return t.Index(ctx, db)
}

// AllowHeights says in the file whether geometries of the table may have heights: without,
// programs that make new ones ask for none.
func (t *Table) AllowHeights(ctx context.Context, db Database, allow bool) error {
	z := 0
	if allow {
		z = 2
	}
	if _, err := db.ExecContext(ctx, "UPDATE gpkg_geometry_columns SET z = ? WHERE lower(table_name) = lower(?)", z, t.name); err != nil {
		return fmt.Errorf("describe the geometries of %s: %w", t.name, err)
	}
	return nil
}

// constrain writes which values a column may have, if the file can say it, and returns
// the name of that for gpkg_data_columns; nil if there is nothing to say. Requirements
// 107 to 114: a range has both ends.
func constrain(ctx context.Context, db Database, table string, c *column) (any, error) {
	if there, err := exists(ctx, db, "gpkg_data_column_constraints"); err != nil || !there {
		return nil, err
	}
	name := constraintName(table, c.name)
	if _, err := db.ExecContext(ctx, "DELETE FROM gpkg_data_column_constraints WHERE constraint_name = ?", name); err != nil {
		return nil, err
	}
	l := c.about.Limits
	switch {
	case l == nil:
	case c.encoding == asText && len(l.Enum) > 0:
		for _, word := range l.Enum {
			if _, err := db.ExecContext(ctx, "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value) VALUES (?, 'enum', ?)", name, word); err != nil {
				return nil, err
			}
		}
		return name, nil
	case (c.encoding == asInteger || c.encoding == asReal) && l.Minimum != nil && l.Maximum != nil && *l.Minimum < *l.Maximum:
		_, err := db.ExecContext(ctx, "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, min, min_is_inclusive, max, max_is_inclusive) VALUES (?, 'range', ?, 1, ?, 1)",
			name, *l.Minimum, *l.Maximum)
		return name, err
	}
	return nil, nil
}

func constraintName(table, column string) string { return strings.ToLower(table + "." + column) }

// forgetConstraints takes away what [constrain] has written of a table's columns.
func (t *Table) forgetConstraints(ctx context.Context, db Database) error {
	if there, err := exists(ctx, db, "gpkg_data_column_constraints"); err != nil || !there || !t.made {
		return err
	}
	for i := range t.columns {
		if _, err := db.ExecContext(ctx, "DELETE FROM gpkg_data_column_constraints WHERE constraint_name = ?", constraintName(t.name, t.columns[i].name)); err != nil {
			return fmt.Errorf("drop the table %s: %w", t.name, err)
		}
	}
	return nil
}
