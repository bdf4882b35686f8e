package gpkg

import (
	"fmt"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/crs"
)

// srs is a row of gpkg_spatial_ref_sys (§1.1.2.1).
type srs struct {
	id           int32
	name         string
	organization string
	code         int
	definition   string // well-known text (OGC 01-009)
}

// wgs84 is the number of WGS 84, whose coordinates a GeoPackage has longitude
// first like all others (§1.1.1.1.3, note to requirement 11).
const wgs84 = 4326

// requiredSRS are the rows every file must have (requirement 11).
var requiredSRS = [...]srs{
	{-1, "Undefined Cartesian SRS", "NONE", -1, "undefined"},
	{0, "Undefined geographic SRS", "NONE", 0, "undefined"},
	{wgs84, "WGS 84 geodetic", "EPSG", wgs84, wgs84Text},
}

const wgs84Text = `GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],` +
	`PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]`

const etrs89Text = `GEOGCS["ETRS89",DATUM["European_Terrestrial_Reference_System_1989",SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]],AUTHORITY["EPSG","6258"]],` +
	`PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4258"]]`

const metre = `UNIT["metre",1,AUTHORITY["EPSG","9001"]]`

// srsOf returns the row for a system; nil is CRS84.
func srsOf(c *crs.CRS) srs {
	if c == nil || c.EPSG() == 0 || c.EPSG() == wgs84 {
		return requiredSRS[2]
	}
	code := c.EPSG()
	return srs{int32(code), c.Name(), "EPSG", code, definition(code, c.Name())}
}

// definition writes the system's well-known text; "undefined" if there is none
// here, which leaves readers the number.
func definition(code int, name string) string {
	zone := code % 100
	switch {
	case code == 3857:
		return projected(`"WGS 84 / Pseudo-Mercator"`, wgs84Text, `PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],`+
			metre+`,AXIS["Easting",EAST],AXIS["Northing",NORTH],EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs"]`, code)
	case code == 3035:
		return projected(`"ETRS89-extended / LAEA Europe"`, etrs89Text, `PROJECTION["Lambert_Azimuthal_Equal_Area"],PARAMETER["latitude_of_center",52],PARAMETER["longitude_of_center",10],PARAMETER["false_easting",4321000],PARAMETER["false_northing",3210000],`+metre, code)
	case code/100 == 326 && zone >= 1 && zone <= 60:
		return projected(fmt.Sprintf(`"WGS 84 / UTM zone %dN"`, zone), wgs84Text, transverse(zone, 0), code)
	case code/100 == 327 && zone >= 1 && zone <= 60:
		return projected(fmt.Sprintf(`"WGS 84 / UTM zone %dS"`, zone), wgs84Text, transverse(zone, 10_000_000), code)
	}
	return "undefined"
}

func projected(name, geographic, rest string, code int) string {
	return fmt.Sprintf(`PROJCS[%s,%s,%s,AUTHORITY["EPSG","%d"]]`, name, geographic, rest, code)
}

func transverse(zone, northing int) string {
	return fmt.Sprintf(`PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",%d],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",%d],%s,AXIS["Easting",EAST],AXIS["Northing",NORTH]`,
		zone*6-183, northing, metre)
}

// esri are numbers that Esri has given to systems that EPSG has too.
var esri = map[int]int{102100: 3857, 102113: 3857, 900913: 3857}

// system returns the system that a row means, nil for longitude and latitude. The error is Invalid and says how to
// convert the file, whose table it is.
func (s srs) system(table string) (*crs.CRS, error) {
	if s.id == 0 && s.code == 0 {
		return nil, nil // degrees of no known datum: positions that are not on Earth are refused later
	}
	code := s.code
	if to, ok := esri[code]; ok {
		code = to
	}
	known := strings.EqualFold(s.organization, "EPSG") || strings.EqualFold(s.organization, "ESRI")
	if known && code == wgs84 {
		return nil, nil
	}
	if c, err := crs.Parse("EPSG:" + strconv.Itoa(code)); known && err == nil && c.EPSG() == code {
		return c, nil
	}
	what := fmt.Sprintf("%q (%s:%d), which is not known here", s.name, s.organization, s.code)
	from := ""
	if s.id < 0 || s.definition == "undefined" {
		what = "a system that the file does not define"
		from = "-s_srs EPSG:NUMBER "
	}
	return nil, &geo.Error{Kind: geo.Invalid, Path: tablePath(table), Msg: "its coordinates are in " + what +
		"; expected WGS 84, Web Mercator, UTM or ETRS89-LAEA: convert it, as with ogr2ogr " + from + "-t_srs EPSG:4326 out.gpkg in.gpkg"}
}

func tablePath(table string) string { return "table " + strconv.Quote(table) }
