package main

import (
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/term"

	"cairn/geo"
)

const (
	tableWidth  = 120     // columns, where that is not known from a terminal
	widestCell  = 40      // of the table
	tableRows   = 100_000 // a table is laid out in memory
	leastColumn = 6
)

// writeTable writes hits as a table that fits the terminal: what does not fit is
// cut and marked with an ellipsis.
func writeTable(out *destination, hits iter.Seq2[geo.Hit, error], o geo.Output, near bool) error {
	fields := o.Fields
	if fields == nil {
		for i, f := range o.Collection.Schema.Fields() {
			if f.Kinds&(geo.Array|geo.Object) == 0 {
				fields = append(fields, i)
			}
		}
	}
	head := []string{"id"}
	if near {
		head = append(head, "distance")
	}
	for _, i := range fields {
		head = append(head, cell(o.Collection.Schema.Fields()[i].Name))
	}
	rows := [][]string{head}
	for hit, err := range hits {
		if err != nil {
			return err
		}
		if len(rows) > tableRows {
			return fmt.Errorf("more than %d rows make no table; use --limit, or another --format", tableRows)
		}
		row := []string{cell(string(hit.ID()))}
		if near {
			row = append(row, distance(hit.Metres))
		}
		for _, i := range fields {
			row = append(row, cell(textOf(hit.Value(i))))
		}
		rows = append(rows, row)
	}
	return layOut(out, rows, widthOf(out.Writer))
}

// textOf is what a table shows of a value.
func textOf(v geo.Value) string {
	if v.Kind() == geo.Null {
		return ""
	}
	return v.String()
}

// cell makes one line of a text, without what could steer a terminal.
func cell(s string) string {
	return harmless(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s))
}

// harmless leaves out of a text what could steer a terminal, and keeps lines and tabs.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

// distance writes metres for people.
func distance(metres float64) string {
	if metres < 1000 {
		return strconv.FormatFloat(metres, 'f', 1, 64) + " m"
	}
	return strconv.FormatFloat(metres/1000, 'f', 2, 64) + " km"
}

func widthOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return tableWidth
}

// layOut writes rows, the first of which is the head, in columns: as many as fit.
func layOut(out io.Writer, rows [][]string, width int) error {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = min(max(widths[i], uniseg.StringWidth(text)), widestCell)
		}
	}
	shown, used := 0, 0
	for ; shown < len(widths); shown++ {
		if used+widths[shown]+2 > width && shown > 0 {
			if rest := width - used; rest >= leastColumn+2 {
				widths[shown] = rest - 2
				used += rest
				shown++
			}
			break
		}
		used += widths[shown] + 2
	}
	var b strings.Builder
	for i, row := range rows {
		for k, text := range row[:shown] {
			text, wide := cut(text, widths[k])
			b.WriteString(text)
			if k < shown-1 {
				b.WriteString(strings.Repeat(" ", widths[k]-wide+2))
			}
		}
		b.WriteByte('\n')
		if i == 0 {
			b.WriteString(strings.Repeat("─", min(width, max(used-2, 1))) + "\n")
		}
	}
	count := len(rows) - 1
	b.WriteString(strconv.Itoa(count) + " feature")
	if count != 1 {
		b.WriteByte('s')
	}
	if hidden := len(widths) - shown; hidden > 0 {
		b.WriteString("; " + strconv.Itoa(hidden) + " more properties do not fit: choose with --properties: " + strings.Join(rows[0][shown:], ", "))
	}
	_, err := io.WriteString(out, b.String()+"\n")
	return err
}

// cut shortens a text to a width in columns, and returns how many it takes.
func cut(s string, width int) (string, int) {
	if w := uniseg.StringWidth(s); w <= width {
		return s, w
	}
	used, end := 0, 0
	for g := uniseg.NewGraphemes(s); g.Next(); {
		if used+g.Width() > width-1 {
			break
		}
		used += g.Width()
		_, end = g.Positions()
	}
	return s[:end] + "…", used + 1
}
