package csv

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"cairn/geo"
)

// known is a table whose columns have a published meaning. What that is, is added to
// each row as properties before the table's own, which stay as they are.
type known struct {
	columns []string // by which it is recognised
	id      string   // the column with the id, if it is not called so
	derived []derived
}

// derived is a property that is worked out from cells of a row.
type derived struct {
	name  string
	value func(b []byte, r row) []byte
}

// row gives the cells of a row by the names of their columns.
type row struct {
	fields []field
	at     map[string]int
}

// cell returns the cell of a column, nil if there is none.
func (r row) cell(name string) []byte {
	if i, ok := r.at[name]; ok {
		return r.fields[i].text
	}
	return nil
}

// The tables that are known: the UCDP Georeferenced Event Dataset (code book 19.1,
// §§3 and 4: where_prec, date_prec), and the export of ACLED.
//
// A title is made of names that the row has, and says no more than they do: who took
// part is listed as the table lists it. A position has an accuracy in metres only
// where the code book has a number for it.
var (
	ucdp = known{
		columns: []string{"type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates", "latitude", "longitude", "date_prec", "date_start", "date_end", "low", "best", "high"},
		derived: []derived{
			{"title", func(b []byte, r row) []byte {
				return joined(b, ", ", joined(nil, " – ", r.cell("side_a"), r.cell("side_b")),
					firstOf(r.cell("where_coordinates"), r.cell("adm_2"), r.cell("adm_1"), r.cell("country")))
			}},
			{"start", func(b []byte, r row) []byte { return appendDate(b, r.cell("date_start")) }},
			{"end", func(b []byte, r row) []byte { return appendDate(b, r.cell("date_end")) }},
			{"actors", func(b []byte, r row) []byte { return appendTexts(b, r.cell("side_a"), r.cell("side_b")) }},
			{"where_precision", coded("where_prec", "exact place", "within about 25 km of the point", "known to the district",
				"known to the province", "a line (river, road, border) or a vague region", "known to the country", "at sea or in the air")},
			{"date_precision", coded("date_prec", "the day", "within 2 to 6 days", "the week", "the month, or 8 to 30 days", "longer than 30 days")},
			{"position_accuracy", func(b []byte, r row) []byte {
				if string(r.cell("where_prec")) == "2" {
					return append(b, "25000"...)
				}
				return append(b, "null"...)
			}},
		},
	}
	acled = known{
		columns: []string{"event_id_cnty", "event_date", "time_precision", "event_type", "actor1", "geo_precision", "latitude", "longitude"},
		id:      "event_id_cnty",
		derived: []derived{
			{"title", func(b []byte, r row) []byte {
				return joined(b, ", ", firstOf(r.cell("sub_event_type"), r.cell("event_type")), firstOf(r.cell("location"), r.cell("admin2"), r.cell("admin1"), r.cell("country")))
			}},
			{"start", func(b []byte, r row) []byte { return appendSpan(b, r, false) }},
			{"end", func(b []byte, r row) []byte { return appendSpan(b, r, true) }},
			{"actors", func(b []byte, r row) []byte { return appendTexts(b, r.cell("actor1"), r.cell("actor2")) }},
			{"where_precision", coded("geo_precision", "exact place", "a place nearby stands for it", "the capital of the province stands for it")},
			{"date_precision", coded("time_precision", "the day", "the week", "the month")},
		},
	}
)

// recognise returns the known table that has these columns, nil if there is none.
func recognise(columns []column) *known {
	names := map[string]bool{}
	for _, c := range columns {
		names[string(c.name)] = true
	}
	for _, k := range [...]*known{&ucdp, &acled} {
		all := true
		for _, name := range k.columns {
			all = all && names[name]
		}
		if all {
			return k
		}
	}
	return nil
}

// derive adds what follows from the row, but for what it says itself.
func (d *reader) derive() error {
	if d.at == nil {
		d.at = make(map[string]int, len(d.columns))
		for i, c := range d.columns {
			d.at[string(c.name)] = i
		}
	}
	r := row{d.fields, d.at}
	for _, p := range d.known.derived {
		if _, there := d.at[p.name]; there {
			continue
		}
		d.scratch = p.value(d.scratch[:0], r)
		if err := d.b.Add([]byte(p.name), d.scratch); err != nil {
			return d.refused(0, err)
		}
	}
	return nil
}

// coded says in words what the numbers from 1 in a column mean.
func coded(column string, meanings ...string) func(b []byte, r row) []byte {
	return func(b []byte, r row) []byte {
		i, err := strconv.Atoi(string(r.cell(column)))
		if err != nil || i < 1 || i > len(meanings) {
			return append(b, "null"...)
		}
		return geo.AppendString(b, meanings[i-1])
	}
}

func firstOf(texts ...[]byte) []byte {
	for _, t := range texts {
		if t = bytes.TrimSpace(t); len(t) > 0 {
			return t
		}
	}
	return nil
}

// joined returns the texts that are not empty with a separator between them: as
// they are if b is nil, otherwise appended to b as a JSON string, or null.
func joined(b []byte, separator string, texts ...[]byte) []byte {
	var all []byte
	for _, t := range texts {
		if t = bytes.TrimSpace(t); len(t) == 0 {
			continue
		}
		if len(all) > 0 {
			all = append(all, separator...)
		}
		all = append(all, t...)
	}
	switch {
	case b == nil:
		return all
	case len(all) == 0:
		return append(b, "null"...)
	}
	return geo.AppendString(b, all)
}

// appendTexts appends an array of the texts that are not empty, each once.
func appendTexts(b []byte, texts ...[]byte) []byte {
	b = append(b, '[')
	for i, t := range texts {
		if t = bytes.TrimSpace(t); len(t) == 0 || i > 0 && bytes.Equal(t, bytes.TrimSpace(texts[0])) {
			continue
		}
		if b[len(b)-1] != '[' {
			b = append(b, ',')
		}
		b = geo.AppendString(b, t)
	}
	return append(b, ']')
}

// date reads a day: 2016-01-05, also with midnight after it, or 5 January 2016.
func date(t []byte) (day time.Time, ok bool) {
	s := string(bytes.TrimSpace(t))
	if len(s) > 10 && (s[10] == ' ' || s[10] == 'T') && strings.Trim(s[11:], "0:.") == "" {
		s = s[:10]
	}
	for _, form := range [...]string{time.DateOnly, "2 January 2006"} {
		if day, err := time.Parse(form, s); err == nil {
			return day, true
		}
	}
	return day, false
}

func appendDate(b, t []byte) []byte {
	day, ok := date(t)
	if !ok {
		return append(b, "null"...)
	}
	return geo.AppendString(b, day.Format(time.DateOnly))
}

// appendSpan appends the first or the last day of when an event of ACLED may have
// been: the week around the date where that is all that is known (time_precision 2),
// or the month it is in (3).
func appendSpan(b []byte, r row, last bool) []byte {
	day, ok := date(r.cell("event_date"))
	if !ok {
		return append(b, "null"...)
	}
	first, end := day, day
	switch string(r.cell("time_precision")) {
	case "2":
		first, end = day.AddDate(0, 0, -3), day.AddDate(0, 0, 3)
	case "3":
		first = day.AddDate(0, 0, 1-day.Day())
		end = first.AddDate(0, 1, -1)
	}
	if last {
		first = end
	}
	return geo.AppendString(b, first.Format(time.DateOnly))
}
