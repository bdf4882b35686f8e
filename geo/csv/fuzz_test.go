package csv_test

import (
	"bytes"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/csv"
)

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"id,lon,lat,a\n1,2,3,\"x\ny\"\"z\"\n", "a;lon;lat\r\n1,5;2,5;3\r\n", "wkt\tn\nPOINT (1 2)\t-0\n",
		"\xef\xbb\xbfgeometry,b\n\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[1,2]}\",\"{\"\"a\"\":[]}\"\n",
		"sep=;\nx;y;z\n1;2;3\n", ucdpHeader + "7,2016,1,A,B,,1,T,P,36.5,40.7,POINT (40.7 36.5),X,1,2016-01-05,2016-01-05,3,5,2\r\n",
		acledHeader + "X,1 May 2026,2026,2,a,b,c,d,e,f,g,h,i,1,2,3,s,n,0,1\n", "a\n\"\n", "a,b\n1\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		b := geo.NewBuilder(nil)
		var features []geo.Feature
		for feature, err := range csv.Read(bytes.NewReader(text), b, csv.Options{Numbered: true}) {
			if err != nil {
				if geo.KindOf(err) != geo.Invalid || !strings.HasPrefix(err.Error(), "line ") {
					t.Fatalf("%q: the error is %v", text, err)
				}
				return
			}
			features = append(features, feature)
		}
		s := &table{b: b, features: features, kinds: map[string]bool{"Point": true, "LineString": true}}
		again := s.write(t, s.output())
		n := 0
		for feature, err := range csv.Read(strings.NewReader(again), geo.NewBuilder(nil), csv.Options{}) {
			if err != nil {
				t.Fatalf("%q: what was written cannot be read: %v\n%s", text, err, again)
			}
			if string(feature.GeometryJSON()) != string(features[n].GeometryJSON()) && !features[n].HasHeights() {
				t.Fatalf("%q: got %s, want %s", text, feature.GeometryJSON(), features[n].GeometryJSON())
			}
			n++
		}
		if n != len(features) {
			t.Fatalf("%q: wrote %d features and read %d:\n%s", text, len(features), n, again)
		}
	})
}
