package flatgeobuf_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/flatgeobuf"
)

// refused writes features and wants an error of kind Invalid that has some words.
func refused(t *testing.T, features []geo.Feature, o geo.Output, words string) {
	t.Helper()
	var out bytes.Buffer
	w := flatgeobuf.NewWriter(&out, o)
	var err error
	for _, f := range features {
		if err = w.Write(f); err != nil {
			break
		}
	}
	if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), words) {
		t.Errorf("got %v, want an Invalid with %q", err, words)
	}
	if closed := w.Close(); closed != err || out.Len() > 0 {
		t.Errorf("closing gives %v and %d bytes, want %v and none", closed, out.Len(), err)
	}
}

func TestWriteRefuses(t *testing.T) {
	b := geo.NewBuilder(nil)
	b.SetID("x")
	_ = b.Add([]byte("n"), geo.Value("12345678901234567890"))
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	refused(t, []geo.Feature{f}, geo.Output{Collection: geo.Collection{Schema: b.Schema()}}, `n: the feature "x" has 12345678901234567890`)
}

// readAll returns the features up to the error.
func readAll(r io.Reader) (n int, err error) {
	for f, err := range flatgeobuf.Read(r, geo.NewBuilder(nil)) {
		if err != nil {
			if !f.IsZero() {
				panic("a feature with an error")
			}
			return n, err
		}
		n++
	}
	return n, nil
}

func golden(t testing.TB, name string) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestCut cuts files at many places: none is taken for whole.
func TestCut(t *testing.T) {
	for _, c := range written {
		file := golden(t, c.file)
		for n := 0; n < len(file); n += 7 {
			_, err := readAll(bytes.NewReader(file[:n]))
			if geo.KindOf(err) != geo.Invalid {
				t.Fatalf("%s, %d of %d bytes: got %v, want Invalid", c.file, n, len(file), err)
			}
			if n > 12 && !strings.Contains(err.Error(), "cut off") {
				t.Fatalf("%s, %d of %d bytes: got %v, which does not say that it is cut off", c.file, n, len(file), err)
			}
		}
	}
}

