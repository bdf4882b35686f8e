package tabular_test

import (
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/tabular"
)

// TestColumnValue holds which value of a feature a column has.
func TestColumnValue(t *testing.T) {
	b := geo.NewBuilder(nil)
	b.SetID("raqqa")
	for _, p := range []struct{ name, value string }{{"name", `"Raqqa"`}, {"held", `12`}, {"gone", `null`}} {
		if err := b.Add([]byte(p.name), geo.Value(p.value)); err != nil {
			t.Fatal(err)
		}
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	o := geo.Output{Collection: geo.Collection{Schema: b.Schema()}}
	var got []string
	for _, c := range tabular.Columns(&o) {
		got = append(got, c.Name+"="+string(c.Value(f)))
	}
	if text, want := strings.Join(got, " "), `id="raqqa" name="Raqqa" held=12 gone=`; text != want {
		t.Errorf("got %s, want %s", text, want)
	}
	beyond := tabular.Column{Name: "later", Field: 7}
	if v := beyond.Value(f); v != nil {
		t.Errorf("a property that the feature has not: got %s", v)
	}
	b.SetNumericID("12")
	numbered, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	ids := tabular.Column{Field: tabular.IsID}
	if v := ids.Value(numbered); string(v) != "12" {
		t.Errorf("an id that is a number: got %s", v)
	}
}

// TestReadings holds what each type of column takes, and what it says of the rest.
func TestReadings(t *testing.T) {
	f := feature(t)
	c := tabular.Column{Name: "p"}
	for _, v := range []struct {
		value                string
		float, bool, instant bool // taken
	}{
		{`1`, true, false, false}, {`-1.5e3`, true, false, false}, {`true`, false, true, false}, {`false`, false, true, false},
		{`"2026-01-19"`, false, false, true}, {`"2026-01-19T10:30:00+03:00"`, false, false, true}, {`"2026"`, false, false, false},
		{`"1"`, false, false, false}, {`"true"`, false, false, false}, {`[1]`, false, false, false}, {`{}`, false, false, false},
	} {
		_, floatErr := c.Float(f, geo.Value(v.value))
		_, boolErr := c.Bool(f, geo.Value(v.value))
		_, instantErr := c.Instant(f, geo.Value(v.value))
		for _, x := range []struct {
			name  string
			taken bool
			err   error
			want  string
		}{
			{"a number", v.float, floatErr, "expected a number"}, {"true or false", v.bool, boolErr, "expected true or false"},
			{"a moment", v.instant, instantErr, "expected a date or a date-time"},
		} {
			if x.taken && x.err != nil || !x.taken && (geo.KindOf(x.err) != geo.Invalid || !strings.Contains(x.err.Error(), x.want)) {
				t.Errorf("%s as %s: got %v, taken should be %t", v.value, x.name, x.err, x.taken)
			}
		}
	}
	if v, err := c.Float(f, geo.Value("-1.5e3")); v != -1500 || err != nil {
		t.Errorf("got %v and %v, want -1500", v, err)
	}
	if yes, err := c.Bool(f, geo.Value("true")); !yes || err != nil {
		t.Errorf("true: got %t and %v", yes, err)
	}
	if no, err := c.Bool(f, geo.Value("false")); no || err != nil {
		t.Errorf("false: got %t and %v", no, err)
	}
	day, err := c.Instant(f, geo.Value(`"2026-01-19"`))
	if err != nil || day.Time().Format("2006-01-02T15:04:05") != "2026-01-19T00:00:00" {
		t.Errorf("a day starts at %v (%v)", day.Time(), err)
	}
}

// TestFaultIsShort holds that a long value does not fill the message.
func TestFaultIsShort(t *testing.T) {
	f := feature(t)
	c := tabular.Column{Name: "p"}
	long := geo.Value(`"` + strings.Repeat("x", 1<<20) + `"`)
	_, err := c.Float(f, long)
	if err == nil || len(err.Error()) > 400 || !strings.Contains(err.Error(), "…") {
		t.Errorf("the message has %d bytes", len(err.Error()))
	}
	if len(long) != 1<<20+2 || long[40] != 'x' {
		t.Error("the value itself was changed")
	}
}

func TestFreeName(t *testing.T) {
	for _, c := range []struct{ taken, names, want string }{
		{"", "id", "id"},
		{"name", "id feature_id", "id"},
		{"id", "id feature_id", "feature_id"},
		{"id feature_id", "id feature_id", "feature_id_2"},
		{"id feature_id feature_id_2 feature_id_3", "id feature_id", "feature_id_4"},
		{"ID", "id", "id"},
	} {
		if got := tabular.FreeName(strings.Fields(c.taken), strings.Fields(c.names)...); got != c.want {
			t.Errorf("beside %s, of %s: got %s, want %s", c.taken, c.names, got, c.want)
		}
	}
	schema := geo.NewSchema(geo.Field{Name: "id", Kinds: geo.Text}, geo.Field{Name: "x", Kinds: geo.Text})
	o := geo.Output{Collection: geo.Collection{Schema: schema}, Fields: []int{1}}
	if got := tabular.Columns(&o, "id")[0].Name; got != "feature_id" {
		t.Errorf("a name that the format has taken: got %s, want feature_id", got)
	}
}

// TestTypeNames walks all types, so that none is without a name.
func TestTypeNames(t *testing.T) {
	seen := map[string]bool{}
	for k := tabular.Boolean; k <= tabular.JSON; k++ {
		name := k.String()
		if name == "UNKNOWN" || name != strings.ToUpper(name) || seen[name] {
			t.Errorf("type %d is called %q", k, name)
		}
		seen[name] = true
	}
	if got := (tabular.JSON + 1).String(); got != "UNKNOWN" {
		t.Errorf("a type that is not: got %q", got)
	}
}

// TestEveryKindHasAType asks for every set of kinds: a column of that type holds a
// value of each.
func TestEveryKindHasAType(t *testing.T) {
	values := map[geo.Kinds]string{
		geo.Boolean: `true`, geo.Integer: `12`, geo.Number: `1.5`, geo.Text: `"x"`, geo.Date: `"2026-01-19"`, geo.DateTime: `"2026-01-19T10:00:00Z"`, geo.Array: `[1]`, geo.Object: `{}`,
	}
	f := feature(t)
	var all geo.Kinds = geo.Null
	for k := range values {
		all |= k
	}
	for kinds := geo.Kinds(0); kinds <= all; kinds++ {
		if kinds&^all != 0 {
			continue
		}
		c := tabular.Column{Name: "p", Type: tabular.TypeOf(kinds)}
		for kind, v := range values {
			if kinds&kind == 0 {
				continue
			}
			var err error
			switch c.Type {
			case tabular.Boolean:
				_, err = c.Bool(f, geo.Value(v))
			case tabular.Integer:
				_, err = c.Int(f, geo.Value(v))
			case tabular.Number:
				_, err = c.Float(f, geo.Value(v))
			case tabular.Date, tabular.DateTime:
				_, err = c.Instant(f, geo.Value(v))
			}
			if err != nil {
				t.Errorf("kinds %b make a column of %s, which cannot hold %s: %v", kinds, c.Type, v, err)
			}
		}
	}
}
