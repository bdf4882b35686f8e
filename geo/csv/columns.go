package csv

import (
	"bytes"
	"strings"

	"cairn/geo/shape"
)

// role is what a column is for.
type role uint8

const (
	property role = iota
	place         // of which the geometry is made
	dropped       // says what the geometry says
	identity
)

// column is one column of a table.
type column struct {
	name []byte
	role role
	kind kind
}

// The names that columns have, best first. They are compared in lower case, without
// spaces, underscores and full stops.
var (
	longitudes = []string{"longitude", "lon", "lng", "long", "longitudedeg", "londeg", "decimallongitude", "longitudedd", "londd", "pointx", "xcoord", "x"}
	latitudes  = []string{"latitude", "lat", "lat", "lat", "latitudedeg", "latdeg", "decimallatitude", "latitudedd", "latdd", "pointy", "ycoord", "y"}
	geometries = []string{"geometry", "wkt", "geom", "thegeom", "geomwkt", "wktgeom", "geometrywkt", "wktgeometry", "geojson", "geometrygeojson", "stastext", "stasgeojson", "geoshape", "shape", "location"}
	ids        = []string{"id", "fid"}
)

// plainName is a name as it is compared.
func plainName(name []byte) string {
	return strings.NewReplacer("_", "", " ", "", ".", "", "-", "").Replace(strings.ToLower(string(name)))
}

// find returns the number of the column of that name, in any letter case; -1 if
// there is none.
func (d *reader) find(name string) int {
	for i := range d.columns {
		if string(d.columns[i].name) == name {
			return i
		}
	}
	for i := range d.columns {
		if strings.EqualFold(string(d.columns[i].name), name) {
			return i
		}
	}
	return -1
}

// roles finds out which columns make the place and the id.
func (d *reader) roles(looked *looked) error {
	d.lon, d.lat, d.height, d.shape, d.id = -1, -1, -1, -1, -1
	if err := d.named(); err != nil {
		return err
	}
	plain := make([]string, len(d.columns))
	for i := range d.columns {
		plain[i] = plainName(d.columns[i].name)
	}
	if d.Geometry == "" && d.Longitude == "" && !d.ours() {
		d.shape = geometryColumn(plain, looked)
	}
	if d.Longitude == "" && d.Geometry == "" {
		d.lon, d.lat = pair(plain)
	}
	if d.ID == "" && !d.Numbered {
		d.id = anyOf(plain, ids)
		if known := recognise(d.columns); known != nil && known.id != "" && d.id < 0 {
			d.id = d.find(known.id)
		}
	}
	if err := d.noProjection(plain); err != nil {
		return err
	}
	d.assign(plain)
	return nil
}

// ours reports whether the header is as [NewWriter] writes it for points: what else
// may look like a place is a property then.
func (d *reader) ours() bool {
	c := d.columns
	return d.manner.quotesMatter && len(c) >= 3 && string(c[0].name) == "id" && string(c[1].name) == "longitude" && string(c[2].name) == "latitude"
}

// named finds the columns that the options name.
func (d *reader) named() error {
	for _, n := range [...]struct {
		name string
		to   *int
	}{{d.Longitude, &d.lon}, {d.Latitude, &d.lat}, {d.Geometry, &d.shape}, {d.ID, &d.id}} {
		if n.name == "" {
			continue
		}
		if *n.to = d.find(n.name); *n.to < 0 {
			return d.fault(0, "", "there is no column called "+quoted(n.name)+"; the columns are "+d.listed())
		}
	}
	if (d.lon < 0) != (d.lat < 0) {
		return d.fault(0, "", "only one of longitude and latitude is named; expected both")
	}
	return nil
}

func (d *reader) listed() string {
	var names []string
	for i := range d.columns {
		if i == 50 {
			names = append(names, "…")
			break
		}
		names = append(names, string(d.columns[i].name))
	}
	return strings.Join(names, ", ")
}

// anyOf returns the column of the first of names that there is, -1 if there is none.
func anyOf(plain, names []string) int {
	for _, name := range names {
		for i := range plain {
			if plain[i] == name {
				return i
			}
		}
	}
	return -1
}

// pair returns the columns of the first pair of names that there is.
func pair(plain []string) (lon, lat int) {
	for i := range longitudes {
		lon, lat = anyOf(plain, longitudes[i:i+1]), anyOf(plain, latitudes[i:i+1])
		if lon >= 0 && lat >= 0 {
			return lon, lat
		}
	}
	return -1, -1
}

// geometryColumn returns the first column whose name says that it has geometries,
// and whose first cells do not say otherwise.
func geometryColumn(plain []string, looked *looked) int {
	for _, name := range geometries {
		i := anyOf(plain, []string{name})
		if i >= 0 && (looked.first[i] == nil || isGeometry(looked.first[i])) {
			return i
		}
	}
	return -1
}

// noProjection refuses a table that has only positions in a projection.
func (d *reader) noProjection(plain []string) error {
	east := anyOf(plain, []string{"easting", "eastings", "utmeasting", "utmx"})
	if d.lon >= 0 || d.shape >= 0 || east < 0 {
		return nil
	}
	return d.fault(east, "", "the positions seem to be in metres of a map projection; expected WGS 84 longitude and latitude: convert them, as with ogr2ogr -t_srs EPSG:4326")
}

// assign gives the columns their roles. A table that has both has its geometry and
// its longitudes and latitudes: the first counts, the others stay properties, but
// for known tables, in which they say the same.
func (d *reader) assign(plain []string) {
	if known := recognise(d.columns); known != nil && d.lon >= 0 && d.shape >= 0 {
		d.columns[d.shape].role = dropped
		d.shape = -1
	}
	if d.shape >= 0 {
		d.lon, d.lat = -1, -1
		d.columns[d.shape].role = place
	}
	if d.lon >= 0 {
		d.columns[d.lon].role, d.columns[d.lat].role = place, place
		if d.height = anyOf(plain, []string{"z"}); d.ours() && (d.height != 3 || string(d.columns[3].name) != "z") {
			d.height = -1
		}
		if d.height >= 0 {
			d.columns[d.height].role = place
		}
	}
	if d.id >= 0 && d.columns[d.id].role == property {
		d.columns[d.id].role = identity
	}
	if d.lon < 0 && d.shape < 0 {
		d.note("no column has a place, so the features have none; the columns are " + d.listed())
	}
}

// isGeometry reports whether a cell looks like a geometry in a form that is known.
func isGeometry(text []byte) bool {
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return false
	}
	if text[0] == '{' {
		return bytes.Contains(text, []byte(`"type"`))
	}
	if isHexWKB(text) {
		return true
	}
	word := strings.ToUpper(string(text[:min(len(text), 40)]))
	if strings.HasPrefix(word, "SRID=") {
		return true
	}
	for k := shape.Point; k <= shape.Collection; k++ {
		if rest, ok := strings.CutPrefix(word, strings.ToUpper(k.String())); ok && isAfterKind(rest) {
			return true
		}
	}
	return false
}

// isAfterKind reports whether a text is what comes behind the kind in well-known text:
// a bracket or EMPTY, perhaps with Z or M before it. Pointe-Noire is a town.
func isAfterKind(rest string) bool {
	rest = strings.TrimSpace(rest)
	for _, dimensions := range [...]string{"ZM", "Z", "M"} {
		if after, ok := strings.CutPrefix(rest, dimensions); ok {
			rest = strings.TrimSpace(after)
			break
		}
	}
	return strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "EMPTY")
}
