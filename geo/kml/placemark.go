package kml

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"cairn/geo"
)

// value is a property of a Placemark.
type value struct {
	name string
	json geo.Value
}

// placemark is what has been read of a Placemark.
type placemark struct {
	line              int
	name, description *string
	begin, end        string
	data              []value
	tracked           []string // the first and the last time of a track
	located           bool     // a geometry has been read
}

// placemark reads a Placemark and yields it.
func (d *reader) placemark(e xml.StartElement) error {
	d.count++
	line, depth := d.line, d.depth
	f, err := d.made(e)
	if err != nil {
		return d.passOver(err, depth)
	}
	if d.Line != nil {
		*d.Line = line
	}
	if !d.yield(f, nil) {
		return errStopped
	}
	return nil
}

// passOver goes behind the Placemark, inside of which so many elements were open, if
// what is wrong with it says nothing of what comes behind it, and if it is to be.
func (d *reader) passOver(err error, depth int) error {
	if d.broken || d.Bad == nil || geo.KindOf(err) != geo.Invalid || !d.Bad(err) {
		return err
	}
	d.b.Reset()
	for d.depth >= depth {
		if _, err := d.token(); err != nil {
			return err
		}
	}
	return nil
}

// made makes a feature of a Placemark.
func (d *reader) made(e xml.StartElement) (geo.Feature, error) {
	p := placemark{line: d.line}
	err := d.each(func(e xml.StartElement) (err error) {
		switch e.Name.Local {
		case "name":
			p.name, err = d.words()
		case "description":
			p.description, err = d.words()
		case "TimeStamp", "TimeSpan":
			err = d.time(&p)
		case "ExtendedData":
			err = d.extended(&p)
		case "Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack":
			line := d.line
			if p.located {
				return d.fault(e.Name.Local, "the Placemark has more than one geometry; expected one, or a MultiGeometry")
			}
			p.located = true
			if err = d.geometry(e, &p, &d.shape, MaxDepth); err == nil {
				now := d.line
				d.line = line
				if err = d.shape.Give(d.b); err != nil {
					err = d.refused(e.Name.Local, err)
				}
				d.line = now
			}
		default:
			err = d.skip()
		}
		return err
	})
	if err != nil {
		return geo.Feature{}, err
	}
	d.line = p.line
	f, err := d.feature(&p, attribute(e, "id"))
	if err != nil {
		return f, d.refused("Placemark", err)
	}
	return f, nil
}

func (d *reader) words() (*string, error) {
	text, err := d.text()
	text = strings.TrimSpace(text)
	return &text, err
}

// time reads a TimeStamp or a TimeSpan.
func (d *reader) time(p *placemark) error {
	return d.each(func(e xml.StartElement) error {
		text, err := d.text()
		if err != nil {
			return err
		}
		first, last := span(strings.TrimSpace(text))
		switch e.Name.Local {
		case "when":
			p.begin, p.end = first, last
		case "begin":
			p.begin = first
		case "end":
			p.end = last
		}
		return nil
	})
}

// span returns the first and the last day, or moment, of a KML dateTime (12-007r2
// §17.6): a year, a month, a day, or a time.
func span(s string) (first, last string) {
	switch {
	case len(s) == 4 && isDate(s+"-01-01"):
		return s + "-01-01", s + "-12-31"
	case len(s) == 7 && isDate(s+"-01"):
		for _, day := range [...]string{"-31", "-30", "-29", "-28"} {
			if isDate(s + day) {
				return s + "-01", s + day
			}
		}
	case len(s) > 10 && !isDate(s) && isDate(s+"Z"):
		return s + "Z", s + "Z"
	}
	return s, s
}

func isDate(s string) bool {
	_, ok := geo.ParseInstant([]byte(s))
	return ok
}

// extended reads ExtendedData: its Data, its SchemaData, and elements of others.
func (d *reader) extended(p *placemark) error {
	return d.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Data":
			return d.data(e, p)
		case "SchemaData":
			types := d.schemas[strings.TrimPrefix(attribute(e, "schemaUrl"), "#")]
			return d.each(func(e xml.StartElement) error {
				if e.Name.Local != "SimpleData" {
					return d.skip()
				}
				name := attribute(e, "name")
				text, err := d.text()
				p.data = append(p.data, value{name, typed(text, types[name])})
				return err
			})
		}
		text, err := d.text()
		p.data = append(p.data, value{e.Name.Local, geo.AppendString(nil, strings.TrimSpace(text))})
		return err
	})
}

