package server

// classes are the conformance classes that hold here (OGC 17-069r4 annex A,
// OGC 23-058 annex A).
var classes = []string{
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas", // without it QGIS guesses types from ten features
}

// conformanceDocument is the declaration of conformance (OGC 17-069r4 §7.4).
type conformanceDocument struct {
	ConformsTo []string `json:"conformsTo"`
	Links      []link   `json:"links"`
}

func (s *Server) conformance(x *exchange) error {
	if settled, err := x.settled(); settled {
		return err
	}
	doc := conformanceDocument{classes, x.ownLinks()}
	if x.form.is("html") {
		return x.page("conformance", doc, "Conformance")
	}
	return x.json(doc)
}
