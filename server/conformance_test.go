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

// act is a request that writes, and the status and what else its answer must have.
type act struct {
	method, target, body, headers string // headers with | between them
	status                        int
	has                           string
}

// writingProofs has, for each class of Part 4, what shows that it holds, in order;
// {made} is the tag of what was made. The story part4.txtar shows more of each.
func writingProofs() map[string][]act {
	const items, one, feature = "/collections/sources/items", "/collections/sources/items/part4", `{"type":"Feature","id":"part4","geometry":null,"properties":{"name":"N"}}`
	const json, patch = asJSON + "|" + asWriter, asPatch + "|" + asWriter
	make, drop := act{"POST", items, feature, json, 201, "Etag: "}, act{"DELETE", one, "", asWriter, 204, ""}
	return map[string][]act{
		"features-4/create-replace-delete": {
			{"OPTIONS", items, "", asWriter, 200, "Accept-Post: application/geo+json"},
			{"OPTIONS", one, "", asWriter, 200, "Allow: GET, HEAD, OPTIONS, PUT, PATCH, DELETE"},
			{"POST", items, feature, asWriter, 400, "Content-Type"},
			{"POST", items, feature, json, 201, "Location: http://example.com" + one},
			{"PUT", one, feature, asWriter, 400, "Content-Type"},
			{"PUT", one, strings.Replace(feature, `"N"`, `"M"`, 1), json, 204, ""},
			{"GET", one, "", asWriter, 200, `"name":"M"`},
			{"PUT", one, strings.Replace(feature, "part4", "other", 1), json, 422, "an id does not change"},
			drop, {"GET", one, "", asWriter, 404, ""}, {"PUT", one, feature, json + `|If-Match: "xyz"`, 412, ""}, {"GET", one, "", asWriter, 404, ""},
		},
		"features-4/update": {
			make, {"OPTIONS", one, "", asWriter, 200, "Accept-Patch: application/merge-patch+json"},
			{"PATCH", one, `{"properties":{"role":"x"}}`, asWriter, 400, "Content-Type"},
			{"PATCH", one, `{"properties":{"role":"x"}}`, patch, 204, ""},
			{"GET", one, "", asWriter, 200, `"properties":{"name":"N","role":"x"}`},
			{"PATCH", one, `{"properties":{"role":null}}`, patch, 204, ""},
			{"GET", one, "", asWriter, 200, `"properties":{"name":"N"}`},
			{"PATCH", one, `{"id":"other"}`, patch, 422, ""}, drop,
		},
		"features-4/optimistic-locking-etags": {
			make, {"PUT", one, feature, json + `|If-Match: "0"`, 412, ""}, {"PUT", one, feature, json + "|If-Match: {made}", 204, "Etag: "},
			{"PATCH", one, `{}`, patch + "|If-Match: {made}", 412, ""}, {"PATCH", one, `{}`, patch + `|If-Match: *`, 204, "Etag: "},
			{"PUT", one, feature, json, 204, "Etag: "}, {"DELETE", one, "", asWriter + "|If-Match: {made}", 412, ""}, drop,
			make, {"DELETE", one, "", asWriter + "|If-Match: {made}", 204, ""},
		},
		"features-4/features": {
			{"GET", "/collections", "", asWriter, 200, `"supportsNonAutogeneratedResourceIds":true`},
			{"GET", "/collections/sources", "", asWriter, 200, `"supportsNonAutogeneratedResourceIds":true`},
			{"PUT", one, strings.Replace(feature, "null", `{"type":"Point","coordinates":[4452779.6317,4300621.3721]}`, 1), json + "|Content-Crs: <http://www.opengis.net/def/crs/EPSG/0/3857>", 201, "Location"},
			{"GET", one, "", asWriter, 200, `"coordinates":[40,36]`},
			{"GET", one + "?crs=EPSG:3857", "", asWriter, 200, `"coordinates":[4452779.6317,4300621.372]`},
			{"PUT", one, feature, json + "|Content-Crs: <http://www.opengis.net/def/crs/EPSG/0/1>", 400, "Content-Crs"}, drop,
		},
	}
}

// TestWritingConformance is TestConformance where somebody may write. Where nobody may,
// none of these classes is declared.
func TestWritingConformance(t *testing.T) {
	w, all := serveKeeper(t), writingProofs()
	for _, class := range declared(t, w)[len(declared(t, serveSeeds(t))):] {
		name := strings.TrimPrefix(strings.Replace(class, "/1.0/conf/", "/", 1), "http://www.opengis.net/spec/ogcapi-")
		if len(all[name]) == 0 {
			t.Errorf("%s is declared, and nothing here shows that it holds", class)
		}
		made := ""
		for _, a := range all[name] {
			answer := w.send(a.method, a.target, a.body, strings.Split(strings.ReplaceAll(a.headers, "{made}", made), "|")...)
			var text strings.Builder
			if err := answer.Result().Header.Write(&text); err != nil {
				t.Fatal(err)
			}
			if answer.Code != a.status || !strings.Contains(strings.ReplaceAll(text.String(), "\r", "")+answer.Body.String(), a.has) {
				t.Errorf("%s: %s %s (%s): status %d, want %d; no %s in %s%.300s", class, a.method, a.target, a.headers, answer.Code, a.status, a.has, &text, answer.Body)
			}
			if answer.Code == http.StatusCreated {
				made = answer.Header().Get("ETag")
			}
		}
		delete(all, name)
	}
	for name := range all {
		t.Errorf("%s holds, but is not declared", name)
	}
}

// declared returns the classes that a server declares.
func declared(t *testing.T, w *world) []string {
	t.Helper()
	var doc struct{ ConformsTo []string }
	if err := json.Unmarshal(w.get("/conformance").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.ConformsTo
}

// TestConformance holds every class that is declared to a request that shows it, and
// declares nothing else.
func TestConformance(t *testing.T) {
	w := serveSeeds(t)
	all := proofs()
	for _, class := range declared(t, w) {
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
