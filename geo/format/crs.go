package format

import "strings"

// crsMember reads "crs" as a member of a Feature or a geometry.
func (p *parser) crsMember(at int, name []byte) bool {
	if !p.names.add(name) {
		return p.twice(at, name)
	}
	p.next()
	return p.crs(p.pos)
}

// crs reads the value of "crs" in GeoJSON 2008, which RFC 7946 §4 has taken away.
// Names of WGS 84 longitude and latitude are taken, null says nothing, and any
// other is refused: degrees must not be made of metres.
func (p *parser) crs(at int) bool {
	p.text = p.text[:0]
	if !p.copyValue() {
		return false
	}
	if string(p.text) == "null" {
		return true
	}
	name := memberOf(memberOf(p.text, "properties"), "name")
	if len(name) < 2 || name[0] != '"' {
		return p.fail(at, `"crs" names no coordinate system; expected WGS 84 longitude and latitude: take "crs" away if that is what they are`)
	}
	name = name[1 : len(name)-1]
	if isLonLat(string(name)) {
		return true
	}
	return p.fail(at, "the coordinates are in "+shownText(name)+"; expected WGS 84 longitude and latitude (RFC 7946 §4): convert them, as with ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES out.geojson in.geojson")
}

// isLonLat reports whether name stands for WGS 84. EPSG:4326 is latitude first by
// its own definition, but in a GeoJSON file it has always meant longitude first,
// and that is how GDAL writes and reads it.
func isLonLat(name string) bool {
	name = strings.ToLower(name)
	for _, prefix := range [...]string{"urn:ogc:def:crs:", "http://www.opengis.net/def/crs/", "https://www.opengis.net/def/crs/"} {
		name = strings.TrimPrefix(name, prefix)
	}
	switch strings.ReplaceAll(name, "/", ":") {
	case "ogc:1.3:crs84", "ogc::crs84", "ogc:0:crs84", "ogc:crs84", "crs84", "epsg::4326", "epsg:0:4326", "epsg:4326":
		return true
	}
	return false
}

// memberOf returns the value of a member of the object that compact is, nil if it
// is none or has none of that name.
func memberOf(compact []byte, name string) []byte {
	if len(compact) < 2 || compact[0] != '{' {
		return nil
	}
	depth, start, wanted := 0, 0, false
	for i := 1; i < len(compact); i++ {
		switch c := compact[i]; c {
		case '"':
			from := i
			for i++; compact[i] != '"'; i++ {
				if compact[i] == '\\' {
					i++
				}
			}
			if depth == 0 && compact[i+1] == ':' {
				wanted = string(compact[from+1:i]) == name
				start = i + 2
			}
		case '{', '[':
			depth++
		case ',', '}', ']':
			if depth == 0 && wanted {
				return compact[start:i]
			}
			if c != ',' {
				depth--
			}
		}
	}
	return nil
}
