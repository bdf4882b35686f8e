package watch

import (
	"strconv"

	"cairn/geo"
)

// AppendChange appends a change as JSON, with what the feature was before and is after
// it: members rev, at, by and op as [AppendMade] writes them, collection, id, watch (the
// kind), feature (null if it was deleted) and old (null if there was none).
func AppendChange(b []byte, c geo.Change, kind string) []byte {
	b = AppendMade(append(b, '{'), c)
	b = geo.AppendString(append(b, `,"collection":`...), string(c.In))
	id := c.Feature
	if c.Op == geo.Delete {
		id = c.Old
	}
	b = append(append(b, `,"id":`...), id.RawID()...)
	b = append(append(append(b, `,"watch":"`...), kind...), `","feature":`...)
	if c.Op == geo.Delete {
		b = append(b, "null"...)
	} else {
		b = append(b, c.Feature.GeoJSON()...)
	}
	b = append(b, `,"old":`...)
	if c.Old.IsZero() {
		return append(b, "null}"...)
	}
	return append(append(b, c.Old.GeoJSON()...), '}')
}

// AppendMade appends members of a JSON object: the number of a change (rev), when it
// was made (at, RFC 3339), by whom (by, or null) and what it did (op).
func AppendMade(b []byte, c geo.Change) []byte {
	b = strconv.AppendInt(append(b, `"rev":`...), int64(c.Rev), 10)
	b = append(append(append(b, `,"at":"`...), c.At.Time().Format("2006-01-02T15:04:05.999999Z07:00")...), `","by":`...)
	if c.By == "" {
		b = append(b, "null"...)
	} else {
		b = geo.AppendString(b, c.By)
	}
	return append(append(append(b, `,"op":"`...), Verb(c)...), '"')
}

// Verb says what a change did to a feature: created, changed or deleted.
func Verb(c geo.Change) string {
	switch {
	case c.Op == geo.Delete:
		return "deleted"
	case c.Old.IsZero():
		return "created"
	}
	return "changed"
}
