package jsonschema

import (
	"slices"
	"strings"

	"cairn/geo"
)

// property is a property as it is read.
type property struct {
	geo.Limits
	title, description, unit string
	role                     string
	order                    int
	readOnly                 bool
	types                    []string // the words of type; nil if there is none
	formats                  []string // of format, or of those of anyOf
	refs                     []string // geometries: of $ref, or of those of anyOf
	minimumAt                string
}

// propertyKeywords are those of a property.
const propertyKeywords = "title, description, type, format, anyOf, enum, minimum, maximum, maxLength, readOnly, examples, x-ogc-unit, x-ogc-role, x-ogc-collectionId, x-ogc-propertySeq; of the geometry also $ref"

// property reads one property.
func (r *reader) property(of member) *property {
	p := &property{}
	for _, m := range r.members(of.at, of.value) {
		switch m.name {
		case "title":
			p.title = r.text(m, MaxTitle)
		case "description":
			p.description = r.text(m, MaxDescription)
		case "type":
			p.types = r.types(m)
		case "format":
			p.formats = append(p.formats, r.format(m)...)
		case "$ref":
			p.refs = append(p.refs, r.ref(m)...)
		case "anyOf":
			r.anyOf(m, p)
		case "readOnly":
			r.take(m, &p.readOnly, "true or false")
		case "examples":
			r.take(m, new([]any), "a list")
		default:
			r.limit(m, p)
		}
	}
	r.settle(of, p)
	return p
}

// limit reads a keyword that says which values there can be, or whose they are.
func (r *reader) limit(m member, p *property) {
	switch m.name {
	case "enum":
		p.Enum = r.enum(m)
	case "minimum":
		p.minimumAt = m.at
		r.take(m, &p.Minimum, "a number")
	case "maximum":
		r.take(m, &p.Maximum, "a number")
	case "maxLength":
		if r.take(m, &p.MaxLength, "a whole number") && p.MaxLength < 1 {
			r.blame(m.at, "is %d; expected 1 or more", p.MaxLength)
		}
	case "x-ogc-unit":
		p.unit = r.text(m, MaxTitle)
	case "x-ogc-role":
		p.role = r.text(m, MaxTitle)
		if known := []string{RoleID, RoleGeometry, RoleReference, RoleInstant, RoleIntervalStart, RoleIntervalEnd}; !slices.Contains(known, p.role) {
			r.blame(m.at, "is %q; expected one of %s", p.role, strings.Join(known, ", "))
		}
	case "x-ogc-collectionId":
		name, err := geo.ParseName(r.text(m, MaxName))
		if err != nil {
			r.blame(m.at, "is no name of a collection: %v", err)
		}
		p.Refers = name
	case "x-ogc-propertySeq":
		if r.take(m, &p.order, "a whole number") && p.order < 0 {
			r.blame(m.at, "is %d; expected 0 or more", p.order)
		}
	default:
		r.unknown(m, propertyKeywords)
	}
}

// settle looks at the keywords together.
func (r *reader) settle(of member, p *property) {
	if p.Minimum != nil && p.Maximum != nil && *p.Minimum > *p.Maximum {
		r.blame(p.minimumAt, "is greater than maximum")
	}
	if p.role == RoleReference && p.Refers == "" {
		r.blame(of.at, "has the role %q, but no x-ogc-collectionId", RoleReference)
	}
	if p.isGeometry() || p.readOnly {
		return
	}
	if len(p.refs) > 0 {
		r.blame(of.at+"/$ref", "is not taken here, of a property that is not the geometry")
	}
	for _, k := range geo.AllKinds {
		switch {
		case !slices.Contains(p.types, k.Type):
		case k.Type == "string" && len(p.formats) > 0:
			if slices.Contains(p.formats, k.Format) {
				p.Kinds |= k.Kind
			}
		case k.Type != "string" || k.Kind == geo.Text:
			p.Kinds |= k.Kind
		}
	}
	for _, f := range p.formats {
		if f != "date" && f != "date-time" {
			r.blame(of.at+"/format", "is %q; expected date or date-time", f)
		} else if !slices.Contains(p.types, "string") {
			r.blame(of.at+"/format", "is %q, and the type is not \"string\"", f)
		}
	}
	if len(p.Enum) > 0 && p.types == nil {
		p.Kinds = geo.Text
	}
	if p.Kinds != geo.Null {
		p.Kinds &^= geo.Null // as everywhere, it is a value that is not there
	}
}

