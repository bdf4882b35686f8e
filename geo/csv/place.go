package csv

import (
	"bytes"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo/shape"
)

// place gives the builder the row's geometry.
func (d *reader) place() error {
	if d.shape >= 0 {
		return d.geometry()
	}
	if d.lon < 0 {
		return nil
	}
	lonText, latText := bytes.TrimSpace(d.fields[d.lon].text), bytes.TrimSpace(d.fields[d.lat].text)
	if len(lonText) == 0 && len(latText) == 0 {
		return nil
	}
	lon, err := d.degrees(d.lon, lonText, "longitude", "40.73")
	if err != nil {
		return err
	}
	lat, err := d.degrees(d.lat, latText, "latitude", "36.06")
	if err != nil {
		return err
	}
	p, err := shape.OnEarth(orb.Point{lon, lat})
	if err != nil {
		wrong := d.lat
		if lat >= -90 && lat <= 90 {
			wrong = d.lon
		}
		return d.refused(wrong, err)
	}
	if p[0] == 0 && p[1] == 0 && !d.null {
		d.null = true
		d.note("line " + strconv.Itoa(d.line) + " has the position 0, 0, in the sea off Africa: is it unknown? Then leave it empty")
	}
	var height []byte
	if d.height >= 0 {
		height = bytes.TrimSpace(d.fields[d.height].text)
	}
	if len(height) > 0 {
		z, err := d.degrees(d.height, height, "height", "298.5")
		if err != nil {
			return err
		}
		d.figure.Reset(shape.Point)
		d.figure.Add(p, z)
		return d.give(d.height)
	}
	if p[0] != lon || p[1] != lat || !isNumber(lonText) || !isNumber(latText) {
		d.b.SetPoint(p, nil)
		return nil
	}
	d.scratch = append(append(d.scratch[:0], '['), lonText...)
	d.scratch = append(append(d.scratch, ','), latText...)
	d.b.SetPoint(p, append(d.scratch, ']'))
	return nil
}

// degrees reads a number, with a decimal point or a decimal comma.
func (d *reader) degrees(i int, t []byte, what, example string) (float64, error) {
	if len(t) == 0 {
		return 0, d.fault(i, "", "the "+what+" is empty, and the other number is not; expected both, or none")
	}
	for _, c := range t {
		switch c {
		case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', '.', ',', 'e', 'E':
		default:
			return 0, d.noDegrees(i, t, what, example)
		}
	}
	if bytes.IndexByte(t, ',') >= 0 {
		t = bytes.Replace(t, []byte{','}, []byte{'.'}, 1)
	}
	v, err := strconv.ParseFloat(string(t), 64)
	if err != nil {
		return 0, d.noDegrees(i, t, what, example)
	}
	return v, nil
}

func (d *reader) noDegrees(i int, t []byte, what, example string) error {
	msg := "the " + what + " " + quoted(string(t)) + " is no number; expected one like " + example
	if bytes.ContainsAny(t, "°'′\"″NSEWnsew") && bytes.ContainsAny(t, "0123456789") {
		msg += ", in decimal degrees: degrees, minutes and seconds are to be converted, as 40°43'49\"E to 40.7303"
	} else {
		msg += ", or nothing where it is not known"
	}
	return d.fault(i, "", msg)
}

// geometry reads the cell with the geometry.
func (d *reader) geometry() error {
	t := bytes.TrimSpace(d.fields[d.shape].text)
	if len(t) == 0 {
		return nil
	}
	var err error
	switch {
	case t[0] == '{':
		err = d.figure.ParseGeoJSON(t)
	case isHexWKB(t):
		return d.fault(d.shape, "", "the geometry is WKB in hexadecimal; expected WKT like POINT (40.73 36.06): write it as such, in PostGIS with ST_AsText")
	default:
		err = d.figure.ParseWKT(t)
	}
	if err != nil {
		return d.refused(d.shape, err)
	}
	return d.give(d.shape)
}

// give gives the geometry that was read from a field to the feature.
func (d *reader) give(i int) error {
	if err := d.figure.Give(d.b); err != nil {
		return d.refused(i, err)
	}
	return nil
}

// isHexWKB reports whether t is a geometry in binary, in hexadecimal.
func isHexWKB(t []byte) bool {
	if len(t) < 18 || len(t)%2 != 0 || t[0] != '0' || t[1] != '0' && t[1] != '1' {
		return false
	}
	for _, c := range t {
		if c-'0' > 9 && c|0x20-'a' > 5 {
			return false
		}
	}
	return true
}
