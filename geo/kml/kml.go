// Package kml reads and writes KML (OGC 12-007r2, 07-147r2), the format of Google
// Earth. It reads places and what is said of them, and no styles, overlays, models or
// links to other files; nothing is fetched, and no document type is taken.
//
//	for f, err := range kml.Read(file, geo.NewBuilder(nil)) {
//		…
//	}
//
// # Reading
//
// Every Placemark is a feature, wherever it stands in a Document or Folder. Its id
// attribute is its id, as [NewWriter] writes it; without one it gets its position in
// the file, from 1, as a number.
//
// Its properties are name and description as they stand, then folder (the names of
// the folders it is in, with " / " between them), start and end, and what its
// ExtendedData has. Values of a Schema have the Schema's type, all others are texts.
// A property of ExtendedData counts before one of the same name that KML itself has;
// a name that comes again gets "_2" behind it. A name that only repeats the id
// attribute, or a title in ExtendedData, is left out.
//
// A TimeStamp is start and end, a TimeSpan one or both; a year or a month is its
// first or last day; a time without a zone is taken for UTC. Where ExtendedData says
// when the feature holds, as [geo.NewBuilder] understands it, that counts.
//
// A Placemark has one geometry; a Polygon has an outer boundary. A MultiGeometry of one kind is a MultiPoint, MultiLineString or MultiPolygon, any
// other a GeometryCollection. A LinearRing by itself and a gx:Track are lines; the
// times of a track are start and end where there are no others. Heights are kept
// where the altitude mode is absolute, and where it is not said and one of them is
// not 0; heights above the ground are not heights above the ellipsoid, and left out.
package kml

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/shape"
)

// Limits of what is read.
const (
	MaxFeatureBytes = 64 << 20 // of one Placemark, or of what stands between two
	MaxDepth        = 64       // folders in one another, or geometries in one another
	MaxElements     = 1024     // in one another, of whatever name
)

// Options say how to go on after a Placemark that is no feature, and where one was. The
// zero Options end there.
type Options struct {
	// Bad, if not nil, is told why a Placemark is no feature, and whether the reading goes
	// on with the next. What is not well-formed XML ends the reading as ever.
	Bad func(error) bool
	// Line, if not nil, is set to the line on which a Placemark begins before that is
	// yielded.
	Line *int
}

// Read yields the Placemarks of a KML document as features made by b. It ends after
// the first error: an Invalid *geo.Error whose Path is like "line 17, coordinates",
// or one of r, wrapped.
func Read(r io.Reader, b *geo.Builder) iter.Seq2[geo.Feature, error] {
	return readWithin(r, b, Options{}, MaxFeatureBytes)
}

// ReadWith reads as [Read] does, and as the options say.
func ReadWith(r io.Reader, b *geo.Builder, o Options) iter.Seq2[geo.Feature, error] {
	return readWithin(r, b, o, MaxFeatureBytes)
}

// readWithin reads with a limit of its own for what belongs to one feature.
func readWithin(r io.Reader, b *geo.Builder, o Options, limit int) iter.Seq2[geo.Feature, error] {
	return func(yield func(geo.Feature, error) bool) {
		m := &meter{r: r, limit: limit, left: limit}
		in := bufio.NewReaderSize(m, 64<<10)
		d := &reader{meter: m, in: xml.NewDecoder(in), b: b, yield: yield, Options: o}
		if err := d.read(in); err != nil && err != errStopped {
			b.Reset()
			yield(geo.Feature{}, err)
		}
	}
}

var (
	// errStopped ends a reading whose caller has had enough.
	errStopped = errors.New("stopped")
	errTooLong = errors.New("more than " + strconv.Itoa(MaxFeatureBytes>>20) + " MiB of text belong to one Placemark, or stand between two; expected less")
)

// meter lets so many bytes through before the next feature.
type meter struct {
	r     io.Reader
	limit int
	left  int   // before the next feature
	err   error // of r, but for its end
}

func (m *meter) Read(b []byte) (int, error) {
	if m.left <= 0 {
		return 0, errTooLong
	}
	n, err := m.r.Read(b[:min(len(b), m.left)])
	m.left -= n
	if err != io.EOF {
		m.err = err
	}
	return n, err
}

// reader makes features of elements.
type reader struct {
	*meter
	Options
	in    *xml.Decoder
	b     *geo.Builder
	yield func(geo.Feature, error) bool

	line    int  // where the present token begins
	depth   int  // elements that are open
	broken  bool // no token can be read any more
	folders []string
	schemas map[string]map[string]string // the types of fields, by schema and name
	count   int
	shape   shape.Shape // of the placemark
	scratch []byte
}

func (d *reader) read(in *bufio.Reader) error {
	start, err := in.Peek(4)
	if err != nil && err != io.EOF {
		return d.why(err)
	}
	const utf16 = "the document is UTF-16; expected UTF-8: convert it, as with iconv -f UTF-16 -t UTF-8"
	for _, m := range [...]struct{ magic, msg string }{
		{"PK\x03\x04", "the file is a ZIP archive, perhaps KMZ; expected KML: unpack it, as with unzip, and take doc.kml"},
		{"\xff\xfe", utf16},
		{"\xfe\xff", utf16},
		{"<\x00", utf16},
		{"\x00<", utf16},
		{"\x1f\x8b", "the file is compressed with gzip; expected KML: unpack it, as with gunzip"},
	} {
		if strings.HasPrefix(string(start), m.magic) {
			d.line = 1
			return d.fault("", m.msg)
		}
	}
	root, err := d.root()
	if err != nil {
		return err
	}
	switch root.Name.Local {
	case "kml", "Document", "Folder":
		return d.container(root, 0)
	case "Placemark":
		return d.placemark(root)
	}
	return d.fault("", "the document is XML, but its root is <"+shown(root.Name.Local)+">; expected KML, whose root is <kml>")
}

