package geo

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// slabSize is how many bytes of records a Builder allocates at once.
const slabSize = 1 << 20

// Builder makes features of one collection, one after the other, and learns the
// collection's schema from them. Set the parts in any order, then call
// [Builder.Feature]; the builder is then ready for the next. It is not safe for
// use by two goroutines at once.
type Builder struct {
	schema *Schema
	time   timeRule
	// anyPeriod takes periods that end before they start.
	anyPeriod bool

	id      []byte // as in the GeoJSON
	idSize  int    // bytes of its text
	idLit   bool
	kind    geometryKind
	point   orb.Point
	shape   orb.Geometry
	bound   orb.Bound // of the shape
	coords  []byte    // GeoJSON of the geometry
	heights bool
	members []byte // the properties' GeoJSON, without braces
	null    bool   // properties are null
	table   []row
	seen    []bool // by field number: this feature has it

	slab    []byte
	missing func(b *Builder, number int)
}

type row struct{ field, offset int }

// NewBuilder returns a builder whose features belong to schema (nil for a new
// collection) and take their period from the properties called time: one name,
// or the names of start and end. Without names the period is looked for in a
// pair start/end, then in datetime, date, time, timestamp, occurred_at,
// whichever holds an RFC 3339 date or date-time, in any letter case.
func NewBuilder(schema *Schema, time ...string) *Builder {
	return &Builder{schema: schema, time: newTimeRule(time)}
}

// Schema returns the schema learned so far.
func (b *Builder) Schema() *Schema { return b.schema }

// SetID sets the id to a text.
func (b *Builder) SetID(id ID) {
	b.id, b.idSize, b.idLit = AppendString(b.id[:0], string(id)), len(id), false
}

// NameMissing has name set the ids of features that come without one, instead of
// their being numbered; nil for that. It is given the number that it would be.
func (b *Builder) NameMissing(name func(b *Builder, number int)) { b.missing = name }

// SetMissingID sets the id of a feature that comes without one: to its number, unless
// [Builder.NameMissing] says otherwise.
func (b *Builder) SetMissingID(number int) {
	if b.missing != nil {
		b.missing(b, number)
		return
	}
	b.SetNumericID(strconv.Itoa(number))
}

// SetNumericID sets the id to a JSON number, given as it is to be written.
func (b *Builder) SetNumericID(literal string) {
	b.id, b.idSize, b.idLit = append(b.id[:0], literal...), len(literal), true
}

// HasID reports whether the feature under construction has an id yet.
func (b *Builder) HasID() bool { return len(b.id) > 0 }

// SetPoint sets the geometry to a lon/lat point in degrees. coordinates is the
// GeoJSON position "[lon,lat]" as it is to be written, or nil for the shortest
// digits that give the same numbers.
func (b *Builder) SetPoint(p orb.Point, coordinates []byte) {
	b.kind, b.point, b.shape = pointGeometry, p, nil
	b.coords = append(b.coords[:0], `{"type":"Point","coordinates":`...)
	if coordinates == nil {
		b.coords = appendPosition(b.coords, p)
	} else {
		b.coords = append(b.coords, coordinates...)
	}
	b.coords = append(b.coords, '}')
	b.heights = false
}

// SetGeometry sets the geometry, in lon/lat degrees; nil for none. text is its
// GeoJSON as it is to be written, or nil for the shortest digits that give the
// same numbers. A geometry without any position counts as none.
func (b *Builder) SetGeometry(g orb.Geometry, text []byte) {
	if p, ok := g.(orb.Point); ok && text == nil {
		b.SetPoint(p, nil)
		return
	}
	if g == nil {
		b.kind, b.shape = noGeometry, nil
		return
	}
	b.kind, b.shape, b.bound, b.heights = otherGeometry, g, g.Bound(), false
	if b.bound.IsEmpty() {
		b.kind, b.shape = noGeometry, nil
		return
	}
	if p, ok := g.(orb.Point); ok {
		b.kind, b.point = pointGeometry, p
	}
	if text == nil {
		b.coords = AppendGeometry(b.coords[:0], g)
		return
	}
	b.coords = append(b.coords[:0], text...)
}

