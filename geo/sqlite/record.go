package sqlite

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"

	"cairn/geo"
)

// record is a row of cairn_log.
type record struct {
	rev   geo.Rev
	at    geo.Instant
	who   string
	op    geo.Op
	in    geo.Name
	id    geo.ID  // of the feature; empty for a collection
	fid   int64   // of its row; 0 for none
	next  geo.Rev // the change that replaced what this one made; 0 while it stands
	place geo.Cursor
	after []byte // the feature's GeoJSON, or what is said of the collection; nil for none
	was   []byte // what the collection was, as JSON; nil where only its features are others
}

// opNames are what the kinds of change are called in the log.
var opNames = [...]string{geo.PutCollection: "describe", geo.DropCollection: "drop", geo.Put: "put", geo.Create: "create", geo.Delete: "delete"}

// recordColumns are the columns of a record, in the order in which [record.scan]
// reads them.
const recordColumns = "rev, at, who, op, collection, id, ifnull(fid, 0), ifnull(next, 0), place, after, was, sum"

// newSum returns a function that makes the checksum of a record: CRC-32C of what is
// in it but next, which changes.
func newSum() func(*record) int64 {
	table := crc32.MakeTable(crc32.Castagnoli)
	var b []byte
	return func(r *record) int64 {
		b = binary.LittleEndian.AppendUint64(b[:0], uint64(r.rev))
		b = binary.LittleEndian.AppendUint64(b, uint64(r.at))
		b = binary.LittleEndian.AppendUint64(b, uint64(r.fid))
		b = binary.LittleEndian.AppendUint64(b, uint64(r.place))
		for _, text := range [...]string{r.who, opNames[r.op], string(r.in), string(r.id)} {
			b = append(binary.LittleEndian.AppendUint32(b, uint32(len(text))), text...)
		}
		return int64(crc32.Update(crc32.Update(crc32.Checksum(b, table), table, r.after), table, r.was))
	}
}

// sumOf makes the checksum of other rows.
func sumOf(parts ...any) int64 {
	return int64(crc32.Checksum([]byte(encode(parts)), crc32.MakeTable(crc32.Castagnoli)))
}

// reader reads records from rows.
type reader struct {
	sum func(*record) int64
}

// scan reads the present row. The error is Invalid if the row is not as it was
// written.
func (d *reader) scan(rows *sql.Rows, r *record) error {
	var op, who, in, id, after, was sql.RawBytes
	var sum int64
	if err := rows.Scan(&r.rev, &r.at, &who, &op, &in, &id, &r.fid, &r.next, &r.place, &after, &was, &sum); err != nil {
		return scanned(err, fmt.Sprintf("cairn_log, after rev %d", r.rev))
	}
	if string(who) != r.who {
		r.who = string(who)
	}
	if string(in) != string(r.in) {
		r.in = geo.Name(in)
	}
	r.id = geo.ID(id)
	r.after, r.was = bytes.Clone(after), bytes.Clone(was)
	known := false
	for i, name := range opNames {
		if string(op) == name {
			r.op, known = geo.Op(i), true
		}
	}
	if !known || d.sum(r) != sum {
		return altered(fmt.Sprintf("cairn_log, rev %d", r.rev))
	}
	return nil
}

// about is what the log says of a collection.
type about struct {
	Name        geo.Name        `json:"name,omitempty"`
	Title       string          `json:"title,omitempty"`
	Description string          `json:"description,omitempty"`
	TimeFields  []string        `json:"timeFields,omitempty"`
	Fields      json.RawMessage `json:"fields,omitempty"`
	Rev         geo.Rev         `json:"rev,omitempty"`
	Updated     geo.Instant     `json:"updated,omitempty"`
}

func describe(c *geo.Collection) []byte {
	if c == nil {
		return nil
	}
	a := about{Name: c.Name, Title: c.Title, Description: c.Description, TimeFields: c.TimeFields, Rev: c.Rev, Updated: c.Updated}
	if c.Schema != nil {
		a.Fields = json.RawMessage(encodeFields(c.Schema))
	}
	return []byte(encode(a))
}

func described(text []byte) (*geo.Collection, error) {
	if text == nil {
		return nil, nil
	}
	var a about
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, err
	}
	c := &geo.Collection{Name: a.Name, Title: a.Title, Description: a.Description, TimeFields: a.TimeFields, Rev: a.Rev, Updated: a.Updated}
	var err error
	if a.Fields != nil {
		c.Schema, err = decodeFields(a.Fields)
	}
	return c, err
}

// recordOf makes the record of a change that memory has made.
func recordOf(c *geo.Change) record {
	r := record{rev: c.Rev, at: c.At, who: c.By, op: c.Op, in: c.In, place: c.Place, was: describe(c.Was)}
	switch c.Op {
	case geo.PutCollection:
		r.after = describe(c.Collection)
	case geo.Put, geo.Create:
		r.id, r.after = c.Feature.ID(), c.Feature.GeoJSON()
	case geo.Delete:
		r.id = c.ID
	}
	return r
}

// change makes a change of a record, without what was there before; features are made
// by the parser.
func (r *record) change(p *parser) (c geo.Change, err error) {
	c = geo.Change{Op: r.op, In: r.in, ID: r.id, By: r.who, Rev: r.rev, At: r.at, Place: r.place}
	c.Was, err = described(r.was)
	switch r.op {
	case geo.PutCollection:
		if err == nil {
			c.Collection, err = described(r.after)
		}
	case geo.Put, geo.Create:
		if err == nil {
			c.Feature, err = p.feature(r.after)
			c.Feature = c.Feature.WithRev(r.rev)
		}
	}
	if err != nil {
		return c, &geo.Error{Kind: geo.Invalid, Path: fmt.Sprintf("cairn_log, rev %d", r.rev), Msg: "what it says cannot be read", Err: err}
	}
	return c, nil
}
