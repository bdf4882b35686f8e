package server

import "slices"

// classes are the conformance classes that hold here.
var classes = []string{
	// OGC 17-069r4, annex A.
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	// OGC 18-058r1, annex A.
	"http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
	// OGC 19-079r2, annex A. QGIS filters here only if both filters are declared.
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
	// OGC 21-065r2, annex A.
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
	"http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
	"http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-operators", // the name before the standard was final, which QGIS looks for
	"http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/array-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/property-property",
	"http://www.opengis.net/spec/cql2/1.0/conf/functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
	// OGC 23-058, annex A: without the first, QGIS guesses types from ten features.
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/feature-references",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/profile-references",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/sortables",
	// OGC 24-030 (a draft), annex A.
	"http://www.opengis.net/spec/ogcapi-features-8/0.0/conf/sorting",
}

// writingClasses hold where somebody may write. Not among them are
// optimistic-locking-timestamps, because Last-Modified speaks of the whole store and to
// the second (If-Unmodified-Since is heeded all the same, see [exchange.unmodified]),
// and handling: what is sent is always looked at strictly.
var writingClasses = []string{
	// OGC 20-002r1 (a draft), clause 2.
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/update",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/features",
}

// writes reports whether anybody may write. A server of files that it has only read,
// which nobody may, declares none of [writingClasses].
func (s *Server) writes() bool { return s.config.Guard != nil }

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
	if s.writes() {
		doc.ConformsTo = slices.Concat(classes, writingClasses)
	}
	if x.form.is("html") {
		return x.page("conformance", doc, "Conformance")
	}
	return x.json(doc)
}
