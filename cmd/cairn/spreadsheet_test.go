package main_test

import (
	"bytes"
	"encoding/csv"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sheet is a template, filled in as a person would.
type sheet struct {
	names []string
	rows  []map[string]string
}

// template returns a template with the example row in it.
func template(t *testing.T, of string) sheet {
	t.Helper()
	out, err := exec.Command("cairn", "template", of, "--example").Output()
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out, []byte("\xef\xbb\xbf")))).ReadAll()
	if err != nil || len(all) != 2 {
		t.Fatalf("the template of %s: %v\n%s", of, err, out)
	}
	row := map[string]string{}
	for i, name := range all[0] {
		row[name] = all[1][i]
	}
	return sheet{all[0], []map[string]string{row}}
}

// with returns the sheet with rows like its own but for these cells instead of it.
func (s sheet) with(changes ...map[string]string) sheet {
	made := sheet{names: s.names}
	for _, cells := range changes {
		row := maps.Clone(s.rows[0])
		maps.Copy(row, cells)
		made.rows = append(made.rows, row)
	}
	return made
}

// text writes it as some program would.
func (s sheet) text(t *testing.T, separator rune, crlf bool) string {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = separator, crlf
	rows := [][]string{s.names}
	for _, row := range s.rows {
		var cells []string
		for _, name := range s.names {
			cells = append(cells, row[name])
		}
		rows = append(rows, cells)
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestSpreadsheets: what programs make of a template, and what people write into it,
// either imports as it was meant, or is refused by its cell.
func TestSpreadsheets(t *testing.T) {
	folder := t.TempDir()
	store := filepath.Join(folder, "facts.gpkg")
	if err := start(t, "--store", store, "--seed").stop(); err != nil {
		t.Fatal(err)
	}
	filled := template(t, "claims")
	type cells = map[string]string
	german := cells{"longitude": "40,7348", "latitude": "36,0576"}
	one := func(c cells) sheet { return filled.with(c) }
	inGerman := func(c cells) sheet {
		all := maps.Clone(german)
		maps.Copy(all, c)
		return filled.with(all)
	}
	blank := cells{}
	for _, name := range filled.names {
		blank[name] = ""
	}
	const bom = "\xef\xbb\xbf"
	tests := []struct {
		name, text string
		want       []string // what stands in the claim then, or what is said
		refused    bool
	}{
		{"as it is", filled.text(t, ',', true), []string{`"value_number":120,`, `"claimed_at":"2026-01-20"`, `[40.7348,36.0576]`}, false},
		{"German Excel", bom + inGerman(cells{"value_number": "1500,5", "claimed_at": "21.01.2026"}).text(t, ';', true),
			[]string{`"value_number":1500.5,`, `"claimed_at":"2026-01-21"`, `[40.7348,36.0576]`}, false},
		{"LibreOffice, tabs", one(cells{"value_number": "7"}).text(t, '\t', false), []string{`"value_number":7,`}, false},
		{"lines and quotes in a cell", bom + one(cells{"note": "one\ntwo; \"three\""}).text(t, ';', false), []string{`"note":"one\ntwo; \"three\""`}, false},
		{"a formula", bom + one(cells{"note": "'=1+1", "note_ar": "'- سبعة"}).text(t, ';', true), []string{`"note":"=1+1"`, `"note_ar":"- سبعة"`}, false},
		{"dates of both kinds", filled.with(cells{"claimed_at": "21.1.2026"}, cells{"id": "second"}).text(t, ';', true), []string{`"claimed_at":"2026-01-21"`, `"claimed_at":"2026-01-20"`}, false},
		{"rows left empty", filled.with(cells{"value_number": "8"}, blank, blank).text(t, ';', true), []string{`"value_number":8,`}, false},
		{"thousands in German", inGerman(cells{"value_number": "1.500"}).text(t, ';', true), []string{`line 2, column`, `value_number: "1.500" could be in thousands`}, true},
		{"thousands in English", one(cells{"value_number": "1,500"}).text(t, ',', true), []string{`line 2, feature "shaddadi-escaped-syria-moi": value_number: is no number: "1,500"`}, true},
		{"an American date", one(cells{"claimed_at": "1/20/2026"}).text(t, ',', true), []string{`line 2, feature`, `claimed_at: is neither a date nor a date-time: "1/20/2026"; expected one like 2026-01-20`}, true},
		{"a time without a zone", one(cells{"claimed_at": "2026-01-20 10:00:00"}).text(t, ',', true), []string{`claimed_at: is neither`, `2026-01-20T10:00:00Z`}, true},
		{"a day as Excel counts", one(cells{"start": "46042"}).text(t, ',', true), []string{`start: is neither a date nor a date-time: 46042`}, true},
		{"a word for a number, behind a cell of two lines", filled.with(cells{"note": "a\nb"}, cells{"id": "second", "value_number": "about 100"}).text(t, ',', true),
			[]string{`line 4, feature "second": value_number: is no number: "about 100"`}, true},
		{"UTF-16", "\xff\xfei\x00d\x00", []string{"line 1", "UTF-16", "iconv"}, true},
		{"Windows-1252", one(cells{"note": "M\xfcller"}).text(t, ';', true), []string{"line 2, column", "0xfc", "iconv -f WINDOWS-1252"}, true},
		{"no id", one(cells{"id": ""}).text(t, ',', true), []string{"line 2, column 1, id: the id is empty"}, true},
		{"a word that is not of the list", one(cells{"stance": "States"}).text(t, ',', true), []string{`stance: "States" is not a word of its list; it is one of states, could_not_verify`}, true},
	}
	for _, tt := range tests {
		file := filepath.Join(folder, "claims.csv")
		to := filepath.Join(folder, strings.ReplaceAll(tt.name, " ", "-")+".gpkg")
		whole, err := os.ReadFile(store)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		said, err := exec.Command("cairn", "import", file, "--store", to, "--update").CombinedOutput()
		if (err != nil) != tt.refused {
			t.Errorf("%s: %v\n%s", tt.name, err, said)
			continue
		}
		if !tt.refused {
			if said, err = exec.Command("cairn", "query", to, "--collection", "claims", "--format", "geojsonseq").CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", tt.name, err, said)
			}
			lines := slices.DeleteFunc(strings.Split(string(said), "\n"), func(line string) bool {
				return !strings.Contains(line, `"shaddadi-escaped-syria-moi"`) && !strings.Contains(line, `"second"`)
			})
			said = []byte(strings.Join(lines, "\n"))
		}
		for _, want := range tt.want {
			if !strings.Contains(string(said), want) {
				t.Errorf("%s: got\n%s\nwant %s", tt.name, said, want)
			}
		}
	}
}
