package gpkg

import (
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/tabular"
)

// decodingOf tells how a column of the declared type and the mime type in
// gpkg_data_columns holds its values.
func decodingOf(declared, mime string) encoding {
	declared, _, _ = strings.Cut(strings.ToUpper(declared), "(")
	switch strings.TrimSpace(declared) {
	case "BOOLEAN", "BOOL":
		return asBoolean
	case "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "BIGINT":
		return asInteger
	case "FLOAT", "DOUBLE", "REAL", "NUMERIC":
		return asReal
	case "DATE":
		return asDate
	case "DATETIME", "TIMESTAMP":
		return asMoment
	case "BLOB", "GEOMETRY", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "GEOMCOLLECTION":
		return asBytes
	}
	if mime == document {
		return asDocument
	}
	return asText
}

// appendValue appends what a column holds as a [geo.Value]. SQLite lets every
// column hold anything: what is not of the column's type is given as what it is.
// Bytes become null.
func appendValue(b []byte, held any, e encoding) geo.Value {
	switch v := held.(type) {
	case int64:
		if e == asBoolean {
			return strconv.AppendBool(b, v != 0)
		}
		return strconv.AppendInt(b, v, 10)
	case float64:
		return tabular.AppendFloat(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case string:
		switch e {
		case asDocument:
			if json, ok := tabular.AppendJSON(b, []byte(v)); ok {
				return json
			}
		case asMoment:
			return geo.AppendString(b, readMoment(v))
		}
		return geo.AppendString(b, v)
	}
	return append(b, "null"...)
}

// readMoment gives a DATETIME in the form of RFC 3339. Such a text may lack its
// seconds or its zone, which is UTC, or have a space before the time, as SQLite's
// own functions write it. Zeros at the end of a fraction are left out. What is no
// moment is returned as it is.
func readMoment(s string) string {
	if len(s) < len("2026-01-20T08:00") || s[10] != 'T' && s[10] != ' ' {
		return s
	}
	clock, zone := s[11:], "Z"
	if i := strings.IndexAny(clock, "Z+-"); i >= 0 {
		clock, zone = clock[:i], clock[i:]
	}
	if len(clock) == len("08:00") {
		clock += ":00"
	}
	if strings.Contains(clock, ".") {
		clock = strings.TrimRight(strings.TrimRight(clock, "0"), ".")
	}
	full := s[:10] + "T" + clock + zone
	if _, ok := geo.ParseInstant([]byte(full)); !ok {
		return s
	}
	return full
}
