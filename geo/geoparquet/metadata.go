package geoparquet

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/shape"
)

// The keys under which files keep metadata: what GeoParquet asks for, and ours.
const (
	geoKey = "geo"
	ourKey = "cairn"
)

// metadata is the JSON under "geo" (GeoParquet 1.1.0, "File metadata").
type metadata struct {
	Version string                    `json:"version"`
	Primary string                    `json:"primary_column"`
	Columns map[string]columnMetadata `json:"columns"`
}

type columnMetadata struct {
	Encoding string          `json:"encoding"`
	Types    []string        `json:"geometry_types"`
	CRS      json.RawMessage `json:"crs,omitempty"`
	Bbox     []float64       `json:"bbox,omitempty"`
	Covering *covering       `json:"covering,omitempty"`
}

type covering struct {
	Bbox map[string][]string `json:"bbox"`
}

// ours is the JSON under "cairn".
type ours struct {
	ID string `json:"id"` // the column of the ids
}

// parseMetadata reads what stands under "geo".
func parseMetadata(text string) (*metadata, error) {
	var m metadata
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return nil, invalid("metadata.geo", "it is not the JSON that GeoParquet asks for ("+err.Error()+")")
	}
	if !strings.HasPrefix(m.Version, "1.") && !strings.HasPrefix(m.Version, "0.") {
		return nil, invalid("metadata.geo.version", "it is "+strconv.Quote(m.Version)+"; expected 1.0 or 1.1")
	}
	if _, ok := m.Columns[m.Primary]; !ok {
		return nil, invalid("metadata.geo.primary_column", "it is "+strconv.Quote(m.Primary)+", of which nothing more is told; expected one of its columns")
	}
	return &m, nil
}

// system returns the system of a column's coordinates, nil for CRS84; null tells
// that it is not known, and is taken for CRS84 as well.
func (c *columnMetadata) system() (*crs.CRS, error) {
	if len(c.CRS) == 0 || bytes.Equal(c.CRS, []byte("null")) {
		return nil, nil
	}
	var named struct {
		Name string `json:"name"`
		ID   struct {
			Authority string          `json:"authority"`
			Code      json.RawMessage `json:"code"`
		} `json:"id"`
	}
	if err := json.Unmarshal(c.CRS, &named); err != nil {
		return nil, invalid("metadata.geo", "its crs is not PROJJSON: "+err.Error())
	}
	code := strings.Trim(string(named.ID.Code), `"`)
	if strings.EqualFold(named.ID.Authority, "OGC") && (code == "CRS84" || code == "CRS84h") {
		return nil, nil
	}
	n, err := strconv.Atoi(code)
	if err != nil || !strings.EqualFold(named.ID.Authority, "EPSG") {
		n = 0
	}
	return shape.System(n, named.Name)
}

func invalid(path, msg string) error { return &geo.Error{Kind: geo.Invalid, Path: path, Msg: msg} }
