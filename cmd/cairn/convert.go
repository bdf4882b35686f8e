package main

// convert writes a file in another format.
type convert struct {
	In  string `arg:"" name:"in" help:"A file, as serve takes it; - for stdin."`
	Out string `arg:"" name:"out" help:"The file to write; its ending says the format."`

	Collection string `short:"c" placeholder:"NAME" help:"Which collection, where the file has several."`
	selection
	Properties []string `short:"p" placeholder:"NAME,…" help:"Only these properties, in this order."`
	Sort       order    `placeholder:"NAME,-NAME" help:"Sorted by these properties; - before a name sorts down."`
	Limit      int      `short:"n" placeholder:"N" help:"At most so many features."`
	Format     string   `short:"f" placeholder:"FORMAT" help:"The format, where the ending does not say it."`
	CRS        string   `name:"crs" placeholder:"CRS" help:"The coordinate reference system of what is written, such as EPSG:3857."`
	Time       fields   `placeholder:"FIELD[,FIELD]" help:"The property that tells when a feature holds, or the two for start and end."`
}

// Help explains the command.
func (convert) Help() string {
	return `Reads a file, or what of it is chosen, and writes it in the format that the ending of the second name
says. The file appears under its name when it is whole.

  cairn convert events.csv events.gpkg
  cairn convert wells.geojson wells.fgb --filter "depth > 100"
  cairn convert survey.gpkg roads.parquet --collection roads`
}

// Run converts.
func (c *convert) Run(w world) error {
	q := query{
		Source: []string{c.In}, Collection: c.Collection, selection: c.selection, Properties: c.Properties,
		Sort: c.Sort, Limit: c.Limit, Format: c.Format, Output: c.Out, CRS: c.CRS, Time: c.Time,
	}
	if c.Out == "-" {
		q.Output = ""
	}
	return q.Run(w)
}