// types reads type: a word or a list of words.
func (r *reader) types(m member) (list []string) {
	if kindOf(m.value) == "a text" {
		list = []string{r.text(m, MaxTitle)}
	} else if !r.take(m, &list, "a word or a list of words") {
		return nil
	}
	var known []string
	for _, k := range geo.AllKinds {
		if !slices.Contains(known, k.Type) {
			known = append(known, k.Type)
		}
	}
	if len(list) == 0 {
		r.blame(m.at, "is an empty list; expected one of %s", strings.Join(known, ", "))
	}
	for _, t := range list {
		if !slices.Contains(known, t) {
			r.blame(m.at, "is %q; expected one of %s", t, strings.Join(known, ", "))
		}
	}
	return list
}

func (r *reader) format(m member) []string {
	if s := r.text(m, MaxTitle); s != "" {
		return []string{s}
	}
	return nil
}

// ref reads an address of a schema of a geometry.
func (r *reader) ref(m member) []string {
	s := r.text(m, MaxDescription)
	t, ok := strings.CutPrefix(s, refStart)
	t, ends := strings.CutSuffix(t, refEnd)
	if !ok || !ends || t != "Geometry" && !slices.Contains(geo.GeometryTypes[:], t) {
		r.blame(m.at, "is %q; expected %sPoint%s or that of another geometry", s, refStart, refEnd)
		return nil
	}
	return []string{t}
}

// anyOf reads alternatives: of two formats, or of geometries.
func (r *reader) anyOf(all member, p *property) {
	var list []member
	if !r.take(all, &[]any{}, "a list") {
		return
	}
	list = r.items(all)
	for _, one := range list {
		for _, m := range r.members(one.at, one.value) {
			switch m.name {
			case "format":
				p.formats = append(p.formats, r.format(m)...)
			case "$ref":
				p.refs = append(p.refs, r.ref(m)...)
			default:
				r.unknown(m, "format or $ref")
			}
		}
	}
}

// enum reads a list of texts. null is one that is not there.
func (r *reader) enum(all member) (list []string) {
	if !r.take(all, &[]any{}, "a list of texts") {
		return nil
	}
	items := r.items(all)
	if len(items) == 0 || len(items) > MaxWords {
		r.blame(all.at, "has %d words; expected 1 to %d", len(items), MaxWords)
		return nil
	}
	for _, m := range items {
		if kindOf(m.value) == "null" {
			continue
		}
		var s string
		switch {
		case !r.take(m, &s, "a text"):
		case len(s) > MaxName:
			r.blame(m.at, "has %d bytes; expected at most %d", len(s), MaxName)
		case slices.Contains(list, s):
			r.blame(m.at, "is there twice")
		default:
			list = append(list, s)
		}
	}
	if !slices.ContainsFunc(items, func(m member) bool { return kindOf(m.value) != "null" }) {
		r.blame(all.at, "has no text; expected one or more")
	}
	return list
}

// isGeometry reports whether the property is the feature's geometry.
func (p *property) isGeometry() bool {
	return p.role == RoleGeometry || len(p.refs) > 0 || slices.ContainsFunc(p.formats, func(f string) bool { return strings.HasPrefix(f, "geometry-") })
}

// location is what the property says as the geometry: $ref, and where that allows
// any, anyOf or format.
func (p *property) location() *geo.Location {
	l := &geo.Location{Title: p.title, Description: p.description}
	for _, t := range p.refs {
		if t != "Geometry" {
			l.Types = append(l.Types, t)
		}
	}
	if l.Types != nil {
		return l
	}
	for _, f := range formats {
		if slices.Contains(p.formats, f.format) {
			l.Types = f.types
		}
	}
	return l
}
