package tabular

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"math"
	"strconv"

	"cairn/geo"
)

// maxJSONDepth is how deep arrays and objects may stand within one another, as in
// GeoJSON files.
const maxJSONDepth = 512

// AppendJSON appends a JSON text in the form that features have: compact, strings
// canonical. ok is false, and nothing appended, if text is not one JSON value, has a
// number that a float64 cannot hold, or a name twice in one object, or is deeper than
// 512.
func AppendJSON(b []byte, text []byte) (out []byte, ok bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	out, ok = appendValue(b, d)
	if !ok {
		return b, false
	}
	if _, err := d.Token(); err != io.EOF {
		return b, false
	}
	return out, true
}

// appendValue appends the tokens of one value.
func appendValue(b []byte, d *json.Decoder) ([]byte, bool) {
	var open []json.Delim       // what is open
	var names []map[string]bool // of what is open; nil for an array
	key := false                // the last token was a name
	for {
		token, err := d.Token()
		if err != nil {
			return nil, false
		}
		closing := token == json.Delim(']') || token == json.Delim('}')
		if last := b; !closing && !key && len(open) > 0 && last[len(last)-1] != '[' && last[len(last)-1] != '{' {
			b = append(b, ',')
		}
		name := !closing && !key && len(open) > 0 && open[len(open)-1] == '{'
		if key = name; name {
			taken, text := names[len(names)-1], token.(string)
			if taken[text] {
				return nil, false
			}
			taken[text] = true
		}
		switch t := token.(type) {
		case json.Delim:
			b = append(b, byte(t))
			if closing {
				open, names = open[:len(open)-1], names[:len(names)-1]
				break
			}
			if open = append(open, t); len(open) > maxJSONDepth {
				return nil, false
			}
			names = append(names, nil)
			if t == '{' {
				names[len(names)-1] = map[string]bool{}
			}
		case string:
			b = geo.AppendString(b, t)
		case json.Number:
			if _, err := strconv.ParseFloat(string(t), 64); err != nil {
				return nil, false
			}
			b = append(b, t...)
		case bool:
			b = strconv.AppendBool(b, t)
		case nil:
			b = append(b, "null"...)
		}
		if name {
			b = append(b, ':')
		} else if len(open) == 0 {
			return b, true
		}
	}
}

// AppendFloat appends v as a JSON number with the shortest digits; null if it is NaN
// or infinite, which JSON cannot write.
func AppendFloat(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(b, "null"...)
	}
	return geo.AppendFloat(b, v)
}

// AppendFloat32 appends v with the shortest digits that give the same float32; see
// [AppendFloat].
func AppendFloat32(b []byte, v float32) []byte {
	if a := math.Abs(float64(v)); a >= 1e-6 && a < 1e21 {
		return strconv.AppendFloat(b, float64(v), 'f', -1, 32)
	}
	return AppendFloat(b, float64(v))
}

// AppendBase64 appends bytes as a JSON string in base 64 (RFC 4648 §4).
func AppendBase64(b []byte, data []byte) []byte {
	return append(base64.StdEncoding.AppendEncode(append(b, '"'), data), '"')
}

// AppendDateTime appends the text of a date-time as a JSON string. One without an
// offset, which RFC 3339 does not have, is taken for UTC.
func AppendDateTime(b []byte, text []byte) []byte {
	start := len(b)
	if b = geo.AppendString(b, text); geo.Value(b[start:]).Kind() != geo.Text || len(text) < len("2006-01-02T15:04:05") {
		return b
	}
	utc := append(b[:len(b)-1:len(b)-1], `Z"`...)
	if geo.Value(utc[start:]).Kind() == geo.DateTime {
		return utc
	}
	return b
}
