package geo_test

import (
	"fmt"
	"testing"

	"cairn/geo"
)

func TestDeclare(t *testing.T) {
	seen := geo.NewSchema(geo.Field{Name: "a", Kinds: geo.Integer}, geo.Field{Name: "b", Kinds: geo.Text | geo.Null, Title: "B"})
	by := geo.NewDeclared(geo.Frame{Closed: true}, geo.Field{Name: "c", Limits: &geo.Limits{Kinds: geo.Number}}, geo.Field{Name: "b", Title: "Bee", Limits: &geo.Limits{Kinds: geo.Text, Required: true}})
	made, err := seen.Declare(by, []geo.Kinds{geo.Integer, geo.Text})
	if err != nil {
		t.Fatal(err)
	}
	if seen.IsDeclared() || !made.IsDeclared() || !made.Frame().Closed {
		t.Errorf("declared: before %t, after %t, %+v", seen.IsDeclared(), made.IsDeclared(), made.Frame())
	}
	for i, want := range []struct {
		name, title string
		kinds       geo.Kinds
		declared    bool
	}{{"a", "", geo.Integer, false}, {"b", "Bee", geo.Text, true}, {"c", "", geo.Number, true}} {
		if f := made.Fields()[i]; f.Name != want.name || f.Title != want.title || f.Kinds != want.kinds || f.Limits != nil != want.declared {
			t.Errorf("field %d: got %+v, want %+v", i, f, want)
		}
	}
	// What is learned later leaves the declaration alone.
	more, n, err := made.With("d", geo.Text)
	if err != nil || n != 3 || !more.IsDeclaredAs(made) || !more.Frame().Closed {
		t.Errorf("one more field: number %d, %v, declared as before %t", n, err, more.IsDeclaredAs(made))
	}
	if wider, _, _ := made.With("c", geo.Null); !wider.IsDeclaredAs(made) || wider.Fields()[2].Limits == nil {
		t.Error("one more kind changes what is declared")
	}
	for i := range 40 { // past the point where the names are gathered anew
		if more, _, err = more.With(fmt.Sprint("e", i), geo.Text); err != nil || !more.IsDeclaredAs(made) {
			t.Fatalf("field e%d: %v", i, err)
		}
	}
	if d := made.Described([]geo.Field{{Name: "c", Title: "Sea"}}); !d.IsDeclaredAs(made) || d.Fields()[2].Title != "Sea" {
		t.Error("a description changes what is declared")
	}
	// Another declaration takes its place; one that says nothing takes it away.
	again, err := made.Declare(geo.NewDeclared(geo.Frame{}, geo.Field{Name: "a", Limits: &geo.Limits{Required: true}}), []geo.Kinds{geo.Integer, geo.Text, 0})
	if err != nil || again.IsDeclaredAs(made) || again.Frame().Closed || again.Fields()[1].Limits != nil || again.Fields()[2].Kinds != 0 {
		t.Errorf("declared again: %+v, %v", again.Fields(), err)
	}
	none, err := again.Declare(geo.NewDeclared(geo.Frame{}), []geo.Kinds{geo.Integer, geo.Text, 0})
	if err != nil || none.IsDeclared() || none.IsDeclaredAs(made) || !none.IsDeclaredAs(seen) || none.Fields()[0].Kinds != geo.Integer {
		t.Errorf("taken away: %+v, %v", none.Fields(), err)
	}
}

// Where several kinds are allowed, what there is says more about a field than what there
// could be.
func TestDeclaredKinds(t *testing.T) {
	both := &geo.Limits{Kinds: geo.Date | geo.DateTime}
	for _, c := range []struct {
		limits     *geo.Limits
		seen, want geo.Kinds
	}{
		{both, 0, geo.Date | geo.DateTime},
		{both, geo.Null, geo.Date | geo.DateTime | geo.Null},
		{both, geo.Date, geo.Date},
		{&geo.Limits{Kinds: geo.Number}, geo.Integer, geo.Number | geo.Integer},
		{&geo.Limits{}, geo.Integer, geo.Integer},
	} {
		s, err := geo.NewSchema(geo.Field{Name: "a", Kinds: geo.Array}).Declare(geo.NewDeclared(geo.Frame{}, geo.Field{Name: "a", Limits: c.limits}), []geo.Kinds{c.seen})
		if err != nil || s.Fields()[0].Kinds != c.want {
			t.Errorf("%v seen, %v declared: got %v (%v), want %v", c.seen, c.limits.Kinds, s.Fields()[0].Kinds, err, c.want)
		}
	}
}

func TestDeclareTooMuch(t *testing.T) {
	fields := make([]geo.Field, geo.MaxFields)
	for i := range fields {
		fields[i].Name = fmt.Sprint(i)
	}
	full := geo.NewSchema(fields...)
	if same, err := full.Declare(geo.NewDeclared(geo.Frame{}, geo.Field{Name: "one more"}), nil); refusedAt(err) != "one more" || same != full {
		t.Errorf("got %v", err)
	}
}

// Limits in the fields make a schema a declared one.
func TestNewSchemaWithLimits(t *testing.T) {
	s := geo.NewSchema(geo.Field{Name: "a", Limits: &geo.Limits{Required: true}}, geo.Field{Name: "b"})
	if !s.IsDeclared() || s.Frame() != (geo.Frame{}) || s.Fields()[1].Limits != nil {
		t.Errorf("got %+v", s.Fields())
	}
	if closed := s.WithFrame(geo.Frame{Closed: true}); !closed.Frame().Closed || s.Frame().Closed {
		t.Error("another frame changes the schema itself")
	}
}
