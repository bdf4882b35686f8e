package server

import (
	"html/template"
	"strconv"

	"cairn/geo"
)

// columnsShown is how many properties a page of features shows in its table.
const columnsShown = 8

// collectionPage is a page about one collection.
type collectionPage struct {
	collectionDocument
	Fields []geo.Field
	Time   []string
}

// itemsPage is a page of features.
type itemsPage struct {
	Columns  []string
	Rows     []itemRow
	Returned int
	Matched  int    // -1: not counted
	Next     string // address of the next page, or ""
	Near     bool   // rows have distances
	Others   []link // downloads
}

// itemRow is one feature in the table.
type itemRow struct {
	ID, Href          string
	Values            []string
	Distance, Azimuth string
}

// itemPage is a page about one feature.
type itemPage struct {
	ID         string
	Properties []shown
	Geometry   string // GeoJSON
	Sketch     template.HTML
	Period     string
}

// shown is one property.
type shown struct {
	Name  string
	Value any
}

func (x *exchange) collectionPage(c geo.Collection, doc collectionDocument) error {
	return x.page("collection", collectionPage{doc, c.Schema.Fields(), c.TimeFields}, doc.Title)
}

// itemsPage answers with a page of features.
func (x *exchange) itemsPage(c geo.Collection) error {
	var page itemsPage
	q := &x.request
	columns := columnsOf(c.Schema, q.part.Fields)
	for _, i := range columns {
		page.Columns = append(page.Columns, c.Schema.Fields()[i].Name)
	}
	page.Near = q.Near != nil
	var hits []geo.Hit
	var next geo.Cursor
	if !q.hits {
		var err error
		if hits, next, err = x.hits(); err != nil {
			return err
		}
	}
	for _, hit := range hits {
		page.Rows = append(page.Rows, x.row(hit, columns))
	}
	var err error
	page.Returned = len(hits)
	if page.Matched, err = x.matched(result{returned: len(hits), next: next}); err != nil {
		return err
	}
	if q.hits {
		if page.Matched, err = x.state.Count(x.ctx, q.Query); err != nil {
			return err
		}
	}
	if next != 0 && !page.Near {
		page.Next = string(x.appendNext(nil, next))
	}
	return x.page("items", page, titleOf(c))
}

// columnsOf are the fields to show: those asked for, or the first that are not
// lists or objects.
func columnsOf(s *geo.Schema, asked []int) []int {
	if asked != nil {
		return asked
	}
	var columns []int
	for i, f := range s.Fields() {
		if f.Kinds&(geo.Array|geo.Object) == 0 && len(columns) < columnsShown {
			columns = append(columns, i)
		}
	}
	return columns
}

func (x *exchange) row(hit geo.Hit, columns []int) itemRow {
	id := hit.ID()
	r := itemRow{ID: string(id), Href: itemURL(x.base(), x.collection, id) + "?f=html"}
	for _, i := range columns {
		v := hit.Value(i)
		text := v.String()
		if v.Kind() == geo.Null {
			text = ""
		}
		r.Values = append(r.Values, text)
	}
	if x.request.Near != nil {
		r.Distance = strconv.FormatFloat(hit.Metres/1000, 'f', 3, 64)
		r.Azimuth = strconv.FormatFloat(hit.Azimuth, 'f', 1, 64)
	}
	return r
}

// itemPage answers with a page about one feature.
func (x *exchange) itemPage(c geo.Collection, f geo.Feature) error {
	page := itemPage{ID: string(f.ID()), Geometry: string(f.GeometryJSON()), Sketch: sketch(f.Geometry())}
	if p, ok := f.Period(); ok && p != geo.Unreadable() {
		page.Period = p.String()
	}
	fields := f.Schema().Fields()
	f.Properties(func(i int, v geo.Value) bool {
		page.Properties = append(page.Properties, shown{fields[i].Name, valueOf(v)})
		return true
	})
	return x.page("item", page, nameOf(f, c))
}

// nameOf is what a page calls a feature.
func nameOf(f geo.Feature, c geo.Collection) string {
	for _, name := range []string{"name", "title"} {
		if v := f.Property(name); v.Kind() == geo.Text {
			return v.String()
		}
	}
	return titleOf(c) + ": " + string(f.ID())
}
