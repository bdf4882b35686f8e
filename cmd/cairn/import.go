package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/sqlite"
)

// importFiles puts files into a store, or into what a server has open.
type importFiles struct {
	Files []string `arg:"" name:"file" help:"Files of any format that serve reads; - for stdin. Each becomes a collection named after it."`
	somewhere
	Collection string `short:"c" placeholder:"NAME" help:"The collection that all of it goes into."`
	ID         string `name:"id" placeholder:"FIELD" help:"The property whose value becomes the id; it stays a property, too."`
	Update     bool   `help:"Replace features that have the same id; without it an id that is taken is a fault."`
	DryRun     bool   `help:"Say what would be done, and do it to a copy that is thrown away."`
	SkipBad    bool   `help:"Leave out what is bad, and say how much that is. What breaks the file itself, such as JSON that is cut off, cannot be left out."`
	Format     string `short:"f" placeholder:"FORMAT" help:"The format, where no ending of a name says it, as on stdin: geojson, geojsonseq, csv, kml, fgb."`
	Time       fields `placeholder:"FIELD[,FIELD]" help:"In a new collection: the property that tells when a feature holds, or the two for start and end."`
}

// Help explains the command.
func (importFiles) Help() string {
	return `Everything is imported or nothing: what is bad, or not as the collection is declared (cairn collection show), is
listed with file, line and reason, and then nothing has changed. What was imported is on the disk when the command
ends, with its past.

While a server has the store open, it takes the files by --server: they are read, and tried on a copy of what it
holds, before anything is sent. Then they go out in parts of up to 10,000 features or 8 MB, each all or nothing;
should it break off between two, what is in and what is not is said. What replaces something goes out one by one.

  cairn import wells.geojson roads.csv --store facts.gpkg
  cairn import claims.csv --store facts.gpkg --collection claims --update --dry-run
  cairn import acled.csv --store facts.gpkg --id event_id_cnty --skip-bad
  cairn import claims.csv --server https://map.example.org --token-file desk.token
  curl https://example.org/wells.csv | cairn import - --format csv --store facts.gpkg --collection wells`
}

// Run imports.
func (c *importFiles) Run(w world) error {
	if f, ok := format.ByName(c.Format); c.Format != "" && (!ok || f.Read == nil) {
		return &usageError{fmt.Sprintf("--format %s: there is no such format that is read from its beginning to its end; there are: geojson, geojsonseq, csv, kml, fgb", c.Format)}
	}
	server, err := c.choose(w)
	if err != nil {
		return err
	}
	all, err := c.inputs(w)
	if err != nil {
		return err
	}
	if server {
		return c.intoServer(w, all)
	}
	path := c.Store
	if c.DryRun {
		folder, err := os.MkdirTemp("", "cairn-*")
		if err != nil {
			return fmt.Errorf("try the import: %w", err)
		}
		defer os.RemoveAll(folder)
		if path, err = c.copyInto(w, folder); err != nil {
			return err
		}
	}
	_, err = os.Stat(path)
	isNew := errors.Is(err, os.ErrNotExist)
	store, err := c.writing().openStore(w, path)
	if err != nil {
		return besides(err, "cairn import "+strings.Join(c.Files, " "))
	}
	err = c.into(w, store, all)
	if err = errors.Join(err, store.Close()); err != nil && isNew {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// inputs returns what is to be imported.
func (c *importFiles) inputs(w world) ([]input, error) {
	if c.Collection == "" {
		if err := c.apart(); err != nil {
			return nil, err
		}
		return inputs(w, c.Files)
	}
	name, err := geo.ParseName(c.Collection)
	if err != nil {
		return nil, flagError("collection", c.Collection, err)
	}
	if err := c.apart(); err != nil {
		return nil, err
	}
	var all []input
	for _, path := range c.Files {
		list, err := fileInputs(w, path)
		if err != nil {
			return nil, err
		}
		if len(list) > 1 {
			return nil, &usageError{fmt.Sprintf("%s has %d layers, which do not belong into one collection; leave --collection out", path, len(list))}
		}
		if name != list[0].name {
			list[0].name, list[0].title = name, ""
		}
		all = append(all, list[0])
	}
	return all, nil
}

// apart refuses to import a store into itself.
func (c *importFiles) apart() error {
	store, err := os.Stat(c.Store)
	if err != nil {
		return nil // it is made, or opening it says why not
	}
	for _, path := range c.Files {
		if info, err := os.Stat(path); err == nil && os.SameFile(store, info) {
			return &usageError{path + " is the store itself"}
		}
	}
	return nil
}

// copyInto copies the store, if there is one, into a folder.
func (c *importFiles) copyInto(w world, folder string) (string, error) {
	to := filepath.Join(folder, "store.gpkg")
	_, err := sqlite.Backup(w, c.Store, to)
	switch geo.KindOf(err) {
	case geo.NotFound:
		return to, nil
	case geo.Invalid: // perhaps a GeoPackage that is no store yet
		return to, copyFile(c.Store, to)
	}
	return to, err
}

func copyFile(from, to string) (err error) {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(f, r)
	return err
}

// into imports into a store that is open, and says what it did.
func (c *importFiles) into(w world, store *sqlite.Store, all []input) error {
	now, err := store.Read(w)
	if err != nil {
		return err
	}
	defer now.Close()
	t := &intake{world: w, importFiles: c, now: now, who: c.writing().who(w), bad: &faultList{out: w.stderr}}
	piles, err := t.gather(all)
	if err != nil {
		return err
	}
	if err := t.bad.refusal(c.SkipBad); err != nil {
		return err
	}
	if err := t.write(store, piles); err != nil {
		return err
	}
	t.told(piles)
	return nil
}

// told says what was imported.
func (t *intake) told(piles []*pile) {
	done := "imported"
	if t.DryRun {
		done = "would be imported"
	}
	for _, h := range piles {
		fmt.Fprintf(t.stdout, "%s: %s %s: %d new, %d replaced, %d as they were\n", h.name, features(len(h.features)+h.same), done, len(h.features)-h.replaced, h.replaced, h.same)
	}
	if t.bad.count > 0 {
		fmt.Fprintf(t.stderr, "%s left out\n", features(t.bad.count))
	}
}

// features says how many there are.
func features(n int) string {
	if n == 1 {
		return "1 feature"
	}
	return fmt.Sprintf("%d features", n)
}

// faultList tells what is bad as it is found.
type faultList struct {
	out   io.Writer
	count int
}

// mostFaults is how many faults are told one by one.
const mostFaults = 100

func (l *faultList) add(text string) {
	if l.count++; l.count <= mostFaults {
		fmt.Fprintln(l.out, harmless(text))
	} else if l.count == mostFaults+1 {
		fmt.Fprintln(l.out, "and so on")
	}
}

// refusal is the error of bad features that are not to be left out.
func (l *faultList) refusal(skip bool) error {
	if l.count == 0 || skip {
		return nil
	}
	is := "are"
	if l.count == 1 {
		is = "is"
	}
	return fmt.Errorf("%s %s bad, so nothing was imported; --skip-bad leaves out what is bad", features(l.count), is)
}
