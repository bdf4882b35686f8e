package geoparquet_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"cairn/geo"
	"cairn/geo/geoparquet"
	"cairn/geo/shape"
)

// TestCut cuts files at every byte: none is taken for whole.
func TestCut(t *testing.T) {
	for _, c := range foreign {
		file := golden(t, c.file)
		for n := range len(file) {
			if _, _, err := readAll(file[:n]); geo.KindOf(err) != geo.Invalid {
				t.Fatalf("%s, %d of %d bytes: got %v, want Invalid", c.file, n, len(file), err)
			}
		}
	}
}

// TestDamaged changes bytes of files: reading them must end, in whatever way but one.
func TestDamaged(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	features, collection := randomFeatures(t, r, 20, shape.Nowhere, true, false)
	files := [][]byte{write(t, features, geo.Output{Collection: collection})}
	for _, c := range foreign {
		files = append(files, golden(t, c.file))
	}
	for _, file := range files {
		for range 300 {
			broken := bytes.Clone(file)
			for range 1 + r.IntN(4) {
				broken[r.IntN(len(broken))] = byte(r.Uint32() >> (8 * r.IntN(4)))
			}
			if _, _, err := readAll(broken); err != nil && geo.KindOf(err) != geo.Invalid {
				t.Fatalf("got %v, want Invalid", err)
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	lonlat := golden(t, "lonlat.parquet")
	end := func(bytes string) []byte {
		return append(append([]byte(nil), lonlat[:len(lonlat)-len(bytes)]...), bytes...)
	}
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, "does not start as Parquet"},
		{"JSON", []byte(`{"type":"FeatureCollection"}`), "does not start as Parquet"},
		{"cut off", lonlat[:len(lonlat)-1], "cut off"},
		{"encrypted", end("PARE"), "encrypted"},
		{"a footer longer than the file", end("\xff\xff\xff\x03PAR1"), "67108863 bytes"},
		{"a footer of nothing", end("\x00\x00\x00\x00PAR1"), "damaged"},
		{"Avro", append([]byte("Obj\x01"), lonlat[4:]...), "does not start as Parquet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, _, err := readAll(c.file); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// brokenAt fails where a byte at or beyond some place is read.
type brokenAt struct {
	file  []byte
	place int64
}

var errCable = errors.New("the cable is cut")

func (r brokenAt) ReadAt(p []byte, at int64) (int, error) {
	if at <= r.place && at+int64(len(p)) > r.place {
		return 0, errCable
	}
	return bytes.NewReader(r.file).ReadAt(p, at)
}

func TestReaderError(t *testing.T) {
	file := golden(t, "types.parquet")
	for _, place := range []int64{0, 10, int64(len(file)) - 20, int64(len(file)) - 1} {
		layers, err := geoparquet.Layers(brokenAt{file, place}, int64(len(file)), "")
		if err == nil {
			for _, err = range layers[0].Read(geo.NewBuilder(nil)) {
				if err != nil {
					break
				}
			}
		}
		if !errors.Is(err, errCable) || geo.KindOf(err) != geo.Internal {
			t.Errorf("byte %d cannot be read: got %v, want %v", place, err, errCable)
		}
	}
}

func TestStops(t *testing.T) {
	file := golden(t, "types.parquet")
	layers, err := geoparquet.Layers(bytes.NewReader(file), int64(len(file)), "")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // a layer can be read again
		n := 0
		for range layers[0].Read(geo.NewBuilder(nil)) {
			n++
			break
		}
		if n != 1 {
			t.Errorf("got %d features, want to stop at 1", n)
		}
	}
}

// TestWriterError hands on what the io.Writer says.
func TestWriterError(t *testing.T) {
	features, o := points(t, 60_000)
	r, out := io.Pipe()
	r.CloseWithError(os.ErrClosed)
	w := geoparquet.NewWriter(out, o)
	var err error
	for _, f := range features {
		if err = w.Write(f); err != nil {
			break
		}
	}
	if closed := w.Close(); err == nil || closed != err || !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v, and %v when closing", err, closed)
	}
}

// TestPassOver reads on after rows that are no features.
func TestPassOver(t *testing.T) {
	type place struct {
		ID       int64  `parquet:"id"`
		Geometry []byte `parquet:"geometry"`
	}
	point := func(lat float64) []byte {
		return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64([]byte{1, 1, 0, 0, 0}, math.Float64bits(7)), math.Float64bits(lat))
	}
	var out bytes.Buffer
	w := parquet.NewGenericWriter[place](&out)
	if _, err := w.Write([]place{{1, point(1)}, {2, point(136)}, {3, point(3)}, {4, []byte("no geometry")}, {5, point(5)}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	layers, err := geoparquet.Layers(bytes.NewReader(out.Bytes()), int64(out.Len()), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		most  int
		ids   string
		fails bool
	}{{5, "1 3 5", false}, {1, "1 3", true}, {0, "1", true}} {
		var ids, faults []string
		var end error
		for f, err := range layers[0].PassOver(geo.NewBuilder(nil), func(err error) bool {
			faults = append(faults, err.Error())
			return len(faults) <= tt.most
		}) {
			if end = err; err == nil {
				ids = append(ids, string(f.ID()))
			}
		}
		if strings.Join(ids, " ") != tt.ids || (end != nil) != tt.fails || !strings.HasPrefix(faults[0], "features[1].geometry: the latitude 136") {
			t.Errorf("passing over %d: got %q, %q and %v, want %s", tt.most, ids, faults, end, tt.ids)
		}
	}
}

// TestRowsAllAlike: a file of a few hundred bytes must not become millions of features.
func TestRowsAllAlike(t *testing.T) {
	type nowhere struct {
		Lon *float64 `parquet:"lon,optional"`
		Lat *float64 `parquet:"lat,optional"`
	}
	for rows, refused := range map[int]bool{100_000: false, 1_000_000: true} {
		var out bytes.Buffer
		w := parquet.NewGenericWriter[nowhere](&out, parquet.PageBufferSize(1<<24))
		if _, err := w.Write(make([]nowhere, rows)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		_, err := geoparquet.Layers(bytes.NewReader(out.Bytes()), int64(out.Len()), "")
		if (err != nil) != refused || refused && !strings.Contains(err.Error(), "would all be alike") {
			t.Errorf("%d rows in %d bytes: got %v, want a refusal: %t", rows, out.Len(), err, refused)
		}
	}
}
