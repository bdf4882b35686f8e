package format

import "testing"

func TestIsLonLat(t *testing.T) {
	for name, want := range map[string]bool{
		"urn:ogc:def:crs:OGC:1.3:CRS84": true, "urn:ogc:def:crs:OGC::CRS84": true, "OGC:CRS84": true, "CRS84": true, "ogc:crs84": true,
		"urn:ogc:def:crs:EPSG::4326": true, "EPSG:4326": true, "epsg:4326": true,
		"http://www.opengis.net/def/crs/OGC/1.3/CRS84": true, "https://www.opengis.net/def/crs/OGC/0/CRS84": true, "http://www.opengis.net/def/crs/EPSG/0/4326": true,
		"": false, "EPSG:3857": false, "urn:ogc:def:crs:EPSG::32637": false, "EPSG:43260": false, "EPSG:4258": false, "4326": false,
		"urn:ogc:def:crs:OGC:1.3:CRS83": false, "WGS 84": false, "urn:ogc:def:crs:EPSG::4326 ": false,
	} {
		if got := isLonLat(name); got != want {
			t.Errorf("%q: got %t", name, got)
		}
	}
}

func TestMemberOf(t *testing.T) {
	const object = `{"a":1,"b":{"a":2,"name":"inner"},"c":[{"name":"deep"},"name"],"d\"":"x,}","name":"outer","last":[1,2]}`
	for name, want := range map[string]string{
		"a": "1", "b": `{"a":2,"name":"inner"}`, "c": `[{"name":"deep"},"name"]`, `d\"`: `"x,}"`, "name": `"outer"`, "last": "[1,2]", "inner": "", "deep": "", "": "", "x,}": "",
	} {
		if got := string(memberOf([]byte(object), name)); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	for _, text := range []string{"", "{}", "[]", `"a"`, "null", "1", `{"b":1}`, `["a",1]`} {
		if got := memberOf([]byte(text), "a"); got != nil {
			t.Errorf("a of %s: got %s, want none", text, got)
		}
	}
}
