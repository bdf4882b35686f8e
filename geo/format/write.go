package format

import (
	"math"
	"slices"
	"strconv"

	"cairn/geo"
	"cairn/geo/crs"
)

// Selection says which parts of a feature to write. The zero Selection is all
// of it.
type Selection struct {
	Fields       []int    // numbers of the properties to write, in the feature's schema; nil for all
	SkipGeometry bool     // write "geometry":null
	CRS          *crs.CRS // of the positions; nil for CRS84
	// Value writes what stands for a property's value; nil for the value itself.
	Value func(b []byte, field int, v geo.Value) []byte
}

// IsAll reports whether the selection is the feature as it stands.
func (s Selection) IsAll() bool {
	return s.Fields == nil && !s.SkipGeometry && s.Value == nil && isStored(s.CRS)
}

// AppendFeature appends the selected parts of f as one compact GeoJSON Feature
// (RFC 7946 §3.2). The properties stand in the order in which the feature has
// them; null properties stay null. The error is that of [AppendProjected], and
// leaves b as it was; without a CRS there is none.
func AppendFeature(b []byte, f geo.Feature, s Selection) ([]byte, error) {
	if s.IsAll() {
		return append(b, f.GeoJSON()...), nil
	}
	start := len(b)
	b = append(b, `{"type":"Feature","id":`...)
	b = append(b, f.RawID()...)
	b = append(b, `,"geometry":`...)
	if s.SkipGeometry {
		b = append(b, "null"...)
	} else {
		var err error
		if b, err = AppendProjected(b, f.GeometryJSON(), s.CRS); err != nil {
			return b[:start], err
		}
	}
	b = append(b, `,"properties":`...)
	if all := f.PropertiesJSON(); s.Fields == nil && s.Value == nil || all[0] == 'n' {
		b = append(b, all...)
	} else {
		b = appendProperties(b, f, &s)
	}
	return append(b, '}'), nil
}

func appendProperties(b []byte, f geo.Feature, s *Selection) []byte {
	b = append(b, '{')
	known, start := f.Schema().Fields(), len(b)
	for field, v := range f.Properties {
		if s.Fields != nil && !slices.Contains(s.Fields, field) {
			continue
		}
		if len(b) > start {
			b = append(b, ',')
		}
		b = append(geo.AppendString(b, known[field].Name), ':')
		if s.Value != nil {
			b = s.Value(b, field, v)
			continue
		}
		b = append(b, v...)
	}
	return append(b, '}')
}

// AppendNearest appends what [AppendFeature] does, with a foreign member
// (RFC 7946 §6.1) that tells where the feature lies from the point asked for:
// "nearest":{"distance":…,"azimuth":…}. The distance is in metres, to the
// millimetre; the azimuth in degrees clockwise from north, below 360, to the
// hundredth.
func AppendNearest(b []byte, h geo.Hit, s Selection) ([]byte, error) {
	b, err := AppendFeature(b, h.Feature, s)
	if err != nil {
		return b, err
	}
	b = append(b[:len(b)-1], `,"nearest":{"distance":`...)
	b = appendFixed(b, h.Metres, 3)
	azimuth := math.Mod(h.Azimuth, 360)
	if azimuth < 0 {
		azimuth += 360
	}
	if azimuth >= 359.995 {
		azimuth = 0
	}
	azimuth += 0 // not -0
	b = appendFixed(append(b, `,"azimuth":`...), azimuth, 2)
	return append(b, "}}"...), nil
}

// appendFixed appends v, which is not negative and below 1e12, with so many
// decimals, at a fifth of the cost of finding the shortest digits.
func appendFixed(b []byte, v float64, decimals int) []byte {
	scale := uint64(1)
	for range decimals {
		scale *= 10
	}
	n := uint64(math.Round(v * float64(scale)))
	b = append(strconv.AppendUint(b, n/scale, 10), '.')
	for rest := n % scale; decimals > 0; decimals-- {
		scale /= 10
		b = append(b, '0'+byte(rest/scale))
		rest %= scale
	}
	return b
}