// data reads a Data element: the last value in it counts.
func (d *reader) data(e xml.StartElement, p *placemark) error {
	v := value{attribute(e, "name"), geo.Value("null")}
	err := d.each(func(e xml.StartElement) error {
		if e.Name.Local != "value" {
			return d.skip()
		}
		text, err := d.text()
		v.json = geo.AppendString(nil, text)
		return err
	})
	p.data = append(p.data, v)
	return err
}

// typed returns the JSON of a value with a type of a Schema (12-007r2 §9.10): a text
// where it is not of the type, null where it is empty and is no text.
func typed(text, kind string) geo.Value {
	plain := strings.TrimSpace(text)
	switch kind {
	case "int", "uint", "short", "ushort", "float", "double":
		if plain == "" {
			return geo.Value("null")
		}
		if v, err := strconv.ParseFloat(plain, 64); err == nil && v-v == 0 && strings.Trim(plain, "+-.0123456789eE") == "" {
			if isLiteral(plain) {
				return geo.Value(plain)
			}
			return geo.AppendFloat(nil, v)
		}
	case "bool":
		switch strings.ToLower(plain) {
		case "":
			return geo.Value("null")
		case "1", "true":
			return geo.Value("true")
		case "0", "false":
			return geo.Value("false")
		}
	}
	return geo.AppendString(nil, text)
}

// isLiteral reports whether what strconv reads as a decimal number is a JSON number
// too (RFC 8259 §6).
func isLiteral(s string) bool {
	s = strings.TrimPrefix(s, "-")
	if s == "" || s[0]-'0' > 9 || len(s) > 1 && s[0] == '0' && s[1]-'0' <= 9 {
		return false
	}
	_, fraction, has := strings.Cut(s, ".")
	return !has || fraction != "" && fraction[0]-'0' <= 9
}

// feature makes the feature of what was read.
func (d *reader) feature(p *placemark, id string) (geo.Feature, error) {
	text, number := decodeID(id)
	switch {
	case id == "":
		d.b.SetNumericID(strconv.Itoa(d.count))
	case number:
		d.b.SetNumericID(text)
	default:
		d.b.SetID(geo.ID(text))
	}
	for _, v := range d.properties(p, geo.ID(text)) {
		if err := d.b.Add([]byte(v.name), v.json); err != nil {
			return geo.Feature{}, err
		}
	}
	return d.b.Feature()
}

// properties returns the properties of a Placemark, each name once.
func (d *reader) properties(p *placemark, id geo.ID) []value {
	data := p.distinct()
	has := func(name string) bool {
		return slices.ContainsFunc(data, func(v value) bool { return v.name == name })
	}
	var all []value
	add := func(name, text string) {
		if !has(name) {
			all = append(all, value{name, geo.AppendString(nil, text)})
		}
	}
	if p.name != nil && *p.name != strings.TrimSpace(string(id)) && !p.isTitle(*p.name) {
		add("name", *p.name)
	}
	if p.description != nil {
		add("description", *p.description)
	}
	folders := slices.DeleteFunc(slices.Clone(d.folders), func(name string) bool { return name == "" })
	if len(folders) > 0 {
		add("folder", strings.Join(folders, " / "))
	}
	if p.begin == "" && p.end == "" && len(p.tracked) > 0 {
		p.begin, p.end = p.tracked[0], p.tracked[1]
	}
	if !dated(data) {
		if p.begin != "" {
			add("start", p.begin)
		}
		if p.end != "" {
			add("end", p.end)
		}
	}
	return append(all, data...)
}

// isTitle reports whether a name only repeats the title, as [NewWriter] writes it.
func (p *placemark) isTitle(name string) bool {
	return slices.ContainsFunc(p.data, func(v value) bool { return v.name == "title" && strings.TrimSpace(v.json.String()) == name })
}

// distinct returns the data with names that come again changed.
func (p *placemark) distinct() []value {
	taken := map[string]bool{}
	last := map[string]int{} // the number that was put behind a name last
	for i, v := range p.data {
		name := v.name
		for n := max(2, last[v.name]+1); taken[name]; n++ {
			name = v.name + "_" + strconv.Itoa(n)
			last[v.name] = n
		}
		taken[name] = true
		p.data[i].name = name
	}
	return p.data
}

// dated reports whether the data say when the feature holds.
func dated(data []value) bool {
	var s *geo.Schema
	for _, v := range data {
		if more, _, err := s.With(v.name, v.json.Kind()); err == nil {
			s = more
		}
	}
	return s != nil && len(geo.TimeFields(s)) > 0
}
