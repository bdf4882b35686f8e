package situation

import (
	"fmt"
	"slices"
	"sync"

	"cairn/geo"
)

// derived lists the properties that a place is given, in their order. A stored
// property of one of these names is not shown.
func derived() []geo.Field {
	return []geo.Field{
		{Name: "control_status", Kinds: geo.Text, Title: "Control", Description: "How the place stands at the moment asked for: held, contested, besieged, vacated or unknown; derived by " + Rule + "."},
		{Name: "controlled_by", Kinds: geo.Text | geo.Null, Title: "Controlled by", Description: "The party that holds the place, if it is held or besieged and the holder is named."},
		{Name: "control_parties", Kinds: geo.Array, Title: "Parties", Description: "The parties named in the claims that the status rests on, each with what is said of it."},
		{Name: "control_since", Kinds: geo.Date | geo.DateTime | geo.Null, Title: "Since", Description: "Since when, as the claims write it."},
		{Name: "control_basis", Kinds: geo.Object, Title: "Basis", Description: "The rule, and the ids in control of the claims that the status rests on."},
		{Name: "disputed", Kinds: geo.Boolean, Title: "Disputed", Description: "Whether sources contradict one another about who holds the place, about the place or about what happened there."},
		{Name: "events", Kinds: geo.Array, Title: "Events", Description: "What is told to have happened here up to the moment asked for, with the numbers told as ranges."},
	}
}

// extend returns the schema of places with the derived properties. Nothing is put into
// it, so that what is declared only tells what is stored.
func extend(stored *geo.Schema) *geo.Schema {
	fields := slices.Clone(stored.Fields())
	for _, d := range derived() {
		if stored.IsDeclared() {
			d.Limits = &geo.Limits{Kinds: d.Kinds &^ geo.Null}
		}
		if i, ok := stored.Field(d.Name); ok {
			fields[i] = d
		} else {
			fields = append(fields, d)
		}
	}
	if stored.IsDeclared() {
		return geo.NewSchema(fields...).WithFrame(stored.Frame())
	}
	return geo.NewSchema(fields...)
}

// extension makes places with their derived properties.
type extension struct {
	schema *geo.Schema
	names  []string // of the derived properties
	time   []string

	mu      sync.Mutex // guards what follows
	builder *geo.Builder
}

func newExtension(places geo.Collection) *extension {
	x := &extension{schema: extend(places.Schema), time: timeRule(places)}
	for _, d := range derived() {
		x.names = append(x.names, d.Name)
	}
	return x
}

// derives reports whether a property is a derived one.
func (x *extension) derives(property string) bool { return slices.Contains(x.names, property) }

// timeRule returns the properties that the periods of places are read from, as
// [geo.NewBuilder] takes them; none if they follow from the schema.
func timeRule(places geo.Collection) []string {
	if slices.Equal(places.TimeFields, geo.TimeFields(places.Schema)) {
		return nil
	}
	return places.TimeFields
}

// extend makes the place f with what is told of it.
func (x *extension) place(f geo.Feature, a *account) (geo.Feature, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.builder == nil {
		x.builder = geo.NewBuilder(x.schema, x.time...)
	}
	made, err := x.build(x.builder, f, a)
	if geo.KindOf(err) == geo.Invalid {
		// The store took its period by another rule. It has none here: moments
		// move what is told of a place, they do not select places.
		made, err = x.build(geo.NewBuilder(x.schema, ""), f, a)
	}
	if err != nil {
		return geo.Feature{}, fmt.Errorf("derive place %s: %w", f.ID(), err)
	}
	// Out of the builder's slab, which is large.
	head := made.AppendHead(make([]byte, 0, made.HeadSize()), nil)
	return geo.FeatureOf(head, slices.Clone(made.GeoJSON()), x.schema), nil
}

func (x *extension) build(b *geo.Builder, f geo.Feature, a *account) (geo.Feature, error) {
	b.Reset()
	if f.HasNumericID() {
		b.SetNumericID(string(f.RawID()))
	} else {
		b.SetID(f.ID())
	}
	if f.Located() {
		b.SetGeometry(f.Geometry(), f.GeometryJSON())
	}
	if f.HasHeights() {
		b.SetHeights()
	}
	fields := f.Schema().Fields()
	for i, v := range f.Properties {
		if x.derives(fields[i].Name) {
			continue
		}
		if err := b.Add([]byte(fields[i].Name), v); err != nil {
			return geo.Feature{}, err
		}
	}
	for i, v := range a.properties() {
		if err := b.Add([]byte(x.names[i]), v); err != nil {
			return geo.Feature{}, err
		}
	}
	return b.Feature()
}

// properties returns the values of the derived properties in their order.
func (a *account) properties() []geo.Value {
	c := &a.control
	var parties, basis, events writer
	parties.parties(c.parties)
	basis.open('{')
	basis.text("rule", Rule)
	basis.ids("claims", c.basis)
	basis.close('}')
	events.numbers(a.events)
	return []geo.Value{
		geo.AppendString(nil, string(c.status)), orNull(c.holder), parties.b, orNone(c.since), basis.b, truth(a.disputed), events.b,
	}
}

func orNull(s string) geo.Value {
	if s == "" {
		return geo.Value("null")
	}
	return geo.AppendString(nil, s)
}

func orNone(v geo.Value) geo.Value {
	if v == nil {
		return geo.Value("null")
	}
	return v
}

func truth(b bool) geo.Value {
	if b {
		return geo.Value("true")
	}
	return geo.Value("false")
}
