package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"text/tabwriter"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// mostRefusedTold is how many rows are logged one by one of those that are refused
// together.
const mostRefusedTold = 20

// logOthers logs what becomes of rows that other programs have changed in the file. Who
// runs them, SQLite does not tell.
func logOthers(log *slog.Logger, store string) func(sqlite.Others) {
	return func(o sqlite.Others) {
		if o.Err != nil {
			log.Warn("it cannot be looked what other programs have changed in the file; it is tried again", "store", store, "error", o.Err)
		}
		for _, what := range o.Mended {
			log.Warn("another program has dropped what the store needs", "store", store, "what", what)
		}
		if o.Taken > 0 {
			log.Info("rows that another program has changed in the file are taken over", "store", store, "rows", o.Taken)
		}
		for i, r := range o.Refused {
			if i == mostRefusedTold {
				log.Warn("and more rows are refused", "rows", len(o.Refused)-i, "list", "cairn collection refused --store "+store)
				break
			}
			log.Warn("a row that another program has changed in the file is refused: it stays there as it was typed, and what is served stays as it was",
				"collection", r.In, "table", r.Table, "row", r.Row, "id", r.ID, "what", r.What, "by", "unknown", "reason", r.Reason,
				"mend", "change the row again, or: cairn collection refused "+string(r.In)+" --store "+store+" --row "+strconv.FormatInt(r.Row, 10)+" --put-back")
		}
		for i, r := range o.Settled {
			if i == mostRefusedTold {
				log.Info("and more rows are no longer refused", "rows", len(o.Settled)-i)
				break
			}
			log.Info("a row that was refused no longer is", "collection", r.In, "row", r.Row, "id", r.ID, "how", r.End)
		}
	}
}

// collectionRefused is about rows that other programs have changed.
type collectionRefused struct {
	Name string `arg:"" optional:"" name:"name" help:"Only of this collection."`
	inStore
	Row     []int64 `placeholder:"NUMBER" help:"Only these rows: the number is their key in the table, most often called fid."`
	PutBack bool    `help:"Write the rows as their features stand. What was typed is kept, and shown by --all."`
	All     bool    `help:"Show those that were refused once, too."`
	Format  string  `short:"f" enum:"text,json" default:"text" help:"text, or json with all that was typed."`
}

// Help explains the command.
func (collectionRefused) Help() string {
	return `Another program, such as QGIS, may change rows of the file. What the rules refuse is not served: the row stays as
it was typed, until it is changed so that it can be taken, or is put back. A server may have the file open: it
looks again within two seconds.

  cairn collection refused --store facts.gpkg
  cairn collection refused claims --store facts.gpkg --row 12 --put-back`
}

// Run lists them, or puts them back.
func (c *collectionRefused) Run(w world) error {
	if len(c.Row) > 0 && c.Name == "" {
		return &usageError{"--row 12 of which collection? Name it: each numbers its rows"}
	}
	if !c.PutBack {
		all, err := sqlite.ListRefused(w, c.Store, c.All)
		if err != nil {
			return err
		}
		return c.write(w, slices.DeleteFunc(all, func(r sqlite.Refusal) bool { return !c.chosen(r) }))
	}
	done, err := sqlite.PutBack(w, c.Store, nil, c.chosen)
	if err != nil {
		return err
	}
	if err := c.write(w, done); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.stderr, "%s put back; --all shows what was typed.\n", rowsText(len(done)))
	return err
}

func rowsText(n int) string {
	if n == 1 {
		return "1 row is"
	}
	return strconv.Itoa(n) + " rows are"
}

func (c *collectionRefused) chosen(r sqlite.Refusal) bool {
	return (c.Name == "" || geo.Name(c.Name) == r.In) && (len(c.Row) == 0 || slices.Contains(c.Row, r.Row))
}

// write writes a list of rows.
func (c *collectionRefused) write(w world, all []sqlite.Refusal) error {
	if c.Format == "json" {
		lines := json.NewEncoder(w.stdout)
		lines.SetEscapeHTML(false)
		for _, r := range all {
			if err := lines.Encode(documentOf(r)); err != nil {
				return err
			}
		}
		return nil
	}
	t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "COLLECTION\tROW\tID\tWHAT\tWHEN\tNOW\tREASON")
	for _, r := range all {
		now := "refused"
		if r.End != sqlite.NotEnded {
			now = string(r.End)
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t%s\t%s\n", r.In, r.Row, cell(string(r.ID)), cell(r.What), shownTime(r.At), cell(now), cell(r.Reason))
	}
	return t.Flush()
}

// refusedDocument is a row as JSON.
type refusedDocument struct {
	Collection geo.Name        `json:"collection"`
	Row        int64           `json:"row"`
	ID         geo.ID          `json:"id,omitempty"`
	What       string          `json:"what"`
	Reason     string          `json:"reason"`
	At         string          `json:"at"`
	How        sqlite.End      `json:"how,omitempty"`
	Ended      string          `json:"ended,omitempty"`
	Typed      json.RawMessage `json:"typed"`
}

func documentOf(r sqlite.Refusal) refusedDocument {
	d := refusedDocument{Collection: r.In, Row: r.Row, ID: r.ID, What: r.What, Reason: r.Reason, At: shownTime(r.At), How: r.End, Typed: json.RawMessage("null")}
	if json.Valid([]byte(r.Typed)) {
		d.Typed = json.RawMessage(r.Typed)
	}
	if r.End != sqlite.NotEnded {
		d.Ended = shownTime(r.Ended)
	}
	return d
}