// TestDamaged changes bytes of files: it must end, in whatever way but one.
func TestDamaged(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, c := range written {
		file := golden(t, c.file)
		for range 300 {
			broken := bytes.Clone(file)
			for range 1 + r.IntN(4) {
				broken[r.IntN(len(broken))] = byte(r.Uint32() >> (8 * r.IntN(4)))
			}
			if _, err := readAll(bytes.NewReader(broken)); err != nil && geo.KindOf(err) != geo.Invalid {
				t.Fatalf("got %v, want Invalid", err)
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	places := golden(t, "places.fgb")
	with := func(at int, bytes ...byte) []byte {
		file := append([]byte(nil), places...)
		copy(file[at:], bytes)
		return file
	}
	huge := binary.LittleEndian.AppendUint32([]byte("fgb\x03fgb\x00"), 1<<31)
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, "does not start as FlatGeobuf"},
		{"JSON", []byte(`{"type":"FeatureCollection"}`), "does not start as FlatGeobuf"},
		{"version 2", with(3, 2), "version 2; expected version 3"},
		{"no second magic", with(5, 'x'), "magic bytes"},
		{"a later patch", with(7, 1), ""},
		{"a huge header", huge, "the header takes 2147483648 bytes"},
		{"an empty header", append([]byte("fgb\x03fgb\x00"), 0, 0, 0, 0), "points outside of itself"},
		{"more than counted", append(bytes.Clone(places), places[len(places)-200:]...), "features[3], byte"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readAll(bytes.NewReader(c.file))
			if c.want == "" && err != nil || c.want != "" && (geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestReaderError(t *testing.T) {
	broken := errors.New("the cable is cut")
	for n := 0; n < 5000; n += 700 {
		r := io.MultiReader(bytes.NewReader(golden(t, "places.fgb")[:n]), iotest.ErrReader(broken))
		if _, err := readAll(r); !errors.Is(err, broken) || geo.KindOf(err) != geo.Internal {
			t.Errorf("after %d bytes: got %v, want %v", n, err, broken)
		}
	}
}

func TestStops(t *testing.T) {
	n := 0
	for range flatgeobuf.Read(iotest.HalfReader(bytes.NewReader(golden(t, "places.fgb"))), geo.NewBuilder(nil)) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("got %d features, want to stop at 1", n)
	}
}

// TestSelection writes some properties, and no geometry.
func TestSelection(t *testing.T) {
	features := readGeoJSON(t, "testdata/places.geojson")
	o := geo.Output{Collection: geo.Collection{Schema: features[0].Schema(), NumericIDs: true}, Fields: []int{2, 0}, SkipGeometry: true}
	got := read(t, write(t, features, o))
	const want = `{"type":"Feature","id":1,"geometry":null,"properties":{"people":15806,"name":"الشدادي"}}`
	if len(got) != 3 || string(got[0].GeoJSON()) != want {
		t.Errorf("got %s, want %s", got[0].GeoJSON(), want)
	}
}

// TestIDs has a property that is called id as well.
func TestIDs(t *testing.T) {
	b := geo.NewBuilder(nil)
	b.SetID("a")
	if err := b.AddText("id", "b"); err != nil {
		t.Fatal(err)
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, write(t, []geo.Feature{f}, geo.Output{Collection: geo.Collection{Schema: b.Schema()}}))
	if len(got) != 1 || string(got[0].GeoJSON()) != string(f.GeoJSON()) {
		t.Errorf("got %s, want %s", got[0].GeoJSON(), f.GeoJSON())
	}
}

// brokenWriter takes some bytes.
type brokenWriter struct{ left int }

var errFull = errors.New("the disk is full")

func (w *brokenWriter) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

// TestLeavesNothing looks for temporary files, after success and after failure.
func TestLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	features, collection := bulky(t)
	for _, left := range []int{1 << 30, 1 << 20, 0} {
		w := flatgeobuf.NewWriter(&brokenWriter{left}, geo.Output{Collection: collection})
		for _, f := range features {
			if err := w.Write(f); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); left == 1<<30 && err != nil || left < 1<<30 && !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: got %v", left, err)
		}
		if files, _ := os.ReadDir(dir); len(files) > 0 {
			t.Errorf("room for %d bytes: %v is left", left, files)
		}
	}
	t.Setenv("TMPDIR", filepath.Join(dir, "nowhere"))
	w := flatgeobuf.NewWriter(io.Discard, geo.Output{Collection: collection})
	var err error
	for _, f := range features {
		if err = w.Write(f); err != nil {
			break
		}
	}
	if err == nil || w.Close() != err {
		t.Errorf("without a place for temporary files: got %v", err)
	}
}

// TestPassOver reads on after a feature that is none.
func TestPassOver(t *testing.T) {
	var out bytes.Buffer
	b := geo.NewBuilder(nil)
	w := flatgeobuf.NewWriter(&out, geo.Output{Collection: geo.Collection{Schema: b.Schema()}})
	for i, lat := range []float64{1, 36.25, 3} {
		b.SetNumericID(strconv.Itoa(i + 1))
		b.SetGeometry(orb.Point{7, lat}, nil)
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	bits := func(v float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)) }
	file := bytes.ReplaceAll(out.Bytes(), bits(36.25), bits(136.25))
	for _, on := range []bool{true, false} {
		var faults, ids []string
		var end error
		for f, err := range flatgeobuf.PassOver(bytes.NewReader(file), geo.NewBuilder(nil), func(err error) bool {
			faults = append(faults, err.Error())
			return on
		}) {
			if end = err; err == nil {
				ids = append(ids, string(f.ID()))
			}
		}
		if on && len(ids) != 2 || !on && len(ids) > 2 || len(faults) != 1 || !strings.HasPrefix(faults[0], "features[") || (end != nil) == on {
			t.Errorf("going on is %v: got %q, %q and %v", on, ids, faults, end)
		}
	}
	// What is wrong with the file and not with a feature ends the reading.
	var end error
	for _, err := range flatgeobuf.PassOver(bytes.NewReader(file[:len(file)-3]), geo.NewBuilder(nil), func(err error) bool {
		return !strings.Contains(err.Error(), "cut off")
	}) {
		end = err
	}
	if end == nil || !strings.Contains(end.Error(), "cut off") {
		t.Errorf("a file that is cut off: got %v", end)
	}
}
