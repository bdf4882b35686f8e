package format

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"cairn/geo"
)

func TestPathTo(t *testing.T) {
	// The path to the first '!' that stands outside of a name.
	for _, c := range []struct{ text, want string }{
		{`!`, ""},
		{`{!`, ""},
		{`{"a":!`, "a"},
		{`{"a":1,!`, ""},
		{`{"a":1,"b":[!`, "b[0]"},
		{`{"a":{"x":[1,2]},"b":[[0,1],[2,!`, "b[1][1]"},
		{`[!`, "[0]"},
		{`[1,{"a":[],"b":"x,[{","c":!`, "[1].c"},
		{`{"a b":[{"":!`, `["a b"][0][""]`},
		{`{"a\"b":!`, `["a\"b"]`},
		{`{"السبب":!`, "السبب"},
		{`{"a":"text !`, "a"},
		{`}]!`, ""},
	} {
		at := strings.IndexByte(c.text, '!')
		if got := pathTo([]byte(c.text), at); got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

// TestLineAt reads far into a text, in small pieces, and asks for the place of a
// fault at its end.
func TestLineAt(t *testing.T) {
	feature := `{"type":"Feature","geometry":null,"properties":{"name":"الرقة"}}`
	for _, c := range []struct {
		between, want string
	}{
		{",\n", "line 40001, column 53, features[40000].properties.a"},
		{",", "line 1, column 2600093, features[40000].properties.a"},
		{",\r\n ", "line 40001, column 54, features[40000].properties.a"},
	} {
		text := `{"type":"FeatureCollection","features":[` + strings.Repeat(feature+c.between, 40_000) +
			strings.Replace(feature, `"name":"الرقة"`, `"a":x`, 1) + `]}`
		if c.between != "," {
			text = strings.Replace(text, `{"type":"F`, "{\"type\":\n\"F", 1)
			text = strings.Replace(text, "\n", "", 1)
		}
		var err error
		for _, err = range ReadGeoJSON(iotest.HalfReader(strings.NewReader(text)), geo.NewBuilder(nil)) {
		}
		var refused *geo.Error
		if !errors.As(err, &refused) || refused.Path != c.want {
			t.Errorf("between %q: got %v, want %s", c.between, err, c.want)
		}
	}
}

// TestLimit reads with a small limit: one feature, one foreign member, one record
// may not take more, whatever the whole takes.
func TestLimit(t *testing.T) {
	const limit = 2 << 20
	feature := func(n int) string {
		return `{"type":"Feature","geometry":null,"properties":{"a":"` + strings.Repeat("x", n) + `"}}`
	}
	collection := func(features string) string { return `{"type":"FeatureCollection","features":[` + features + `]}` }
	many := strings.TrimSuffix(strings.Repeat(feature(limit/2)+",", 9), ",")
	for _, c := range []struct {
		name, text, want string
		features         int
	}{
		{"many", collection(many), "", 9},
		{"feature", collection(feature(10) + "," + feature(2*limit)), "line 1, column 108, features[1]: a feature takes more than 2 MiB", 1},
		{"lone feature", feature(2 * limit), "line 1, column 1: the Feature takes more than 2 MiB", 0},
		{"foreign member", `{"type":"FeatureCollection","x":"` + strings.Repeat("y", 2*limit) + `"}`, "x: a member of the FeatureCollection takes more", 0},
		{"member before the type", `{"x":"` + strings.Repeat("y", 2*limit) + `"}`, "line 1, column 1: the first object takes more", 0},
		{"white space", strings.Repeat(" ", 2*limit), "line 1, column 1: the first object takes more", 0},
	} {
		t.Run(c.name, func(t *testing.T) { checkLimit(t, (*reader).document, c.text, limit, c.features, c.want) })
	}
	t.Run("line", func(t *testing.T) {
		checkLimit(t, (*reader).sequence, feature(1)+"\n"+feature(2*limit), limit, 1, "line 2, column 1: a record takes more than 2 MiB")
	})
	t.Run("lines", func(t *testing.T) {
		checkLimit(t, (*reader).sequence, strings.Repeat(feature(limit/2)+"\n", 9), limit, 9, "")
	})
}

func checkLimit(t *testing.T, way func(*reader) error, text string, limit, features int, want string) {
	t.Helper()
	n := 0
	var err error
	d := &reader{source: source{r: strings.NewReader(text), limit: limit}}
	d.b = geo.NewBuilder(nil)
	d.yield = func(geo.Feature, error) bool { n++; return true }
	if err = way(d); n != features || (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
		t.Errorf("got %d features and %v, want %d and %q", n, err, features, want)
	}
	if len(d.buf) > 2*limit {
		t.Errorf("the buffer has grown to %d bytes, the limit is %d", len(d.buf), limit)
	}
}

// TestMemory reads a long text and looks how much of it is held.
func TestMemory(t *testing.T) {
	one := `{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"a":"` + strings.Repeat("x", 200) + `"}},`
	r := io.MultiReader(strings.NewReader(`{"type":"FeatureCollection","features":[`),
		io.LimitReader(endless(one), int64(len(one)*100_000)), strings.NewReader(strings.TrimSuffix(one, ",")+`]}`))
	n := 0
	d := &reader{source: source{r: r, limit: MaxFeatureBytes}}
	d.b = geo.NewBuilder(nil)
	d.yield = func(geo.Feature, error) bool { n++; return true }
	if err := d.document(); err != nil || n != 100_001 {
		t.Fatalf("got %d features and %v", n, err)
	}
	if len(d.buf) > fullBuffer {
		t.Errorf("the buffer has grown to %d bytes, want at most %d", len(d.buf), fullBuffer)
	}
}

// endless repeats a text without end.
func endless(text string) io.Reader { return &repeat{text: text} }

type repeat struct {
	text string
	at   int
}

func (r *repeat) Read(b []byte) (n int, err error) {
	n = copy(b, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	return n, nil
}