// SetHeights says that the GeoJSON given for the geometry has heights.
func (b *Builder) SetHeights() { b.heights = true }

// SetNullProperties says that "properties" is null, if none is added.
func (b *Builder) SetNullProperties() { b.null = true }

// Add adds a property. name is decoded, value is compact JSON with canonical
// strings (see [Value]). The error is Invalid: a name given twice, or one field
// too many for the collection.
func (b *Builder) Add(name []byte, value Value) error {
	kind := value.Kind()
	i := len(b.table)
	// The next property is most often the next field.
	if fields := b.schema.Fields(); i >= len(fields) || fields[i].Name != string(name) || fields[i].Kinds&kind == 0 {
		var err error
		if b.schema, i, err = b.schema.With(string(name), kind); err != nil {
			return err
		}
	}
	for i >= len(b.seen) {
		b.seen = append(b.seen, false)
	}
	if b.seen[i] {
		return &Error{Kind: Invalid, Path: "properties", Msg: "the name " + strconv.Quote(string(name)) + " is there twice; expected each name once"}
	}
	b.seen[i] = true
	if len(b.members) > 0 {
		b.members = append(b.members, ',')
	}
	b.members = append(AppendString(b.members, name), ':')
	b.table = append(b.table, row{i, len(b.members)})
	b.members = append(b.members, value...)
	return nil
}

// AddText adds a text property; see [Builder.Add].
func (b *Builder) AddText(name, text string) error {
	return b.Add([]byte(name), AppendString(nil, text))
}

// AddNumber adds a number property; see [Builder.Add]. NaN and infinities, which
// JSON cannot write, become null.
func (b *Builder) AddNumber(name string, v float64) error {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return b.Add([]byte(name), Value("null"))
	}
	return b.Add([]byte(name), AppendFloat(nil, v))
}

// TakeAnyPeriod has features taken whose period ends before it starts: it is
// [Unreadable]. That is for features that were taken already, by another rule of time.
func (b *Builder) TakeAnyPeriod() { b.anyPeriod = true }

// Feature returns the feature made of the parts set since the last one. The
// error is Invalid: no id, an id too long, a position that is not on Earth, or a
// period that ends before it starts.
func (b *Builder) Feature() (Feature, error) {
	defer b.Reset()
	if len(b.id) == 0 {
		return Feature{}, &Error{Kind: Invalid, Path: "id", Msg: "the feature has no id"}
	}
	if b.idSize > MaxIDBytes {
		return Feature{}, &Error{Kind: Invalid, Path: "id", Msg: "an id has at most " + strconv.Itoa(MaxIDBytes) + " bytes"}
	}
	if !b.onEarth() {
		return Feature{}, &Error{Kind: Invalid, Path: "geometry", Msg: "a position is not a finite longitude within ±180 and latitude within ±90"}
	}
	period, timed, err := b.time.period(b.schema, b)
	switch {
	case err != nil && !b.anyPeriod:
		return Feature{}, err
	case err != nil:
		period, timed = Unreadable(), true
	}
	head, text := b.record(period, timed)
	return Feature{head: head, text: text, schema: b.schema}, nil
}

// onEarth reports whether the geometry's bound has finite degrees. A box of NaN
// would be found by every query.
func (b *Builder) onEarth() bool {
	box := b.bound
	switch b.kind {
	case noGeometry:
		return true
	case pointGeometry:
		box = orb.Bound{Min: b.point, Max: b.point}
	}
	return box.Min[0] >= -180 && box.Min[1] >= -90 && box.Max[0] <= 180 && box.Max[1] <= 90
}

// Reset forgets the parts set so far, but not the schema.
func (b *Builder) Reset() {
	for _, r := range b.table {
		b.seen[r.field] = false
	}
	b.id, b.table, b.members = b.id[:0], b.table[:0], b.members[:0]
	b.kind, b.shape, b.heights, b.null = noGeometry, nil, false, false
}

