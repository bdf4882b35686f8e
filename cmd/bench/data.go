package main

import (
	"bufio"
	_ "embed"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"time"
)

// towns are the populated places of Natural Earth's 1:110m set (public domain):
// name, country, lon, lat.
//
//go:embed towns.csv
var towns string

// point is one generated event.
type point struct {
	id       string
	lon, lat float64
	kind     string
	source   string
	number   int
	accuracy int // metres
	verified bool
	at       time.Time
	json     string // the feature as GeoJSON
}

var (
	kinds   = []string{"escape", "siege", "withdrawal", "takeover", "search", "clash", "statement", "visit"}
	sources = []string{"ministry of the interior", "ministry of defence", "spokesman", "state media", "a correspondent"}
)

// The times are in ten years from first; the numbers are less than numbers.
var first = time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)

const numbers = 2000

// generate makes n points around the towns, always the same: most within a few
// kilometres of a town, some up to a few hundred away.
func generate(n int) []point {
	rows, err := csv.NewReader(strings.NewReader(towns)).ReadAll()
	if err != nil {
		panic(err) // our own file
	}
	r := rand.New(rand.NewPCG(2026, 1))
	points := make([]point, n)
	for i := range points {
		town := rows[1+r.IntN(len(rows)-1)]
		lon, _ := strconv.ParseFloat(town[2], 64)
		lat, _ := strconv.ParseFloat(town[3], 64)
		spread := 0.05 * math.Exp(r.Float64()*4)
		p := point{
			id:   fmt.Sprintf("e%07d", i),
			lon:  round(math.Remainder(lon+r.NormFloat64()*spread, 360)),
			lat:  round(max(min(lat+r.NormFloat64()*spread, 89.9), -89.9)),
			kind: kinds[r.IntN(len(kinds))],
		}
		p.at = first.Add(time.Duration(r.IntN(10*365*24*60)) * time.Minute)
		p.source, p.number, p.accuracy, p.verified = sources[r.IntN(len(sources))], r.IntN(numbers), 100*(1+r.IntN(60)), r.IntN(3) == 0
		p.json = fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":{"type":"Point","coordinates":[%v,%v]},"properties":{"title":"%s near %s","kind":%q,"datetime":%q,"source":%q,"number":%d,"accuracy":%d,"verified":%v}}`,
			p.id, p.lon, p.lat, p.kind, town[0], p.kind, p.at.Format(time.RFC3339), p.source, p.number, p.accuracy, p.verified)
		points[i] = p
	}
	return points
}

// round cuts to a millionth of a degree, about 0.1 m.
func round(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// write puts the points into a file of GeoJSON lines, unless it is there.
func write(path string, points []point) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	for i := range points {
		w.WriteString(points[i].json)
		w.WriteByte('\n')
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}
