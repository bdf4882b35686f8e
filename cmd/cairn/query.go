package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/format"
)

// query asks files or a server.
type query struct {
	Source []string `arg:"" name:"source" help:"Files, as serve takes them, or - for stdin; or the address of a server or of one of its collections."`

	Collection string `short:"c" placeholder:"NAME" help:"Which collection, where there are several."`
	selection
	Properties []string `short:"p" placeholder:"NAME,…" help:"Only these properties, in this order."`
	Sort       order    `placeholder:"NAME,-NAME" help:"Sorted by these properties; - before a name sorts down."`
	Limit      int      `short:"n" placeholder:"N" help:"At most so many features; by default all, or ten with --near."`
	Format     string   `short:"f" placeholder:"FORMAT" help:"How to write the answer: table, geojson, geojsonseq, csv, kml, fgb, parquet, gpkg; by default a table on a terminal, GeoJSON elsewhere, or what the ending of --output says."`
	Output     string   `short:"o" placeholder:"FILE" help:"Where to write it, instead of standard output."`
	CRS        string   `name:"crs" placeholder:"CRS" help:"The coordinate reference system of what is written, such as EPSG:3857."`
	Count      bool     `help:"Only say how many there are."`
	Time       fields   `placeholder:"FIELD[,FIELD]" help:"In files: the property that tells when a feature holds, or the two for start and end."`
}

// selection is what a question is about.
type selection struct {
	BBox     string `name:"bbox" placeholder:"W,S,E,N" help:"What meets this box, in degrees; west greater than east crosses the antimeridian."`
	Near     string `placeholder:"LON,LAT" help:"Nearest first."`
	Within   string `placeholder:"DISTANCE|WKT" help:"With --near, only what is this near: 500, 500m or 5km. Otherwise what lies within this geometry, as POLYGON((…))."`
	Filter   string `placeholder:"CQL2" help:"What this CQL2 expression is true of, such as \"kind = 'prison' AND disputed = TRUE\"."`
	Datetime string `placeholder:"TIME[/TIME]" help:"What holds then: 2026-01-20, or 2026-01-01/2026-01-31, or 2026-01-20/.."`
}

// Help explains the command.
func (query) Help() string {
	return `Answers the questions that a server answers, of files or of a server.

  cairn query wells.geojson --bbox 40,36,42,38 --sort -depth --limit 5
  cairn query events.csv --near 40.7,36.5 --within 50km --datetime 2018
  cairn query places.gpkg --filter "kind IN ('prison','camp')" --format csv > places.csv
  cairn query http://localhost:8080/collections/claims --filter "claimed_by = 'sdf'"`
}

// Run asks, and writes the answer.
func (c *query) Run(w world) error {
	return c.answer(w, func(ask question) (*found, error) { return c.from(w, ask) })
}

// answer asks what open opens.
func (c *query) answer(w world, open func(question) (*found, error)) (err error) {
	ask, err := c.question()
	if err != nil {
		return err
	}
	out, err := c.output(w)
	if err != nil {
		return err
	}
	from, err := open(ask)
	if err != nil {
		return errors.Join(err, out.drop())
	}
	defer func() { err = errors.Join(err, from.close()) }()
	if c.Count {
		n, err := from.reader.Count(w, from.query)
		if err != nil {
			return errors.Join(err, out.drop())
		}
		fmt.Fprintln(out, n)
		return out.Close()
	}
	o, err := c.layout(from)
	if err != nil {
		return errors.Join(err, out.drop())
	}
	if err := c.write(w, out, from, o); err != nil {
		return errors.Join(err, out.drop())
	}
	return out.Close()
}

// question reads the parts of the question that need no data to be read.
func (c *query) question() (q question, err error) {
	if c.Limit < 0 {
		return q, &usageError{"--limit is " + strconv.Itoa(c.Limit) + "; expected a number from 1"}
	}
	if q, err = c.selection.question(); err != nil {
		return q, err
	}
	q.limit, q.sort = c.Limit, c.Sort
	if q.near != nil && len(c.Sort) > 0 {
		return q, &usageError{"--near sorts by distance; leave --sort out"}
	}
	if q.near != nil && q.limit == 0 && q.near.Within == 0 {
		q.limit = 10
	}
	return q, nil
}

// write writes what is found.
func (c *query) write(ctx context.Context, to *destination, from *found, o geo.Output) error {
	hits := from.reader.Find(ctx, from.query)
	if to.table {
		return writeTable(to, hits, o, from.query.Near != nil)
	}
	return writeAll(hits, to.format.Write(to, o))
}

// writeAll passes hits to a writer and closes it.
func writeAll(hits iter.Seq2[geo.Hit, error], to geo.FeatureWriter) (err error) {
	for hit, e := range hits {
		if err = e; err == nil {
			err = to.Write(hit.Feature)
		}
		if err != nil {
			break
		}
	}
	if e := to.Close(); err == nil {
		err = e
	}
	return err
}

// layout says what of each feature is written, and how.
func (c *query) layout(from *found) (o geo.Output, err error) {
	o.Collection = from.collection
	for _, name := range c.Properties {
		i, ok := from.collection.Schema.Field(name)
		if !ok {
			return o, &usageError{fmt.Sprintf("--properties %s: there is no such property; there are: %s", name, fieldNames(from.collection.Schema))}
		}
		o.Fields = append(o.Fields, i)
	}
	if c.CRS != "" {
		if o.CRS, err = systemNamed(c.CRS); err != nil {
			return o, err
		}
	}
	return o, nil
}

// destination is where an answer goes, and as what.
type destination struct {
	io.Writer
	table  bool
	format format.Format
	file   *os.File // nil for standard output
	path   string   // of the file when it is whole
}

// output opens what the answer is written to. A file gets its name when it is
// whole: until then it stands beside it.
func (c *query) output(w world) (*destination, error) {
	d := &destination{Writer: w.stdout, path: c.Output}
	name := c.Format
	switch {
	case name != "":
	case c.Output != "":
		f, err := format.ByPath(c.Output)
		if err != nil {
			return nil, err
		}
		name = f.Name
	case isTerminal(w.stdout):
		name = "table"
	default:
		name = "geojson"
	}
	if d.table = name == "table"; !d.table {
		var ok bool
		if d.format, ok = format.ByName(name); !ok || d.format.Write == nil {
			return nil, &usageError{fmt.Sprintf("--format %s: there is no such format; there are: table, %s", name, strings.Join(formatNames(), ", "))}
		}
	}
	if err := c.fitting(d); err != nil {
		return nil, err
	}
	return d, d.open()
}

// fitting checks that the coordinates can be written as they are asked for.
func (c *query) fitting(d *destination) error {
	if c.CRS == "" {
		return nil
	}
	system, err := systemNamed(c.CRS)
	if err == nil && !d.table && !d.format.Systems && !system.Degrees() {
		err = &usageError{fmt.Sprintf("--crs %s: %s is written in WGS 84 longitude and latitude only; leave --crs out, or choose another format", c.CRS, d.format.Title)}
	}
	return err
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// formatNames are the names of the formats that can be written.
func formatNames() (names []string) {
	for _, f := range format.Formats {
		if f.Write != nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// question is what is asked, as far as no data are needed to read it.
type question struct {
	box    *geo.Box
	near   *geo.Near
	during *geo.Period
	filter cql2.Expr // nil: none
	sort   []string
	limit  int
}