// value returns the value of a property already added, nil if it is not there.
func (b *Builder) value(field int) Value {
	if field >= len(b.seen) || !b.seen[field] {
		return nil
	}
	for _, r := range b.table {
		if r.field == field {
			v := b.members[r.offset:]
			return v[:valueEnd(v)]
		}
	}
	return nil
}

// record lays the parts out as record.go says.
func (b *Builder) record(period Period, timed bool) (head, text []byte) {
	var shape []byte
	geometry := b.coords
	switch b.kind {
	case noGeometry:
		geometry = []byte("null")
	case otherGeometry:
		shape = wkb.MustMarshal(b.shape, binary.LittleEndian)
	}
	properties := idStart + len(b.id) + len(`,"geometry":`) + len(geometry) + len(`,"properties":`)
	length := properties + len("{}}") + len(b.members)
	if b.isNull() {
		length = properties + len("null}")
	}
	flags, rowSize := b.flags(timed, length), 4
	if flags&flagWide != 0 {
		rowSize = 6
	}
	both := b.room(headerSize + 32 + 16 + rowSize*len(b.table) + len(shape) + length)
	both = binary.LittleEndian.AppendUint32(both, uint32(properties))
	both = binary.LittleEndian.AppendUint16(both, uint16(len(b.table)))
	both = binary.LittleEndian.AppendUint16(both, uint16(len(b.id)))
	both = b.appendBound(append(both, byte(b.kind), flags))
	if timed {
		both = binary.LittleEndian.AppendUint64(both, uint64(period.Start))
		both = binary.LittleEndian.AppendUint64(both, uint64(period.End))
	}
	for _, r := range b.table {
		both = binary.LittleEndian.AppendUint16(both, uint16(r.field))
		at := properties + 1 + r.offset
		if rowSize == 4 {
			both = binary.LittleEndian.AppendUint16(both, uint16(at))
		} else {
			both = binary.LittleEndian.AppendUint32(both, uint32(at))
		}
	}
	both = append(both, shape...)
	n := len(both)
	both = b.appendGeoJSON(both, geometry)
	b.slab = b.slab[:len(b.slab)+len(both)]
	return both[:n:n], both[n:len(both):len(both)]
}

func (b *Builder) isNull() bool { return b.null && len(b.table) == 0 }

func (b *Builder) flags(timed bool, length int) (flags byte) {
	if timed {
		flags |= flagTimed
	}
	if length > math.MaxUint16 {
		flags |= flagWide
	}
	if b.heights {
		flags |= flagHeights
	}
	if b.idLit {
		flags |= flagLit
	}
	return flags
}

func (b *Builder) appendBound(rec []byte) []byte {
	switch b.kind {
	case pointGeometry:
		rec = appendFloat64(rec, b.point[0])
		return appendFloat64(rec, b.point[1])
	case otherGeometry:
		for _, v := range [...]float64{b.bound.Min[0], b.bound.Min[1], b.bound.Max[0], b.bound.Max[1]} {
			rec = appendFloat64(rec, v)
		}
	}
	return rec
}

func (b *Builder) appendGeoJSON(rec, geometry []byte) []byte {
	rec = append(rec, `{"type":"Feature","id":`...)
	rec = append(rec, b.id...)
	rec = append(rec, `,"geometry":`...)
	rec = append(rec, geometry...)
	rec = append(rec, `,"properties":`...)
	if b.isNull() {
		return append(rec, "null}"...)
	}
	rec = append(rec, '{')
	rec = append(rec, b.members...)
	return append(rec, "}}"...)
}

// room returns an empty slice with room for n bytes at the end of the slab. The first
// slab has no more room than that, because most that is written by hand is one
// feature; each later one has twice as much, up to slabSize.
func (b *Builder) room(n int) []byte {
	if cap(b.slab)-len(b.slab) < n {
		b.slab = make([]byte, 0, max(n, min(2*cap(b.slab), slabSize)))
	}
	return b.slab[len(b.slab):len(b.slab):cap(b.slab)]
}

func appendFloat64(b []byte, v float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
}
