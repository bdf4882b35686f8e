package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// proof is a request that a conformance class makes possible, and what its answer,
// headers and all, must have.
type proof struct{ target, has string }

// asks is a proof by a filter on the seeds' places: so many must match.
func asks(filter, matched string) proof {
	return proof{"/collections/places/items?resultType=hits&filter=" + url.QueryEscape(filter), `"numberMatched":` + matched + ","}
}

const temporal = "T_AFTER T_BEFORE T_CONTAINS T_DISJOINT T_DURING T_EQUALS T_FINISHEDBY T_FINISHES T_INTERSECTS T_MEETS T_METBY T_OVERLAPPEDBY T_OVERLAPS T_STARTEDBY T_STARTS"

// proofs has, for each class declared, what shows that it holds; the last two parts of
// the class's address are its name here.
func proofs() map[string][]proof {
	const places, wkt = "/collections/places", "POLYGON((38 35,42 35,42 37,38 37,38 35))"
	all := map[string][]proof{
		"features-1/core":                        {{places + "/items?limit=2&bbox=38,35,42,37&datetime=2026-01-20", `"numberReturned":2`}, {places + "/items/raqqa", `"id":"raqqa"`}},
		"features-1/geojson":                     {{places + "/items", "Content-Type: application/geo+json"}, {places + "/items/raqqa", "Content-Type: application/geo+json"}},
		"features-1/html":                        {{"/?f=html", "text/html"}, {"/collections?f=html", "text/html"}, {places + "/items?f=html", "text/html"}, {places + "/items/raqqa?f=html", "text/html"}},
		"features-1/oas30":                       {{"/api", `"openapi":"3.0.`}},
		"features-2/crs":                         {{places + "/items?crs=http://www.opengis.net/def/crs/EPSG/0/3857", "Content-Crs: <http://www.opengis.net/def/crs/EPSG/0/3857>"}, {places, `"storageCrs":`}},
		"features-3/queryables":                  {{places + "/queryables", `"https://json-schema.org/draft/2020-12/schema"`}, {places, "/queryables"}},
		"features-3/queryables-query-parameters": {{places + "/items?kind=camp", `"numberMatched":1,`}, {places + "/items?id=raqqa", `"numberMatched":1,`}},
		"features-3/filter":                      {asks("kind='camp'", "1")},
		"features-3/features-filter":             {asks("kind='camp'", "1"), {places + "/items?filter-crs=EPSG:4326&filter=" + url.QueryEscape("S_INTERSECTS(geometry,BBOX(35,38,37,42))"), `"numberMatched":5,`}},
		"cql2/cql2-text":                         {asks("kind = 'camp'", "1")},
		"cql2/cql2-json":                         {{places + "/items?filter-lang=cql2-json&filter=" + url.QueryEscape(`{"op":"=","args":[{"property":"kind"},"camp"]}`), `"numberMatched":1,`}},
		"cql2/basic-cql2":                        {asks("kind <> 'camp' AND (NOT kind = 'prison' OR name IS NULL) AND TRUE", "2"), asks("position_accuracy >= 3500", "2")},
		"cql2/advanced-comparison-operators":     {asks("name LIKE '%prison'", "2"), asks("kind IN ('camp','prison')", "3"), asks("position_accuracy BETWEEN 500 AND 1000", "3"), asks("kind NOT IN ('camp')", "4")},
		"cql2/case-insensitive-comparison":       {asks("CASEI(kind) = CASEI('CAMP')", "1")},
		"cql2/accent-insensitive-comparison":     {asks("ACCENTI(kind) = ACCENTI('cámp')", "1")},
		"cql2/basic-spatial-functions":           {asks("S_INTERSECTS(geometry,BBOX(38,35,42,37))", "5"), asks("S_INTERSECTS(geometry,POINT(41.1486 36.3756))", "1")},
		"cql2/basic-spatial-functions-plus":      {asks("S_INTERSECTS(geometry,"+wkt+")", "5"), asks("S_INTERSECTS(geometry,MULTIPOINT((1 1),(2 2)))", "0"), asks("S_INTERSECTS(geometry,LINESTRING(1 1,2 2))", "0")},
		"cql2/basic-spatial-operators":           {asks("S_INTERSECTS(geometry,BBOX(38,35,42,37))", "5")},
		"cql2/property-property":                 {asks("name = kind", "0"), asks("name = name", "5")},
		"cql2/functions":                         {{"/functions", `"name":"lower"`}, asks("lower(kind) = 'camp'", "1")},
		"cql2/arithmetic":                        {asks("position_accuracy * 2 - 12000 = 0", "1"), asks("position_accuracy = 1000 + 10 % 5", "2")},
		"features-5/schemas":                     {{places + "/schema", `"x-ogc-propertySeq"`}, {places, "http://www.opengis.net/def/rel/ogc/1.0/schema"}},
		"features-5/core-roles-features":         {{"/collections/events/schema", `"x-ogc-role":"primary-interval-start"`}, {places + "/schema", `"x-ogc-role":"primary-geometry"`}},
		"features-5/feature-references":          {{"/collections/claims/schema", `"x-ogc-collectionId":"sources"`}},
		"features-5/profile-references":          {{"/collections/claims/items?limit=1&profile=rel-as-link", `"href":"http://example.com/collections/sources/items/`}, {"/collections/claims/items?limit=1&profile=rel-as-uri", `":"http://example.com/collections/sources/items/`}},
		"features-5/queryables":                  {{places + "/queryables", `"kind"`}},
		"features-5/sortables":                   {{places + "/sortables", `"kind"`}, {places, "http://www.opengis.net/def/rel/ogc/1.0/sortables"}},
		"features-8/sorting":                     {{places + "/items?sortby=-name&limit=1", `"id":"raqqa"`}},
	}
	for name, matched := range map[string]string{"INTERSECTS": "5", "DISJOINT": "0", "WITHIN": "5", "CONTAINS": "0", "EQUALS": "0", "CROSSES": "0", "OVERLAPS": "0", "TOUCHES": "0"} {
		all["cql2/spatial-functions"] = append(all["cql2/spatial-functions"], asks("S_"+name+"(geometry,"+wkt+")", matched))
	}
	for name := range strings.FieldsSeq(temporal) {
		all["cql2/temporal-functions"] = append(all["cql2/temporal-functions"],
			proof{"/collections/events/items?filter=" + url.QueryEscape(name+"(INTERVAL(start,\"end\"),INTERVAL('2026-01-19','2026-01-20'))"), `"numberMatched":`})
	}
	all["cql2/array-functions"] = []proof{
		asks("A_CONTAINS(name_en_variants,('Shaddadeh'))", "1"), asks("A_OVERLAPS(name_en_variants,('Shaddadeh','Rakka'))", "2"),
		asks("A_EQUALS(name_en_variants,('Al-Hawl camp','al-Houl camp'))", "1"), asks("A_CONTAINEDBY(name_en_variants,('Al-Hawl camp','al-Houl camp','x'))", "1"),
	}
	return all
}

