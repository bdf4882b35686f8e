package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// print writes the table of Cairn beside the ceiling.
func print(w io.Writer, rows []row) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "request\tbytes\tcairn /s\tceiling /s\tratio\tcairn p50\tp99\tcpu\tceiling p50\tp99\tcpu\t")
	for _, r := range rows {
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%.0f %%\t%v\t%v\t%v\t%v\t%v\t%v\t\n", r.name, r.bytes, rate(r.server), rate(r.ceiling),
			100*r.server.perSecond/r.ceiling.perSecond, r.server.p50, r.server.p99, r.server.processor, r.ceiling.p50, r.ceiling.p99, r.ceiling.processor)
	}
	t.Flush()
}

// printRivals writes the table of Cairn beside PostGIS.
func printRivals(w io.Writer, d *database, rows []row) {
	fmt.Fprintf(w, `
Beside PostgreSQL with PostGIS on the same machine, in turn with Cairn. PostGIS is asked without HTTP: prepared
statements over a Unix socket by a client in Go, rows read in full as they come, each the ready-made GeoJSON text of a
feature. Of 4, 8 and 32 connections (1 for aggregates), and of PostgreSQL's own choice of plans, plans made anew for
each query, and those without bitmap scans, it has what is fastest; "own plans" is what it does untold (tried for a
second each). "counted" also asks how many match where the page is full, which Cairn's answers always say. cpu is
processor time for one page; of PostGIS without its client's.
Settings: %s.
Table in Hilbert order; copied, sorted, indexed and analysed in %.1f s: %s.
`, strings.Join(settings, ", "), d.loaded.Seconds(), d.sizes)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "request\tcairn /s\town plans /s\ttimes\tpostgis /s\ttimes\tcounted /s\ttimes\tcairn p50\tp99\tcpu\tpostgis p50\tp99\tcpu\tconnections\tplans\t")
	for _, r := range rows {
		if r.rival == nil {
			continue
		}
		pages := median(r.rival.pages)
		counted, more := "", ""
		if r.rival.counts != nil {
			c := median(r.rival.counts)
			counted, more = rate(c), times(r.server, c)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%v\t%v\t%v\t%v\t%v\t%v\t%d\t%s\t\n",
			r.name, rate(r.server), rate(r.rival.own), times(r.server, r.rival.own), rate(pages), times(r.server, pages),
			counted, more, r.server.p50, r.server.p99, short(r.server.processor), short(pages.p50), short(pages.p99), short(pages.processor), r.rival.connections, r.rival.plan.name)
	}
	t.Flush()
}

// rate writes requests in a second, with a digit after the point where they are few.
func rate(r result) string {
	if r.perSecond < 10 {
		return fmt.Sprintf("%.2f", r.perSecond)
	}
	return fmt.Sprintf("%.0f", r.perSecond)
}

func times(ours, theirs result) string {
	return fmt.Sprintf("%.1f", ours.perSecond/theirs.perSecond)
}

// short cuts a time to three digits or so.
func short(d time.Duration) time.Duration {
	if d < time.Millisecond {
		return d.Round(time.Microsecond)
	}
	return d.Round(10 * time.Microsecond)
}
