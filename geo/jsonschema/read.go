package jsonschema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cairn/geo"
)

// How much a schema may say.
const (
	MaxBytes       = 256 << 10 // of the text: the log keeps it with every field that is new
	MaxProperties  = 1000
	MaxWords       = 1000 // of an enum
	MaxName        = 200  // bytes of a property's name, or of a word of an enum
	MaxTitle       = 200  // characters
	MaxDescription = 4000
	mostFaults     = 50 // that are told
)

// Declaration is what a JSON Schema declares of a collection.
type Declaration struct {
	Title       string // empty if it says none
	Description string
	Schema      *geo.Schema
	TimeFields  []string // the properties whose roles say that they tell the time; nil if none do
	Declared    bool     // x-cairn-declared: writes are held to it where it comes from
}

// Read reads a JSON Schema. The error is one of kind Invalid, or several joined: all
// that is wrong with it, each with a JSON pointer (RFC 6901) to it as Path.
func Read(text []byte) (Declaration, error) {
	r := &reader{}
	d := r.document(text)
	if n := len(r.faults); n > mostFaults {
		r.faults = append(r.faults[:mostFaults:mostFaults], &geo.Error{Kind: geo.Invalid, Msg: "and " + strconv.Itoa(n-mostFaults) + " faults more"})
	}
	if len(r.faults) == 1 {
		return d, r.faults[0]
	}
	return d, errors.Join(r.faults...)
}

// reader reads a schema and keeps all that is wrong with it.
type reader struct {
	faults []error
	fields []geo.Field
	order  []int // x-ogc-propertySeq of each
	start  string
	end    string
	at     string // the property that tells an instant
}

func (r *reader) blame(at, msg string, args ...any) {
	r.faults = append(r.faults, &geo.Error{Kind: geo.Invalid, Path: at, Msg: fmt.Sprintf(msg, args...)})
}

// member is one member of a JSON object.
type member struct {
	name  string
	at    string // the pointer to it
	value json.RawMessage
}

// members lists the members of an object in their order.
func (r *reader) members(at string, text json.RawMessage) (list []member) {
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		r.blame(at, "is %s; expected an object", kindOf(text))
		return nil
	}
	seen := map[string]bool{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			r.blame(at, "cannot be read: %v", err)
			return list
		}
		m := member{name: name.(string)}
		m.at = at + "/" + pointer.Replace(m.name)
		if err := d.Decode(&m.value); err != nil {
			r.blame(m.at, "cannot be read: %v", err)
			return list
		}
		if seen[m.name] {
			r.blame(m.at, "is there twice; expected each name once")
			continue
		}
		seen[m.name] = true
		list = append(list, m)
	}
	return list
}

// pointer escapes a name in a JSON pointer (RFC 6901 §3).
var pointer = strings.NewReplacer("~", "~0", "/", "~1")

// kindOf says what a JSON text is.
func kindOf(text []byte) string {
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return "nothing"
	}
	switch text[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a text"
	case 't', 'f':
		return string(text)
	case 'n':
		return "null"
	}
	return "a number"
}

// take reads a value, and blames what is of another kind than v.
func (r *reader) take(m member, v any, expected string) bool {
	if kindOf(m.value) == "null" || json.Unmarshal(m.value, v) != nil {
		r.blame(m.at, "is %s; expected %s", kindOf(m.value), expected)
		return false
	}
	return true
}

// text reads a text of so many characters at the most.
func (r *reader) text(m member, most int) (s string) {
	if r.take(m, &s, "a text") && utf8.RuneCountInString(s) > most {
		r.blame(m.at, "has %d characters; expected at most %d", utf8.RuneCountInString(s), most)
	}
	return s
}

func (r *reader) document(text []byte) (d Declaration) {
	if len(text) > MaxBytes {
		r.blame("", "the schema has %d bytes; expected at most %d", len(text), MaxBytes)
		return d
	}
	if !json.Valid(text) {
		r.blame("", "the schema is no JSON: %v", json.Unmarshal(text, new(any)))
		return d
	}
	var frame geo.Frame
	var required []string
	for _, m := range r.members("", text) {
		switch m.name {
		case "$schema":
			if s := r.text(m, MaxTitle); s != "" && strings.TrimSuffix(s, "#") != Draft {
				r.blame(m.at, "is %q; expected %s", s, Draft)
			}
		case "$id":
			r.text(m, MaxDescription)
		case "title":
			d.Title = r.text(m, MaxTitle)
		case "description":
			d.Description = r.text(m, MaxDescription)
		case "type":
			if s := r.text(m, MaxTitle); s != "object" {
				r.blame(m.at, "is %q; expected \"object\"", s)
			}
		case "properties":
			r.properties(m, &frame)
		case "required":
			r.take(m, &required, "a list of names")
		case "additionalProperties":
			open := true
			r.take(m, &open, "true or false")
			frame.Closed = !open
		case "x-cairn-declared":
			r.take(m, &d.Declared, "true or false")
		default:
			r.unknown(m, "$schema, $id, title, description, type, properties, required, additionalProperties")
		}
	}
	r.require(required, &frame)
	r.sort()
	d.TimeFields = r.timeFields()
	d.Schema = geo.NewDeclared(frame, r.fields...)
	return d
}

