package format_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
)

const written1 = `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[40.73,36.06]},"properties":{"name":"Shaddadi","n\"q":[1,{"x":"}"}],"count":120,"end":null}}`

func featureOf(t testing.TB, text string) geo.Feature {
	t.Helper()
	features, err := readText(text)
	if err != nil || len(features) != 1 {
		t.Fatalf("got %d features and %v", len(features), err)
	}
	return features[0]
}

func TestAppendFeature(t *testing.T) {
	nulls := `{"type":"Feature","id":7,"geometry":null,"properties":null}`
	for _, c := range []struct {
		text string
		s    format.Selection
		want string
	}{
		{written1, format.Selection{}, written1},
		{written1, format.Selection{SkipGeometry: true}, strings.Replace(written1, `{"type":"Point","coordinates":[40.73,36.06]}`, `null`, 1)},
		{written1, format.Selection{Fields: []int{}}, written1[:strings.Index(written1, `{"name"`)] + `{}}`},
		{written1, format.Selection{Fields: []int{2, 0}}, written1[:strings.Index(written1, `{"name"`)] + `{"name":"Shaddadi","count":120}}`},
		{written1, format.Selection{Fields: []int{1, 3, 99}, SkipGeometry: true}, `{"type":"Feature","id":"a","geometry":null,"properties":{"n\"q":[1,{"x":"}"}],"end":null}}`},
		{nulls, format.Selection{}, nulls},
		{nulls, format.Selection{Fields: []int{0}}, nulls},
		{nulls, format.Selection{SkipGeometry: true}, nulls},
	} {
		f := featureOf(t, c.text)
		got, err := format.AppendFeature([]byte("before "), f, c.s)
		if string(got) != "before "+c.want || err != nil {
			t.Errorf("%+v:\ngot  %s, %v\nwant before %s", c.s, got, err, c.want)
		}
		if all := c.s.Fields == nil && !c.s.SkipGeometry; c.s.IsAll() != all {
			t.Errorf("%+v: IsAll is %t", c.s, !all)
		}
	}
}

func TestAppendNearest(t *testing.T) {
	f := featureOf(t, written1)
	for _, c := range []struct {
		metres, azimuth float64
		want            string
	}{
		{0, 0, `{"distance":0.000,"azimuth":0.00}`},
		{1234.56789, 45.678, `{"distance":1234.568,"azimuth":45.68}`},
		{20003931.4586, 359.994, `{"distance":20003931.459,"azimuth":359.99}`},
		{1, 359.9951, `{"distance":1.000,"azimuth":0.00}`},
		{1, 360, `{"distance":1.000,"azimuth":0.00}`},
		{1, -90, `{"distance":1.000,"azimuth":270.00}`},
		{1, -1e-9, `{"distance":1.000,"azimuth":0.00}`},
		{1, math.Copysign(0, -1), `{"distance":1.000,"azimuth":0.00}`},
	} {
		got, err := format.AppendNearest(nil, geo.Hit{Feature: f, Metres: c.metres, Azimuth: c.azimuth}, format.Selection{})
		if want := written1[:len(written1)-1] + `,"nearest":` + c.want + `}`; string(got) != want || !json.Valid(got) || err != nil {
			t.Errorf("%v m, %v°:\ngot  %s, %v\nwant %s", c.metres, c.azimuth, got, err, want)
		}
	}
}

func TestAppendAllocates(t *testing.T) {
	f, buf := featureOf(t, written1), make([]byte, 0, 1024)
	fields := []int{0, 2}
	for name, write := range map[string]func(){
		"all":         func() { format.AppendFeature(buf, f, format.Selection{}) },
		"fields":      func() { format.AppendFeature(buf, f, format.Selection{Fields: fields}) },
		"no geometry": func() { format.AppendFeature(buf, f, format.Selection{SkipGeometry: true}) },
		"nearest":     func() { format.AppendNearest(buf, geo.Hit{Feature: f, Metres: 12.5, Azimuth: 7}, format.Selection{}) },
	} {
		if n := testing.AllocsPerRun(100, write); n != 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	}
}
