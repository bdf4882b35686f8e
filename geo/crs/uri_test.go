package crs_test

import (
	"errors"
	"strings"
	"testing"

	"cairn/geo/crs"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		want  string
		names []string
	}{
		{"http://www.opengis.net/def/crs/OGC/1.3/CRS84", []string{
			"http://www.opengis.net/def/crs/OGC/1.3/CRS84", "https://www.opengis.net/def/crs/OGC/1.3/CRS84",
			"http://www.opengis.net/def/crs/OGC/0/CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84",
			"OGC:CRS84", "[OGC:CRS84]", "ogc:crs84",
		}},
		{"http://www.opengis.net/def/crs/OGC/0/CRS84h", []string{
			"http://www.opengis.net/def/crs/OGC/0/CRS84h", "https://www.opengis.net/def/crs/OGC/1.3/CRS84h",
			"urn:ogc:def:crs:OGC::CRS84h", "OGC:CRS84h", "[OGC:CRS84h]", "OGC:CRS84H",
		}},
		{"http://www.opengis.net/def/crs/EPSG/0/4326", []string{
			"http://www.opengis.net/def/crs/EPSG/0/4326", "https://www.opengis.net/def/crs/EPSG/0/4326",
			"http://www.opengis.net/def/crs/EPSG/9.9.1/4326", "HTTP://WWW.OPENGIS.NET/def/crs/epsg/10.078/4326",
			"urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:EPSG:9.9.1:4326", "URN:OGC:DEF:CRS:EPSG:0:4326",
			"EPSG:4326", "[EPSG:4326]", "epsg:4326",
		}},
		{"http://www.opengis.net/def/crs/EPSG/0/4979", []string{"EPSG:4979"}},
		{"http://www.opengis.net/def/crs/EPSG/0/3857", []string{"EPSG:3857", "http://www.opengis.net/def/crs/EPSG/0/3857"}},
		{"http://www.opengis.net/def/crs/EPSG/0/3035", []string{"EPSG:3035"}},
		{"http://www.opengis.net/def/crs/EPSG/0/32601", []string{"EPSG:32601", "urn:ogc:def:crs:EPSG::32601"}},
		{"http://www.opengis.net/def/crs/EPSG/0/32660", []string{"EPSG:32660"}},
		{"http://www.opengis.net/def/crs/EPSG/0/32701", []string{"EPSG:32701"}},
		{"http://www.opengis.net/def/crs/EPSG/0/32760", []string{"[EPSG:32760]"}},
	} {
		for _, name := range c.names {
			got, err := crs.Parse(name)
			if err != nil || got.URI() != c.want {
				t.Errorf("%s: got %v, %v, want %s", name, got, err, c.want)
			}
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const any = "expected OGC:CRS84"
	for name, want := range map[string]string{
		"":                             any,
		"EPSG:":                        any,
		"EPSG:32600":                   any,
		"EPSG:32661":                   any,
		"EPSG:27700":                   any,
		"EPSG:9999999999999999999":     any,
		"somewhere":                    any,
		"[EPSG:32661":                  any,
		"EPSG:32637 ":                  any,
		"EPSG:900913":                  "did you mean http://www.opengis.net/def/crs/EPSG/0/3857 (WGS 84 / Pseudo-Mercator)?",
		"urn:ogc:def:crs:EPSG::900913": "EPSG/0/3857",
		"EPSG:3785":                    "EPSG/0/3857",
		"EPSG:3395":                    "EPSG/0/3857",
		"Google Mercator":              "EPSG/0/3857",
		"ESRI:102100":                  "EPSG/0/3857",
		"EPSG:4258":                    "EPSG/0/4326",
		"4326":                         "EPSG/0/4326",
		"ESPG:4326":                    "EPSG/0/4326",
		"EPSG::4326":                   "EPSG/0/4326",
		"EPSG/0/4326":                  "EPSG/0/4326",
		"EPSG:04326":                   "EPSG/0/4326",
		"[http://www.opengis.net/def/crs/EPSG/0/4326]": any,
		"[EPSG:4326": "EPSG/0/4326",
		"http://www.opengis.net/def/crs/EPSG/4326":     "EPSG/0/4326",
		"http://www.opengis.net/def/crs/EPSG//4326":    "EPSG/0/4326",
		"http://www.opengis.net/def/crs/EPSG/new/4326": "EPSG/0/4326",
		"http://www.opengis.net/gml/srs/epsg.xml#4326": "EPSG/0/4326",
		"http://example.org/def/crs/EPSG/0/4326":       "EPSG/0/4326",
		"urn:ogc:def:crs:EPSG:4326":                    "EPSG/0/4326",
		"EPSG:4978":                                    "EPSG/0/4979",
		"EPSG:3034":                                    "EPSG/0/3035",
		"EPSG:25832":                                   "EPSG/0/32632",
		"EPSG:23030":                                   "EPSG/0/32630",
		"EPSG:32237":                                   "EPSG/0/32637",
		"EPSG:32337":                                   "EPSG/0/32737",
		"EPSG:32437":                                   "EPSG/0/32637",
		"EPSG:32537":                                   "EPSG/0/32737",
		"EPSG:26910":                                   "EPSG/0/32610",
		"CRS84":                                        "OGC/1.3/CRS84",
		"CRS:84":                                       "OGC/1.3/CRS84",
		"OGC:1.3:CRS84":                                "OGC/1.3/CRS84",
		"crs84h":                                       "OGC/0/CRS84h",
		"WGS84":                                        "OGC/1.3/CRS84 (WGS 84 longitude-latitude) or http://www.opengis.net/def/crs/EPSG/0/4326",
		strings.Repeat("4326", 40):                     "a name of 160 bytes",
	} {
		c, err := crs.Parse(name)
		var e *crs.Error
		if c != nil || !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v; want an error with %q", name, c, err, want)
		}
		if strings.Contains(want, "EPSG/0/3857") && (len(e.Hints) != 1 || e.Hints[0].EPSG() != 3857) {
			t.Errorf("%q: hints are %v", name, e.Hints)
		}
	}
}

// FuzzParse holds that Parse fails with a hint or finds a system whose address it
// reads as the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "[", "[EPSG:4326]", "urn:ogc:def:crs:OGC:1.3:CRS84", "http://www.opengis.net/def/crs/EPSG/9.9.1/32637", "EPSG:900913", "https", ":", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := crs.Parse(s)
		if (c == nil) == (err == nil) {
			t.Fatalf("got %v and %v", c, err)
		}
		if err != nil {
			var e *crs.Error
			if !errors.As(err, &e) || e.Error() == "" {
				t.Fatalf("the error is %v", err)
			}
			return
		}
		if again, err := crs.Parse(c.URI()); again != c {
			t.Fatalf("%s is %v, %v", c.URI(), again, err)
		}
	})
}
