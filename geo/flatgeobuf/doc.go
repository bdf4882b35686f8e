// Package flatgeobuf writes and reads FlatGeobuf, version 3
// (flatgeobuf.org): a file of features for a client that reads
// only what it needs of it, by a spatial index that stands before the features.
//
//	w := flatgeobuf.NewWriter(file, geo.Output{Collection: collection})
//	for f := range features {
//		err := w.Write(f)
//		…
//	}
//	err := w.Close()
//
// # The file
//
// Eight magic bytes; the header, a FlatBuffers table with its length before it;
// the index; then the features, each a FlatBuffers table with its length before it.
// All numbers are little-endian.
//
// The index is a packed R-tree. A node is 40 bytes: west, south, east, north as
// float64, and a uint64 that is, for a leaf, where the feature starts, counted from
// the first; for the others, the number of their first child. Nodes stand level
// by level, the root first; the leaves are in the order of the features. Each node
// but the last of its level has 16 children (index_node_size).
//
// # What stands for what
//
// Features are written in the order of a Hilbert curve through the middles of
// their bounds, because the index asks for one; those without a place come last
// and have boxes that meet nothing.
//
// Properties become columns by the kinds of value that the schema tells: booleans
// Bool, integers Long, numbers Double, date-times DateTime, texts String. Dates
// without a time are String as well, because a DateTime cannot say that it is
// a day, and so are numbers among texts. Other mixtures, and arrays and objects, are
// Json. A null is left out. The feature's id is the column "id" ("feature_id" if a property has
// that name), which is marked as primary key.
//
// Positions are east before north (longitude, latitude), whatever the order in the
// definition of the system of coordinates; CRS84 is written as EPSG:4326, as
// everybody does. Where some position has a height all have one in the file, 0 if it
// is not known: a FlatGeobuf file has heights or has none.
//
// When reading, the column marked as primary key, or else one called "id", gives the
// ids and is no property; a feature without one is numbered by its place in the file,
// from 1. A DateTime without an offset is taken for UTC. Measures (M)
// are passed over; curves and surfaces are refused.
package flatgeobuf

// magic begins every file; the last byte is a patch level, which may differ.
const magic = "fgb\x03fgb\x00"

// Limits on what is read.
const (
	maxHeaderBytes  = 16 << 20
	maxFeatureBytes = 64 << 20
	maxFeatures     = 1 << 40
)

// columnType is FlatGeobuf's number of a column's type.
type columnType uint8

const (
	byteType columnType = iota
	ubyteType
	boolType
	shortType
	ushortType
	intType
	uintType
	longType
	ulongType
	floatType
	doubleType
	stringType
	jsonType
	dateTimeType
	binaryType
)

// Places of the fields in the tables, as the schemas of FlatGeobuf number them.
const (
	headerName = iota
	headerEnvelope
	headerGeometryType
	headerHasZ
	headerHasM
	headerHasT
	headerHasTM
	headerColumns
	headerFeaturesCount
	headerIndexNodeSize
	headerCRS
	headerTitle
	headerDescription
)

const (
	columnName = iota
	columnTypeField
	columnTitle
	columnDescription
	columnWidth
	columnPrecision
	columnScale
	columnNullable
	columnUnique
	columnPrimaryKey
)

const (
	crsOrg = iota
	crsCode
	crsName
	crsDescription
	crsWKT
	crsCodeString
)

const (
	featureGeometry = iota
	featureProperties
	featureColumns
)

const (
	geometryEnds = iota
	geometryXY
	geometryZ
	geometryM
	geometryT
	geometryTM
	geometryType
	geometryParts
)
