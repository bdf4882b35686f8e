package flatgeobuf

import (
	"math"

	"cairn/geo"
	"cairn/geo/shape"
	"cairn/geo/tabular"
)

// header makes the buffer of the header, with its length before it.
func (w *writer) header() {
	b, c, size := &w.buffer, &w.o.Collection, uint64(0)
	if w.isIndexed() {
		size = nodeSize
	}
	cells := []cell{
		scalar(headerFeaturesCount, 8, uint64(len(w.features))),
		b.text(headerName, string(c.Name)),
		child(headerColumns, func(at int) {
			b.tables(at, len(w.columns), func(i, at int) { w.column(at, &w.columns[i]) })
		}),
		child(headerCRS, w.system),
		scalar(headerIndexNodeSize, 2, size),
		scalar(headerGeometryType, 1, uint64(w.geometryType())),
		boolean(headerHasZ, w.heights),
	}
	if w.isIndexed() {
		cells = append(cells, child(headerEnvelope, func(at int) {
			b.doubles(at, w.extent.Min[0], w.extent.Min[1], w.extent.Max[0], w.extent.Max[1])
		}))
	}
	if c.Title != "" {
		cells = append(cells, b.text(headerTitle, c.Title))
	}
	if c.Description != "" {
		cells = append(cells, b.text(headerDescription, c.Description))
	}
	b.start()
	b.table(rootAt, cells...)
	b.finish()
}

// geometryType returns the kind that all geometries have, 0 if they have several.
func (w *writer) geometryType() shape.Kind {
	only := shape.Nowhere
	for k := shape.Point; k <= shape.Collection; k++ {
		switch {
		case w.kinds[k] && only != shape.Nowhere:
			return shape.Nowhere
		case w.kinds[k]:
			only = k
		}
	}
	return only
}

func (w *writer) column(at int, c *tabular.Column) {
	b, isID := &w.buffer, c.Field == tabular.IsID
	cells := []cell{b.text(columnName, c.Name), scalar(columnTypeField, 1, uint64(typeOf(c.Type)))}
	if c.Schema.Title != "" {
		cells = append(cells, b.text(columnTitle, c.Schema.Title))
	}
	if d := describe(&c.Schema); d != "" {
		cells = append(cells, b.text(columnDescription, d))
	}
	if isID {
		cells = append(cells, boolean(columnNullable, false), boolean(columnUnique, true), boolean(columnPrimaryKey, true))
	}
	b.table(at, cells...)
}

// describe returns a field's description and its unit.
func describe(f *geo.Field) string {
	switch {
	case f.Unit == "":
		return f.Description
	case f.Description == "":
		return "in " + f.Unit
	}
	return f.Description + " (in " + f.Unit + ")"
}

// system tells the system of coordinates.
func (w *writer) system(at int) {
	code, name := 4326, "WGS 84"
	if c := w.o.CRS; c != nil && c.EPSG() != 0 {
		code, name = c.EPSG(), c.Name()
	}
	w.buffer.table(at, w.buffer.text(crsOrg, "EPSG"), scalar(crsCode, 4, uint64(uint32(int32(code)))), w.buffer.text(crsName, name))
}

// indexBytes returns how long the index is; ok is false if that cannot be.
func indexBytes(features, size uint64) (n int64, ok bool) {
	switch {
	case features == 0 || size == 0:
		return 0, true
	case size < 2 || features > maxFeatures:
		return 0, false
	}
	_, all := levels(features, size)
	return int64(all * nodeBytes), all < math.MaxInt64/nodeBytes
}
