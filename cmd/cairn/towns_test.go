package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// A town is a feature with properties of every type, whose values follow from
// its number: what a filter must find can be told without asking a server. Where
// a pointer is nil, the property is missing.
type town struct {
	Key     int     `json:"key"`
	Name    string  `json:"name"`
	Kind    string  `json:"kind"`
	People  *int    `json:"people,omitempty"`
	Height  float64 `json:"height"`
	Date    string  `json:"date"`
	Seen    string  `json:"seen"`
	Open    bool    `json:"open"`
	NameAr  string  `json:"name_ar"`
	Remarks *string `json:"remark #1,omitempty"` // a name that must be quoted

	lon, lat float64
}

// townOf returns a town by its number, from 0.
func townOf(i int) town {
	t := town{
		Key:    i + 1,
		Name:   "Town " + strconv.Itoa(i),
		Kind:   []string{"prison", "camp", "crossing", "city"}[i%4],
		Height: float64(i%4000)/8 - 100,
		Date:   day(i % 365).Format(time.DateOnly),
		Seen:   day(i % 365).Add(time.Duration(i%24) * time.Hour).Format(time.RFC3339),
		Open:   i%3 == 0,
		NameAr: "بلدة " + strconv.Itoa(i),
		lon:    float64(i%250*12-1500) / 10,
		lat:    float64(i/250*15-750) / 10,
	}
	if i%2 == 1 {
		t.Name = "O'Town " + strconv.Itoa(i)
	}
	if i%10 != 9 {
		people := i * 7 % 10_007
		t.People = &people
	}
	if i%5 == 0 {
		remark := "100% sure, \"they\" say"
		t.Remarks = &remark
	}
	return t
}

// day is a day of 2026, from 0.
func day(n int) time.Time { return time.Date(2026, 1, 1+n, 0, 0, 0, 0, time.UTC) }

// inBox tells whether a town lies in a box, edges included.
func inBox(c town, w, s, e, n float64) bool {
	return c.lon >= w && c.lon <= e && c.lat >= s && c.lat <= n
}

// townFile writes n towns as newline-delimited features to a file of the given
// name, and returns the path.
func townFile(t *testing.T, dir, name string, n int) string {
	t.Helper()
	var b bytes.Buffer
	for i := range n {
		town := townOf(i)
		writeFeature(t, &b, i+1, "Point", []float64{town.lon, town.lat}, town)
	}
	return writeTemp(t, dir, name+".geojsonl", b.Bytes())
}

// zoneFile writes 40 polygons, each around the towns of one part of the grid,
// and returns the path.
func zoneFile(t *testing.T, dir string) string {
	t.Helper()
	var b bytes.Buffer
	for i := range 40 {
		w, s := float64(i%10)*30-150.5, float64(i/10)*37.5-75.5
		ring := [][]float64{{w, s}, {w + 29, s}, {w + 29, s + 36}, {w + 14, s + 20}, {w, s + 36}, {w, s}}
		writeFeature(t, &b, "zone-"+strconv.Itoa(i), "Polygon", [][][]float64{ring}, map[string]any{"key": i, "half": []string{"north", "south"}[i%2]})
	}
	return writeTemp(t, dir, "zones.geojsonl", b.Bytes())
}

func writeFeature(t *testing.T, b *bytes.Buffer, id any, kind string, coordinates, properties any) {
	t.Helper()
	text, err := json.Marshal(map[string]any{
		"type": "Feature", "id": id, "properties": properties,
		"geometry": map[string]any{"type": kind, "coordinates": coordinates},
	})
	if err != nil {
		t.Fatal(err)
	}
	b.Write(append(text, '\n'))
}

func writeTemp(t *testing.T, dir, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// keysOf returns the keys of those of the first n towns that match.
func keysOf(n int, match func(town) bool) []int {
	var list []int
	for i := range n {
		if town := townOf(i); match(town) {
			list = append(list, town.Key)
		}
	}
	return list
}

// shortly shows a list of keys.
func shortly(keys []int) string {
	return fmt.Sprintf("%d features, first %v", len(keys), keys[:min(5, len(keys))])
}
