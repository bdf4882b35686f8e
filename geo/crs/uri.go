package crs

import (
	"strconv"
	"strings"
)

// Addresses of systems (OGC 18-058r1 §6.2, OGC 12-032r2).
const (
	addressOGC  = "http://www.opengis.net/def/crs/OGC/"
	addressEPSG = "http://www.opengis.net/def/crs/EPSG/0/"
)

// longest is how long a name may be: the longest right one has half of it.
const longest = 128

// served ends a refusal for which there is no better hint.
const served = "; expected OGC:CRS84, EPSG:4326, EPSG:3857, EPSG:3035 or a UTM zone on WGS 84, EPSG:32601 to 32660 and EPSG:32701 to 32760"

// Parse returns the system that s names, in any of these ways, upper or lower case:
//
//	http://www.opengis.net/def/crs/EPSG/0/4326   an address (OGC 12-032r2), https too,
//	http://www.opengis.net/def/crs/EPSG/9.9.1/4326   and with a version of the register
//	urn:ogc:def:crs:EPSG::4326                   a URN (OGC 07-092r3), with a version too
//	EPSG:4326, [EPSG:4326]                       a CURIE, and a safe one
//
// and likewise OGC/1.3/CRS84 and OGC/0/CRS84h. Versions are not told apart: the systems
// served have not changed. The error is an *[Error] with hints.
func Parse(s string) (*CRS, error) {
	if len(s) > longest {
		return nil, &Error{Msg: "a name of " + strconv.Itoa(len(s)) + " bytes is none of a coordinate reference system" + served}
	}
	authority, code, ok := split(strings.ToLower(s))
	if ok {
		switch authority {
		case "epsg":
			if c := numbered(code); c != nil {
				return c, nil
			}
		case "ogc":
			switch code {
			case "crs84":
				return CRS84, nil
			case "crs84h":
				return crs84h, nil
			}
		}
	}
	e := &Error{Msg: strconv.Quote(s) + " is no coordinate reference system served here", Hints: hints(strings.ToLower(s))}
	if e.Hints == nil {
		e.Msg += served
	}
	return nil, e
}

// split takes a name apart; it is in lower case.
func split(s string) (authority, code string, ok bool) {
	if rest, found := strings.CutPrefix(s, "["); found {
		if s, ok = strings.CutSuffix(rest, "]"); !ok || strings.Contains(s, "/") {
			return "", "", false
		}
	}
	if rest, found := cutAddress(s); found {
		parts := strings.Split(rest, "/")
		if len(parts) != 3 || !isVersion(parts[1]) || parts[1] == "" {
			return "", "", false
		}
		return parts[0], parts[2], true
	}
	if rest, found := strings.CutPrefix(s, "urn:ogc:def:crs:"); found {
		parts := strings.Split(rest, ":")
		if len(parts) != 3 || !isVersion(parts[1]) {
			return "", "", false
		}
		return parts[0], parts[2], true
	}
	return strings.Cut(s, ":")
}

// cutAddress takes the beginning of an address away.
func cutAddress(s string) (rest string, found bool) {
	s, found = strings.CutPrefix(s, "http")
	if !found {
		return s, false
	}
	return strings.CutPrefix(strings.TrimPrefix(s, "s"), "://www.opengis.net/def/crs/")
}

// isVersion reports whether s is a version of a register: none, or numbers and dots.
func isVersion(s string) bool {
	return strings.Trim(s, "0123456789.") == ""
}

// numbered returns the system with a number in the EPSG dataset, nil if it is none
// of ours.
func numbered(code string) *CRS {
	if len(code) < 4 || len(code) > 5 || code[0] == '0' || strings.Trim(code, "0123456789") != "" {
		return nil
	}
	n, err := strconv.Atoi(code)
	if err != nil {
		return nil
	}
	return byNumber(n)
}

func byNumber(n int) *CRS {
	switch {
	case n == wgs84.epsg:
		return wgs84
	case n == wgs3D.epsg:
		return wgs3D
	case n == webMercator.epsg:
		return webMercator
	case n == europe.epsg:
		return europe
	case n >= 32601 && n <= 32660:
		return zones[n-32601]
	case n >= 32701 && n <= 32760:
		return zones[n-32701+60]
	}
	return nil
}

// hints returns the systems that may be meant by a name in lower case, nil if there
// is no telling.
func hints(s string) []*CRS {
	switch {
	case strings.Contains(s, "crs84h"), strings.Contains(s, "crs:84h"):
		return []*CRS{crs84h}
	case strings.Contains(s, "crs84"), strings.Contains(s, "crs:84"):
		return []*CRS{CRS84}
	case strings.Contains(s, "wgs84"), strings.Contains(s, "wgs 84"), strings.Contains(s, "wgs:84"):
		return []*CRS{CRS84, wgs84}
	case strings.Contains(s, "mercator"), strings.Contains(s, "google"):
		return []*CRS{webMercator}
	}
	n, err := strconv.Atoi(s[len(strings.TrimRight(s, "0123456789")):])
	if err != nil {
		return nil
	}
	if c := kin(n); c != nil {
		return []*CRS{c}
	}
	return nil
}

// kin returns the system that a number stands for, or the one served that comes
// nearest to it: the same projection on another datum, or what came after it.
func kin(n int) *CRS {
	switch {
	case n == 900913, n == 3785, n == 102100, n == 102113, n == 3395, n == 54004:
		return webMercator
	case n == 84, n == 4258, n == 4269, n == 4322, n == 4230, n == 4055:
		return wgs84
	case n == 4978, n == 4937, n == 4329, n == 4327:
		return wgs3D
	case n == 3034, n == 102013:
		return europe
	case n >= 25828 && n <= 25838: // ETRS89
		return byNumber(n - 25800 + 32600)
	case n >= 23028 && n <= 23038: // ED50
		return byNumber(n - 23000 + 32600)
	case n >= 32201 && n <= 32260, n >= 32301 && n <= 32360: // WGS 72
		return byNumber(n + 400)
	case n >= 26901 && n <= 26923: // NAD83
		return byNumber(n - 26900 + 32600)
	case n >= 32401 && n <= 32460, n >= 32501 && n <= 32560: // WGS 72BE
		return byNumber(n + 200)
	}
	return byNumber(n)
}
