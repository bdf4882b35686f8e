package server

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"

	"cairn/geo"
	"cairn/geo/cql2"
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
	Sketch   template.HTML
	Ask      *askForm // nil for nearest
	Files    []link   // the same, to download
}

// askForm is what the page's form holds.
type askForm struct {
	Action                   string
	Filter, Sort, BBox, When string
	Limit                    int
	Sortables                []string
	Kept                     []member // the request's other parameters
	Queryables, Functions    string   // addresses
	Example                  string   // a filter that holds here; "" if there is no property
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
	columns := q.columns(c.Schema)
	for _, i := range columns {
		page.Columns = append(page.Columns, c.Schema.Fields()[i].Name)
	}
	page.Near = q.Near != nil
	var hits []geo.Hit
	var next place
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
	if !next.isZero() && !page.Near {
		page.Next = string(x.appendNext(nil, next))
	}
	page.Sketch = sketchOf(hits)
	if !page.Near {
		page.Ask, page.Files = x.askForm(c), x.files(page.Matched)
	}
	return x.page("items", page, titleOf(c))
}

// askForm returns the form with what was asked for in it.
func (x *exchange) askForm(c geo.Collection) *askForm {
	at := x.base() + "/collections/" + url.PathEscape(string(c.Name))
	form := &askForm{
		Action: x.base() + x.path(), Limit: x.request.Limit,
		Filter: x.param("filter"), Sort: x.param("sortby"), BBox: x.param("bbox"), When: x.param("datetime"),
		Queryables: at + "/queryables?f=html", Functions: x.base() + "/functions?f=html",
	}
	for _, f := range c.Schema.Fields() {
		if f.Kinds&scalarKinds != 0 {
			form.Example = cql2.String(&cql2.Property{Name: f.Name}) + " IS NOT NULL"
			break
		}
	}
	for _, name := range sortableNames(c.Schema) {
		form.Sortables = append(form.Sortables, name, "-"+name)
	}
	for _, p := range x.query {
		switch p.name {
		case "filter", "sortby", "bbox", "datetime", "limit", "cursor", "f":
		default:
			form.Kept = append(form.Kept, member{p.name, p.value})
		}
	}
	return form
}

// files are the addresses of all that the page's request matches, in each format;
// not in GeoJSON where that is more than one page of it.
func (x *exchange) files(matched int) (list []link) {
	if matched <= maxLimit {
		list = append(list, link{x.here("f=geojson&limit="+strconv.Itoa(maxLimit), "f", "limit", "cursor", "bom"), "alternate", mediaGeoJSON, "GeoJSON"})
	}
	for i := range x.rt.formats {
		f := &x.rt.formats[i]
		if !f.file {
			continue
		}
		more := "f=" + f.name
		if f.name == "csv" {
			more += "&bom=true" // most of those who press the button open it as a spreadsheet
		}
		list = append(list, link{x.here(more, "f", "limit", "cursor", "bom"), "alternate", f.media[0], f.title})
	}
	return list
}

// columns are the fields to show: those asked for, or those that the request sorts
// and filters by and then the first that are not lists or objects.
func (q *request) columns(s *geo.Schema) []int {
	if q.part.Fields != nil {
		return q.part.Fields
	}
	var columns []int
	add := func(i int) {
		if i >= 0 && len(columns) < columnsShown && !slices.Contains(columns, i) {
			columns = append(columns, i)
		}
	}
	for _, name := range []string{"title", "name"} {
		if i, ok := s.Field(name); ok {
			add(i)
		}
	}
	for _, o := range q.Order {
		add(o.Field)
	}
	if q.Filter != nil {
		cql2.Walk(q.Filter.Expr(), func(e cql2.Expr) bool {
			if p, ok := e.(*cql2.Property); ok {
				if i, known := s.Field(p.Name); known {
					add(i)
				}
			}
			return true
		})
	}
	for i, f := range s.Fields() {
		if f.Kinds&(geo.Array|geo.Object) == 0 {
			add(i)
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
