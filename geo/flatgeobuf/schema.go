package flatgeobuf

import (
	"fmt"
	"strconv"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/shape"
)

// column is a column of a file that is read.
type column struct {
	name       []byte
	kind       columnType
	primaryKey bool
}

// schema is what the header tells of the features.
type schema struct {
	geometry shape.Kind // of all, 0 if each tells its own
	z        bool
	columns  []column
	id       int // which column has the ids, -1 for none
	features uint64
	nodeSize uint64
	system   *crs.CRS
}

// readHeader reads a header, without its length.
func readHeader(b []byte) (*schema, error) {
	f := open(b)
	t := f.table(0)
	s := &schema{
		geometry: shape.Kind(t.u8(headerGeometryType)),
		z:        t.u8(headerHasZ) != 0,
		columns:  readColumns(t, headerColumns),
		features: t.u64(headerFeaturesCount),
		nodeSize: uint64(t.u16(headerIndexNodeSize, nodeSize)),
	}
	s.id = idColumn(s.columns)
	if err := knownKind(int(s.geometry)); err != nil {
		return nil, err
	}
	var err error
	if c, ok := t.child(headerCRS); ok {
		s.system, err = readSystem(c)
	}
	if f.broken {
		return nil, &geo.Error{Kind: geo.Invalid, Path: "header", Msg: "it points outside of itself: the file is damaged; expected a FlatGeobuf file as it was written"}
	}
	if len(s.columns) > geo.MaxFields+1 {
		return nil, &geo.Error{Kind: geo.Invalid, Path: "header", Msg: "it has " + strconv.Itoa(len(s.columns)) + " columns; expected at most " + strconv.Itoa(geo.MaxFields)}
	}
	return s, err
}

// readColumns reads the columns in a field of a header, or of a feature.
func readColumns(t table, field int) []column {
	start, n := t.vector(field, 4)
	if !t.f.spend(4 * n) {
		return nil
	}
	columns := make([]column, 0, n)
	for i := range n {
		c := t.f.table(start + 4*i)
		columns = append(columns, column{c.bytes(columnName), columnType(c.u8(columnTypeField)), c.u8(columnPrimaryKey) != 0})
		if t.f.broken {
			return nil
		}
	}
	return columns
}

// idColumn returns which column has the ids: the primary key, or one called id.
func idColumn(columns []column) int {
	id := -1
	for i, c := range columns {
		switch {
		case !c.kind.canBeID():
		case c.primaryKey:
			return i
		case string(c.name) == "id":
			id = i
		}
	}
	return id
}

func (t columnType) canBeID() bool {
	return t == stringType || t.isInteger()
}

func (t columnType) isInteger() bool {
	switch t {
	case byteType, ubyteType, shortType, ushortType, intType, uintType, longType, ulongType:
		return true
	}
	return false
}

// readSystem returns the system of coordinates, nil for CRS84.
func readSystem(t table) (*crs.CRS, error) {
	org, code, wkt := string(t.bytes(crsOrg)), t.i32(crsCode), string(t.bytes(crsWKT))
	name, codeText := string(t.bytes(crsName)), string(t.bytes(crsCodeString))
	if org == "OGC" && (codeText == "CRS84" || codeText == "CRS84h") {
		return nil, nil
	}
	if org != "" && org != "EPSG" {
		code, name = 0, org+":"+codeText+" "+name
	}
	if code == 0 && wkt != "" {
		code = shape.CodeOfWKT(wkt)
	}
	if code == 0 && org == "" && name == "" && wkt == "" {
		return nil, nil // nothing is said of it
	}
	return shape.System(code, name)
}

// knownKind refuses kinds of geometry that GeoJSON does not have.
func knownKind(kind int) error {
	if kind <= int(shape.Collection) {
		return nil
	}
	names := [...]string{"CircularString", "CompoundCurve", "CurvePolygon", "MultiCurve", "MultiSurface", "Curve", "Surface", "PolyhedralSurface", "TIN", "Triangle"}
	if kind -= int(shape.Collection) + 1; kind < len(names) {
		return &geo.Error{Kind: geo.Invalid, Path: "geometry", Msg: "it is a " + names[kind] +
			"; expected points, lines and polygons: convert the file, as with ogr2ogr -nlt CONVERT_TO_LINEAR OUT IN"}
	}
	return &geo.Error{Kind: geo.Invalid, Path: "geometry", Msg: fmt.Sprintf("it is of kind %d, which FlatGeobuf does not define; the file seems damaged", kind+int(shape.Collection)+1)}
}
