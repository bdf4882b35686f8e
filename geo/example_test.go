package geo_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"cairn/geo"
)

func Example() {
	b := geo.NewBuilder(nil)
	b.SetID("shaddadi-prison")
	b.SetPoint(orb.Point{40.7303, 36.0561}, nil)
	_ = b.AddText("kind", "prison")
	_ = b.AddText("start", "2026-01-19")
	f, err := b.Feature()
	if err != nil {
		fmt.Println(err)
		return
	}
	period, _ := f.Period()
	fmt.Println(f.ID(), f.Property("kind"), f.Geometry(), period)
	fmt.Printf("%s\n", f.GeoJSON())
	// Output:
	// shaddadi-prison prison [40.7303 36.0561] 2026-01-19/..
	// {"type":"Feature","id":"shaddadi-prison","geometry":{"type":"Point","coordinates":[40.7303,36.0561]},"properties":{"kind":"prison","start":"2026-01-19"}}
}

func ExampleParseBox() {
	fiji, err := geo.ParseBox("177,-19.2,-178,-16")
	fmt.Println(fiji.Crosses(), fiji.ContainsPoint(orb.Point{180, -17}), err)
	_, err = geo.ParseBox("36,40,140,100")
	fmt.Println(err)
	// Output:
	// true true <nil>
	// bbox: has a latitude beyond ±90; the order is west,south,east,north
}

func ExampleParsePeriod() {
	p, err := geo.ParsePeriod("2026-01-19/..")
	fmt.Println(p, p.Overlaps(geo.Period{Start: p.Start - geo.Day, End: p.Start}), err)
	_, err = geo.ParsePeriod("2026-01-20/2026-01-19")
	fmt.Println(err)
	// Output:
	// 2026-01-19/.. false <nil>
	// datetime: the interval "2026-01-20/2026-01-19" ends before it starts
}

func ExampleFilter() {
	b := geo.NewBuilder(nil)
	b.SetID("a")
	_ = b.AddNumber("escaped", 120)
	f, _ := b.Feature()
	for _, value := range []string{"120", "120.0", "1500"} {
		where := []geo.Equality{{Property: "escaped", Value: value}}
		fmt.Println(value, geo.CompileFilter(where, b.Schema()).Match(f))
	}
	// Output:
	// 120 true
	// 120.0 true
	// 1500 false
}

func ExampleKindOf() {
	_, err := geo.ParseName("my places")
	fmt.Println(geo.KindOf(err), "-", err)
	// Output: invalid - collection: a name has letters, digits, '_', '-' and '.' only, not ' ' in "my places"
}