// root finds the first element.
func (d *reader) root() (xml.StartElement, error) {
	for {
		t, err := d.token()
		if err != nil {
			return xml.StartElement{}, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			return t, nil
		case xml.CharData:
			if text := strings.Trim(string(t), " \t\r\n\ufeff"); text != "" {
				return xml.StartElement{}, d.fault("", "the text starts with "+strconv.Quote(shown(text))+"; expected KML, which starts with <")
			}
		}
	}
}

// token reads the next token; its end is an error.
func (d *reader) token() (xml.Token, error) {
	d.line, _ = d.in.InputPos()
	t, err := d.in.Token()
	if err != nil {
		d.broken = true
		return nil, d.why(err)
	}
	switch t.(type) {
	case xml.Directive:
		d.broken = true
		return nil, d.fault("", "the document has a document type or another declaration (<!); expected KML without one: take it away")
	case xml.StartElement:
		if d.depth++; d.depth > MaxElements {
			d.broken = true
			return nil, d.fault("", "more than "+strconv.Itoa(MaxElements)+" elements are in one another; expected fewer")
		}
	case xml.EndElement:
		d.depth--
	}
	return t, nil
}

// why says what is wrong with the XML.
func (d *reader) why(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, errTooLong):
		return d.fault("", errTooLong.Error())
	case err == io.EOF || errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
		return d.fault("", "the document ends before its last element does; it is empty, or cut off: get the whole of it")
	case syntax != nil:
		d.line = syntax.Line
		return d.fault("", "the XML is not well-formed: "+syntax.Msg)
	case d.err != nil:
		return fmt.Errorf("read KML: %w", err)
	case strings.Contains(err.Error(), "encoding"):
		return d.fault("", "the document says that it is not UTF-8; expected UTF-8: convert it, as with iconv -f WINDOWS-1252 -t UTF-8, and take encoding= out of its first line")
	}
	return d.fault("", "the XML is not well-formed: "+strings.TrimPrefix(err.Error(), "xml: "))
}

func (d *reader) fault(what, msg string) error {
	path := "line " + strconv.Itoa(d.line)
	if what != "" {
		path += ", " + what
	}
	return &geo.Error{Kind: geo.Invalid, Path: path, Msg: msg}
}

// refused passes on what others have against what stands here.
func (d *reader) refused(what string, err error) error {
	var fault *geo.Error
	if !errors.As(err, &fault) {
		return err
	}
	if fault.Path != "" && fault.Path != "geometry" { // of which what says more
		what = fault.Path
	}
	return d.fault(what, fault.Msg)
}

func shown(s string) string {
	const most = 40
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

// each calls item for every element inside of the present one, until that ends. item
// reads all of the element.
func (d *reader) each(item func(xml.StartElement) error) error {
	for {
		t, err := d.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := item(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip passes over the present element.
func (d *reader) skip() error {
	for depth := 1; depth > 0; {
		t, err := d.token()
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// text reads the text of the present element; that of elements in it is left out.
func (d *reader) text() (string, error) {
	var text strings.Builder
	for depth := 1; ; {
		t, err := d.token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth--; depth == 0 {
				return text.String(), nil
			}
		case xml.CharData:
			if depth == 1 {
				text.Write(t)
			}
		}
	}
}

// container reads a kml, Document or Folder.
func (d *reader) container(e xml.StartElement, depth int) error {
	if depth > MaxDepth {
		return d.fault("", "more than "+strconv.Itoa(MaxDepth)+" folders are in one another; expected fewer")
	}
	folder := e.Name.Local == "Folder"
	if folder {
		d.folders = append(d.folders, "")
		defer func() { d.folders = d.folders[:len(d.folders)-1] }()
	}
	return d.each(func(e xml.StartElement) error {
		d.left = d.limit
		switch e.Name.Local {
		case "Document", "Folder":
			return d.container(e, depth+1)
		case "Placemark":
			return d.placemark(e)
		case "Schema":
			return d.schema(e)
		case "name":
			name, err := d.text()
			if folder {
				d.folders[len(d.folders)-1] = strings.TrimSpace(name)
			}
			return err
		}
		return d.skip()
	})
}

// schema reads the types of fields.
func (d *reader) schema(e xml.StartElement) error {
	types := map[string]string{}
	if d.schemas == nil {
		d.schemas = map[string]map[string]string{}
	}
	for _, key := range []string{"id", "name"} {
		if name := attribute(e, key); name != "" && d.schemas[name] == nil {
			d.schemas[name] = types
		}
	}
	return d.each(func(e xml.StartElement) error {
		if e.Name.Local == "SimpleField" {
			types[attribute(e, "name")] = strings.TrimPrefix(attribute(e, "type"), "xsd:")
		}
		return d.skip()
	})
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && (a.Name.Space == "" || name == "id") {
			return a.Value
		}
	}
	return ""
}