func (r *reader) unknown(m member, known string) {
	r.blame(m.at, "is not taken here; what is: %s", known)
}

func (r *reader) properties(all member, frame *geo.Frame) {
	list := r.members(all.at, all.value)
	if len(list) > MaxProperties {
		r.blame(all.at, "has %d properties; expected at most %d", len(list), MaxProperties)
		return
	}
	for _, m := range list {
		if len(m.name) > MaxName {
			r.blame(m.at, "the name has %d bytes; expected at most %d", len(m.name), MaxName)
			continue
		}
		p := r.property(m)
		switch {
		case p.readOnly:
		case p.role == RoleID && m.name == "id":
		case p.role == RoleID:
			r.blame(m.at+"/x-ogc-role", "is %q, and the property is not called id", RoleID)
		case p.isGeometry() && m.name == geometryName:
			frame.Location = p.location()
		case p.isGeometry():
			r.blame(m.at, "is a geometry; expected none but the one called geometry")
		default:
			r.field(m, p)
		}
	}
}

// field takes a property over as a field.
func (r *reader) field(m member, p *property) {
	switch p.role {
	case RoleInstant:
		r.tell(m, p.role, &r.at)
	case RoleIntervalStart:
		r.tell(m, p.role, &r.start)
	case RoleIntervalEnd:
		r.tell(m, p.role, &r.end)
	}
	r.fields = append(r.fields, geo.Field{Name: m.name, Title: p.title, Description: p.description, Unit: p.unit, Limits: &p.Limits})
	r.order = append(r.order, p.order)
}

// tell notes which property has a role that only one can have.
func (r *reader) tell(m member, role string, by *string) {
	if *by != "" {
		r.blame(m.at+"/x-ogc-role", "is %q, and so is that of %s; expected one", role, *by)
	}
	*by = m.name
}

// require notes which properties must be there.
func (r *reader) require(names []string, frame *geo.Frame) {
	for i, name := range names {
		at := slices.IndexFunc(r.fields, func(f geo.Field) bool { return f.Name == name })
		switch {
		case at >= 0:
			r.fields[at].Limits.Required = true
		case name == geometryName && (frame.Location != nil || !frame.Closed):
			if frame.Location == nil {
				frame.Location = new(geo.Location)
			}
			frame.Location.Required = true
		case name == "id":
		case frame.Closed:
			r.blame("/required/"+strconv.Itoa(i), "is %q, which is none of the properties; no feature could have it", name)
		case len(name) <= MaxName && len(r.fields) < MaxProperties:
			r.fields, r.order = append(r.fields, geo.Field{Name: name, Limits: &geo.Limits{Required: true}}), append(r.order, 0)
		}
	}
}

// sort puts the fields into the order that their numbers say; those without one stay
// behind those before them.
func (r *reader) sort() {
	last, place := 0, make(map[string]int, len(r.fields))
	for i, f := range r.fields {
		if r.order[i] != 0 {
			last = r.order[i]
		}
		place[f.Name] = last
	}
	slices.SortStableFunc(r.fields, func(a, b geo.Field) int { return place[a.Name] - place[b.Name] })
}

func (r *reader) timeFields() []string {
	switch {
	case r.at != "" && (r.start != "" || r.end != ""):
		r.blame("/properties/"+pointer.Replace(r.at)+"/x-ogc-role", "is %s, and another property is an end of the interval; expected one or the other", RoleInstant)
	case r.at != "":
		return []string{r.at}
	case r.start != "" && r.end != "":
		return []string{r.start, r.end}
	}
	return nil
}

// items lists the items of a list, which it is.
func (r *reader) items(of member) (list []member) {
	var items []json.RawMessage
	if err := json.Unmarshal(of.value, &items); err != nil {
		r.blame(of.at, "cannot be read: %v", err)
	}
	for i, v := range items {
		list = append(list, member{at: of.at + "/" + strconv.Itoa(i), value: v})
	}
	return list
}
