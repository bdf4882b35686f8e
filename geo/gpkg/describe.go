package gpkg

import (
	"context"
	"fmt"
	"time"
)

// describe fills the tables that say what the file holds.
func (w *writer) describe(ctx context.Context) error {
	c := &w.output.Collection
	title := c.Title
	if title == "" {
		title = string(c.Name)
	}
	kind, box, srs := "attributes", [4]any{}, any(nil)
	if w.table.geometry != "" {
		kind, srs = "features", w.srs.id
		if b := w.seen.bound; !b.IsEmpty() {
			box = [4]any{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		}
	}
	conn := w.file.conn
	_, err := conn.ExecContext(ctx, `INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.table.name, kind, title, c.Description, c.Updated.Time().Truncate(time.Millisecond).Format("2006-01-02T15:04:05.000Z"), box[0], box[1], box[2], box[3], srs)
	if err == nil && w.table.geometry != "" {
		_, err = conn.ExecContext(ctx, `INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, 0)`,
			w.table.name, w.table.geometry, w.geometryType(), w.srs.id, w.seen.z())
	}
	if err != nil {
		return fmt.Errorf("describe the table %s: %w", w.table.name, err)
	}
	return w.describeColumns(ctx)
}

// describeColumns says in gpkg_data_columns (extension gpkg_schema, annex F.9) what
// the columns' own declarations cannot.
func (w *writer) describeColumns(ctx context.Context) error {
	const insert = `INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, ?, ?)`
	conn := w.file.conn
	if w.ids != "" {
		_, err := conn.ExecContext(ctx, insert, w.table.name, w.ids, nil, nil, "The feature's id; "+w.table.key+" only numbers the rows.", nil, idConstraint)
		if err != nil {
			return fmt.Errorf("describe the column of ids: %w", err)
		}
	}
	for _, col := range w.columns {
		row := [5]any{} // name, title, description, mime type, constraint
		if col.name != col.property {
			row[0] = col.property
		}
		if col.about.Title != "" {
			row[1] = col.about.Title
		}
		if text := description(col.about.Description, col.about.Unit); text != "" {
			row[2] = text
		}
		if col.encoding == asDocument {
			row[3] = document
		}
		var err error
		if row[4], err = constrain(ctx, conn, w.table.name, &col); err != nil {
			return fmt.Errorf("describe the column %s: %w", col.name, err)
		}
		if row == [5]any{} {
			continue
		}
		if _, err := conn.ExecContext(ctx, insert, w.table.name, col.name, row[0], row[1], row[2], row[3], row[4]); err != nil {
			return fmt.Errorf("describe the column %s: %w", col.name, err)
		}
	}
	return nil
}

// description adds the unit, for which the table has no column.
func description(text, unit string) string {
	switch {
	case unit == "":
		return text
	case text == "":
		return "In " + unit
	}
	return text + " (in " + unit + ")"
}
