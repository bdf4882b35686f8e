// Package csv reads tables of text as features, and writes features as RFC 4180.
//
// # Reading
//
// The first line names the columns. Commas, semicolons or tabs separate them: which,
// is found out from that line, or from a line "sep=;" before it. Lines end in LF or
// CR LF; a field in quotes may hold separators, line breaks and doubled quotes. The
// text is UTF-8, with or without a byte order mark. Every row has as many fields as
// the header; one whose fields are all empty is passed over.
//
// A place comes from a column of WKT (or GeoJSON) whose name says so, such as
// geometry, wkt or geom, otherwise from a pair such as longitude and latitude, lon
// and lat, x and y, with a height in z. In a table as [NewWriter] writes it the first
// columns are those, and no others. Where both of a pair are empty, or the
// geometry is, the feature has no place. An id comes from a column id, otherwise from
// fid; without one, rows are numbered from 1. These columns are not properties.
//
// What a cell means is decided with a first look at the first 256 KiB:
//
//   - A column whose cells are all numbers there has numbers: digits as JSON has them
//     (RFC 8259 §6), with no zero or plus before them, integers up to 2^53; 12E3 is a
//     text, 1.2E3 and 1e-07 are numbers. In the same way a column can have true and
//     false (also True, TRUE), and JSON arrays and objects. Any other has texts. A
//     later cell that does not fit its column is a text.
//   - A column of dates like 2026/01/19 or 19.01.2026 (day first), or times like
//     2026/01/19 08:00:00+00 with a zone, as GDAL and PostgreSQL write them, gets them as
//     RFC 3339 has them; some may be so already. Anything else is left as it is, such as
//     1/2/2026, of which nobody knows which is the month.
//   - Where a name in the header is in quotes that it would not need, and some cell
//     is in none, quotes say what is a text, and every cell is looked at by itself.
//   - An empty cell is null; in quotes that say something it is an empty text.
//   - A comma in coordinates is a decimal point. Where semicolons separate and the
//     coordinates have it, other numbers have it too; 1.500 is refused there.
//   - Where the text has a byte order mark, an apostrophe before what spreadsheet
//     programs would take for a formula is left out, as [NewWriter] puts it there.
//   - Dates and times are texts. Those that RFC 3339 can read become the feature's
//     period, as [geo.NewBuilder] says.
//
// Two tables of events are known by their columns, those of the UCDP Georeferenced
// Event Dataset and of ACLED. Their columns are kept, and what follows from them is
// added, where no column has that name already: title, start and end (RFC 3339
// dates), actors (an array), where_precision and date_precision (what the numbers in
// the code book mean, in words) and, for UCDP, position_accuracy in metres, which is
// null where the code book has no number.
//
// # Writing
//
// See [NewWriter].
package csv

import (
	"errors"
	"io"
	"iter"
	"strconv"

	"cairn/geo"
	"cairn/geo/shape"
)

// Options say what a table cannot say itself. The zero Options find everything out.
type Options struct {
	Separator byte // 0 to find it out
	// Names of columns, in any letter case; empty to find them out. Longitude and
	// Latitude go together; Geometry has WKT or GeoJSON.
	Longitude, Latitude, Geometry, ID string
	Numbered                          bool // take no column for the id, but number the rows
	// Note, if not nil, is told what is right but may not be meant, such as a table
	// without a place, in a sentence.
	Note func(msg string)
	// Bad, if not nil, is told why a row cannot be read, and whether the reading goes on
	// with the next row.
	Bad func(error) bool
	// Line, if not nil, is set to the line on which a row begins before that is yielded.
	Line *int
}

// MaxRecordBytes is how long one row may be.
const MaxRecordBytes = 64 << 20

// Read yields the rows of a table as features made by b. It ends after the first
// error: an Invalid *geo.Error whose Path is like "line 17, column 3, latitude", or
// one of r, wrapped.
func Read(r io.Reader, b *geo.Builder, o Options) iter.Seq2[geo.Feature, error] {
	return func(yield func(geo.Feature, error) bool) {
		d := &reader{source: source{r: r}, Options: o, b: b}
		if err := d.read(yield); err != nil && err != errStopped {
			b.Reset()
			yield(geo.Feature{}, err)
		}
	}
}

// errStopped ends a reading whose caller has had enough.
var errStopped = errors.New("stopped")

// reader makes features of records.
type reader struct {
	source
	Options
	b *geo.Builder

	columns []column
	lon     int // numbers of columns, -1 for none
	lat     int
	height  int
	shape   int
	id      int
	manner  manner
	known   *known
	at      map[string]int // numbers of columns by name, for a known table

	count   int // rows read
	null    bool
	figure  shape.Shape // of the row's geometry
	scratch []byte
}

