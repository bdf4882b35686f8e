package csv

import (
	"bytes"
	"strconv"
	"strings"

	"cairn/geo"
)

// start reads the first bytes and looks what they are.
func (d *reader) start() error {
	d.line = 1
	for d.to <= lookBytes && !d.eof {
		if err := d.fill(); err != nil {
			return err
		}
	}
	const utf16 = "the table is UTF-16; expected UTF-8: convert it, as with iconv -f UTF-16 -t UTF-8"
	text := d.buf[:d.to]
	for _, m := range [...]struct{ magic, msg string }{
		{"\xff\xfe", utf16},
		{"\xfe\xff", utf16},
		{"\x1f\x8b", "the file is compressed with gzip; expected a table of text: unpack it, as with gunzip"},
		{"PK\x03\x04", "the file is a ZIP archive, perhaps an Excel workbook; expected a table of text: save it as CSV UTF-8"},
		{"\xd0\xcf\x11\xe0", "the file is an old Excel workbook; expected a table of text: save it as CSV UTF-8"},
		{"SQLite format 3\x00", "the file is a database, perhaps a GeoPackage; expected a table of text"},
	} {
		if bytes.HasPrefix(text, []byte(m.magic)) {
			return d.faultAt(0, "", m.msg)
		}
	}
	if len(text) > 1 && (text[0] == 0 || text[1] == 0) {
		return d.faultAt(0, "", utf16)
	}
	if bytes.HasPrefix(text, []byte("\xef\xbb\xbf")) {
		d.from, d.first = 3, 3
		d.manner.apostrophes = true
	}
	return nil
}

// findSeparator takes the character that separates most names in the first line;
// or what a line "sep=;" before it says, as spreadsheet programs write it.
func (d *reader) findSeparator() {
	line, _, _ := bytes.Cut(d.buf[d.from:d.to], []byte{'\n'})
	if said, ok := bytes.CutPrefix(bytes.TrimSuffix(line, []byte{'\r'}), []byte("sep=")); ok && len(said) == 1 {
		d.sep = said[0]
		d.advance(min(len(line)+1, d.to-d.from))
		return
	}
	var seen [256]int
	quoted := false
	for _, c := range d.buf[d.from:d.to] {
		if c == '\n' && !quoted {
			break
		}
		if c == '"' {
			quoted = !quoted
		}
		if !quoted {
			seen[c]++
		}
	}
	d.sep = ','
	for _, c := range [...]byte{';', '\t'} {
		if seen[c] > seen[d.sep] {
			d.sep = c
		}
	}
}

// header reads the names of the columns.
func (d *reader) header() error {
	more, err := d.next()
	if err != nil {
		return err
	}
	if !more {
		return d.faultAt(0, "", "the table is empty; expected a line that names its columns")
	}
	if d.width > geo.MaxFields {
		return d.fault(0, "", "the table has "+strconv.Itoa(d.width)+" columns; expected at most "+strconv.Itoa(geo.MaxFields))
	}
	if err := d.noNames(); err != nil {
		return err
	}
	known := map[string]bool{}
	for i, f := range d.fields {
		name := strings.TrimSpace(string(d.manner.plain(f.text)))
		if name == "" {
			name = "column_" + strconv.Itoa(i+1)
		}
		if known[name] {
			return d.fault(i, "", "two columns are called "+strconv.Quote(name)+"; expected different names")
		}
		known[name] = true
		needless := f.quoted && !f.doubled && !bytes.ContainsAny(f.text, "\r\n"+string(rune(d.sep)))
		d.manner.quotesMatter = d.manner.quotesMatter || needless
		d.columns = append(d.columns, column{name: []byte(name)})
	}
	d.names = d.columns
	return nil
}

// noNames refuses a first line that does not name the columns.
func (d *reader) noNames() error {
	first := d.fields[0]
	if bytes.IndexByte(first.text, '\r') >= 0 && !first.quoted {
		return d.fault(0, "", `the lines end in CR; expected LF or CR LF: convert them, as with tr '\r' '\n'`)
	}
	named := false
	for _, f := range d.fields {
		named = named || len(bytes.TrimSpace(f.text)) > 0 && !isNumber(f.text)
	}
	if named && !isNumber(first.text) {
		return nil
	}
	msg := "the first line has values and not names; expected a line that names the columns"
	if n := len(d.fields); d.sep == '\t' && (n == 58 || n == 61) {
		msg += ": this seems to be an export of GDELT, which has no such line; put one before it"
	}
	return d.fault(0, "", msg)
}