// TestConformance holds every class that is declared to a request that shows it, and
// declares nothing else.
func TestConformance(t *testing.T) {
	w := serveSeeds(t)
	var doc struct{ ConformsTo []string }
	if err := json.Unmarshal(w.get("/conformance").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	all := proofs()
	for _, class := range doc.ConformsTo {
		parts := strings.Split(strings.TrimPrefix(class, "http://www.opengis.net/spec/"), "/")
		name := strings.TrimPrefix(parts[0], "ogcapi-") + "/" + parts[len(parts)-1]
		if len(all[name]) == 0 {
			t.Errorf("%s is declared, and nothing here shows that it holds", class)
		}
		for _, p := range all[name] {
			answer := w.get(p.target)
			var text strings.Builder
			if err := answer.Result().Header.Write(&text); err != nil {
				t.Fatal(err)
			}
			if answer.Code != http.StatusOK || !strings.Contains(strings.ReplaceAll(text.String(), "\r", "")+answer.Body.String(), p.has) {
				t.Errorf("%s: GET %s: status %d, no %s in %.300s", class, p.target, answer.Code, p.has, answer.Body)
			}
		}
		delete(all, name)
	}
	for name := range all {
		t.Errorf("%s holds, but is not declared", name)
	}
}

// linked is what the documents' links are.
type linked struct {
	Links []struct{ Href, Rel, Type string }
}

// TestRelations looks for the links that the standards ask for, follows them, and
// looks that what comes has the type that was told.
func TestRelations(t *testing.T) {
	const ogc = "http://www.opengis.net/def/rel/ogc/1.0/"
	w := serveSeeds(t)
	for _, c := range []struct{ target, rels string }{
		{"/", "self alternate service-desc service-doc conformance data " + ogc + "functions"},
		{"/conformance", "self alternate"},
		{"/collections", "self alternate"},
		{"/collections/places", "self alternate items describedby " + ogc + "schema " + ogc + "queryables " + ogc + "sortables"},
		{"/collections/places/items?limit=1&sortby=name&crs=EPSG:3857", "self alternate next collection"},
		{"/collections/places/items?limit=1&f=jsonfg", "self alternate next collection"},
		{"/collections/places/items/raqqa", "self alternate collection"},
		{"/collections/places/nearest?point=39,36", "self alternate collection"},
		{"/collections/claims/aggregate?group=claimed_by", "self alternate"},
	} {
		var doc linked
		if err := json.Unmarshal(w.get(c.target).Body.Bytes(), &doc); err != nil {
			t.Fatalf("%s: %v", c.target, err)
		}
		for rel := range strings.FieldsSeq(c.rels) {
			if !slices.ContainsFunc(doc.Links, func(l struct{ Href, Rel, Type string }) bool { return l.Rel == rel }) {
				t.Errorf("%s has no link %s", c.target, rel)
			}
		}
		for _, l := range doc.Links {
			answer := w.get(strings.TrimPrefix(l.Href, "http://example.com"), "Accept: "+l.Type)
			got, _, _ := strings.Cut(answer.Header().Get("Content-Type"), ";")
			want, _, _ := strings.Cut(l.Type, ";")
			if answer.Code != http.StatusOK && l.Rel != "related" || got != want {
				t.Errorf("%s: the link %s to %s: status %d, %s, want %s", c.target, l.Rel, l.Href, answer.Code, got, want)
			}
		}
	}
}

// TestContentCrs looks for the system on every answer with features.
func TestContentCrs(t *testing.T) {
	w := serveSeeds(t)
	for _, target := range []string{
		"items", "items?f=jsonfg", "items?f=geojsonseq", "items?f=csv", "items?f=kml", "items?f=fgb", "items?f=gpkg", "items?f=parquet", "items?f=html",
		"items?resultType=hits", "items/raqqa", "items/raqqa?f=csv", "items/raqqa?f=html", "nearest?point=1,1", "nearest?point=1,1&f=geojsonseq", "aggregate?group=quadkey&cell=7",
	} {
		answer := w.get("/collections/places/" + target)
		if got := answer.Header().Get("Content-Crs"); answer.Code != http.StatusOK || got != "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>" {
			t.Errorf("%s: status %d, Content-Crs %q", target, answer.Code, got)
		}
	}
}