func (d *reader) read(yield func(geo.Feature, error) bool) error {
	if err := d.begin(); err != nil {
		return err
	}
	for {
		more, err := d.next()
		if !more {
			return err
		}
		if d.count++; err == nil && d.isBlank() {
			continue
		}
		var f geo.Feature
		if err == nil {
			f, err = d.row()
		}
		if err != nil && d.Bad != nil && geo.KindOf(err) == geo.Invalid && d.Bad(err) {
			d.b.Reset()
			continue
		}
		if err != nil {
			return err
		}
		if d.Line != nil {
			*d.Line = d.line
		}
		if !yield(f, nil) {
			return errStopped
		}
	}
}

// isBlank reports whether there is nothing in any field, as in rows that spreadsheet
// programs leave behind.
func (d *reader) isBlank() bool {
	for _, f := range d.fields {
		if len(f.text) > 0 || f.quoted && d.manner.quotesMatter {
			return false
		}
	}
	return true
}

// row makes a feature of the record, if it has as many fields as it must.
func (d *reader) row() (geo.Feature, error) {
	if len(d.fields) != len(d.columns) {
		return geo.Feature{}, d.wrongLength()
	}
	return d.feature()
}

// begin reads the header and takes the first look.
func (d *reader) begin() error {
	if err := d.start(); err != nil {
		return err
	}
	if d.sep = d.Separator; d.sep == 0 {
		d.findSeparator()
	}
	if err := d.header(); err != nil {
		return err
	}
	looked := d.look()
	if err := d.roles(looked); err != nil {
		return err
	}
	d.kinds(looked)
	d.known = recognise(d.columns)
	return nil
}

func (d *reader) wrongLength() error {
	got, want := d.width, len(d.columns)
	at := min(got, want)
	found := "the row has " + strconv.Itoa(got) + " fields; expected " + strconv.Itoa(want) + ", as in the header"
	switch {
	case got == 1:
		found += ": is it cut off, or is there a line break in a field that is not in quotes?"
	case got > want:
		found += `: is there a separator in a field that is not in quotes?`
	default:
		found += ": write the separators of empty fields too"
	}
	return d.fault(min(at, len(d.fields)-1), "", found)
}

// feature makes a feature of the record.
func (d *reader) feature() (geo.Feature, error) {
	if err := d.identify(); err != nil {
		return geo.Feature{}, err
	}
	if err := d.place(); err != nil {
		return geo.Feature{}, err
	}
	if d.known != nil {
		if err := d.derive(); err != nil {
			return geo.Feature{}, err
		}
	}
	for i := range d.columns {
		c := &d.columns[i]
		if c.role != property {
			continue
		}
		if d.manner.isUnclear(c.kind, d.fields[i]) {
			return geo.Feature{}, d.fault(i, "", quoted(string(d.fields[i].text))+" could be in thousands, because numbers of this table have a decimal comma; expected it without the full stop, or with a comma")
		}
		d.scratch = d.manner.append(d.scratch[:0], c.kind, d.fields[i])
		if err := d.b.Add(c.name, d.scratch); err != nil {
			return geo.Feature{}, d.refused(i, err)
		}
	}
	f, err := d.b.Feature()
	if err != nil {
		return f, d.refused(0, err)
	}
	return f, nil
}

// identify gives the builder the row's id.
func (d *reader) identify() error {
	if d.id < 0 {
		d.scratch = strconv.AppendInt(d.scratch[:0], int64(d.count), 10)
		d.b.SetNumericID(string(d.scratch))
		return nil
	}
	f := d.fields[d.id]
	if len(f.text) == 0 {
		return d.fault(d.id, "", "the id is empty; expected one in every row: name another column for it, or have the rows numbered")
	}
	d.scratch = d.manner.append(d.scratch[:0], d.columns[d.id].kind, f)
	if geo.Value(d.scratch).Kind() == geo.Integer && string(d.scratch) != "-0" && !isDecimalComma(f.text) {
		d.b.SetNumericID(string(d.scratch))
	} else {
		d.b.SetID(geo.ID(d.manner.plain(f.text)))
	}
	return nil
}

// refused passes on what the builder or a geometry has against a field.
func (d *reader) refused(field int, err error) error {
	var fault *geo.Error
	if !errors.As(err, &fault) {
		return err
	}
	path := fault.Path
	if path == "geometry" && d.columns[field].role == place {
		path = "" // the column's own name says more
	}
	return d.fault(field, path, fault.Msg)
}

func (d *reader) note(msg string) {
	if d.Note != nil {
		d.Note(msg)
	}
}
