package server

import (
	"net/url"

	"cairn/geo"
	"cairn/geo/situation"
)

// collectionsDocument lists the collections (OGC 17-069r4 §7.13).
type collectionsDocument struct {
	Collections []collectionDocument `json:"collections"`
	TimeStamp   string               `json:"timeStamp"`
	Links       []link               `json:"links"`
}

// collectionDocument describes one collection (OGC 17-069r4 §7.14).
type collectionDocument struct {
	ID          geo.Name `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description,omitempty"`
	ItemType    string   `json:"itemType"`
	ItemCount   int      `json:"itemCount"`
	Extent      *extent  `json:"extent,omitempty"`
	CRS         []string `json:"crs"`
	StorageCRS  string   `json:"storageCrs"`
	Links       []link   `json:"links"`
}

// extent is where and when (OGC 17-069r4 §7.14.2, requirement /req/core/fc-md-extent).
type extent struct {
	Spatial  *spatial  `json:"spatial,omitempty"`
	Temporal *temporal `json:"temporal,omitempty"`
}

type spatial struct {
	Bbox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

type temporal struct {
	Interval [][2]*string `json:"interval"`
	TRS      string       `json:"trs"`
}

// collections answers with all collections.
func (s *Server) collections(x *exchange) error {
	if err := x.viewed(); err != nil {
		return err
	}
	list, err := x.state.Collections(x.ctx)
	if err != nil {
		return err
	}
	if settled, err := x.settled(); settled {
		return err
	}
	doc := collectionsDocument{[]collectionDocument{}, x.moment.stamp, x.ownLinks()}
	for _, c := range list {
		at := x.base() + "/collections/" + url.PathEscape(string(c.Name))
		doc.Collections = append(doc.Collections, documentOf(c, at, []link{{at, "self", mediaJSON, "this collection"}}))
	}
	if x.form.is("html") {
		return x.page("collections", doc, "Collections")
	}
	return x.json(doc)
}

// collection answers with one collection.
func (s *Server) collection(x *exchange) error {
	if err := x.viewed(); err != nil {
		return err
	}
	c, err := x.described()
	if err != nil {
		return err
	}
	if settled, err := x.settled(); settled {
		return err
	}
	doc := documentOf(c, x.base()+"/collections/"+url.PathEscape(string(c.Name)), x.ownLinks())
	if x.form.is("html") {
		return x.collectionPage(c, doc)
	}
	return x.json(doc)
}

// viewed puts the situation, as it is at the latest moment, in place of the
// plain state.
func (x *exchange) viewed() error {
	if x.server.config.Situation == nil {
		return nil
	}
	_, err := x.view(situation.Moment{})
	return err
}

// documentOf describes a collection whose address is at.
func documentOf(c geo.Collection, at string, links []link) collectionDocument {
	doc := collectionDocument{
		ID: c.Name, Title: titleOf(c), Description: c.Description,
		ItemType: "feature", ItemCount: c.Count, Extent: extentOf(c.Extent),
		CRS: addresses(systemsOf(c)), StorageCRS: storageOf(c),
	}
	doc.Links = append(links,
		link{at + "/items", "items", mediaGeoJSON, "the features as GeoJSON"})
	for i := range features {
		if f := &features[i]; f.file {
			doc.Links = append(doc.Links, link{at + "/items?f=" + f.name, "items", f.media[0], "the features as " + f.title})
		}
	}
	doc.Links = append(doc.Links,
		link{at + "/items?f=html", "items", "text/html", "the features, for people"},
		link{at + "/schema", "describedby", mediaSchema, "what the features look like"},
		link{at + "/schema", relSchema, mediaSchema, "what the features look like"},
		link{at + "/queryables", relQueryables, mediaSchema, "what can be asked for by name"},
		link{at + "/sortables", relSortables, mediaSchema, "what can be sorted by"},
		link{at + "/aggregate", "related", mediaGeoJSON, "counts and sums"})
	return doc
}

func titleOf(c geo.Collection) string {
	if c.Title != "" {
		return c.Title
	}
	return string(c.Name)
}

func extentOf(e geo.Extent) *extent {
	var out extent
	if e.IsLocated() {
		b := e.Box
		out.Spatial = &spatial{[][4]float64{{b.West, b.South, b.East, b.North}}, crs84}
	}
	if e.IsTimed() {
		out.Temporal = &temporal{[][2]*string{{end(e.Period.Start), end(e.Period.Last())}},
			"http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
	}
	if out == (extent{}) {
		return nil
	}
	return &out
}

// end writes one end of a temporal extent; open ends are null.
func end(i geo.Instant) *string {
	if i == geo.Past || i == geo.Forever {
		return nil
	}
	s := i.Time().Format("2006-01-02T15:04:05.999999Z07:00")
	return &s
}
