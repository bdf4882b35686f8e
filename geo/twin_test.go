package geo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// TestTwin makes random features and keeps beside each what encoding/json makes of
// the same properties: a record must hold neither more nor less.
func TestTwin(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	b := geo.NewBuilder(nil)
	var features []geo.Feature
	var twins []map[string]any
	for i := range 2000 {
		b.SetID(geo.ID(fmt.Sprint(i)))
		if random.IntN(3) > 0 {
			b.SetPoint(orb.Point{random.Float64()*360 - 180, random.Float64()*180 - 90}, nil)
		}
		twin := map[string]any{}
		for _, n := range random.Perm(30)[:random.IntN(12)] {
			name, value := fmt.Sprint("näme\n", n), randomValue(random, 3)
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			twin[name] = value
			if err := b.Add([]byte(name), canonical(text)); err != nil {
				t.Fatal(err)
			}
		}
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		features, twins = append(features, f), append(twins, twin)
	}
	for i, f := range features {
		checkTwin(t, f, twins[i])
		moved := geo.FeatureOf(f.AppendHead(nil, nil), f.GeoJSON(), b.Schema())
		checkTwin(t, moved, twins[i])
	}
}

func checkTwin(t *testing.T, f geo.Feature, twin map[string]any) {
	t.Helper()
	var whole struct{ Properties map[string]any }
	if err := json.Unmarshal(f.GeoJSON(), &whole); err != nil || !reflect.DeepEqual(whole.Properties, twin) {
		t.Fatalf("%s: got %v, want %v (%v)", f.ID(), whole.Properties, twin, err)
	}
	n := 0
	for field, v := range f.Properties {
		n++
		name := f.Schema().Fields()[field].Name
		var got any
		if err := json.Unmarshal(v, &got); err != nil || !reflect.DeepEqual(got, twin[name]) {
			t.Fatalf("%s, %q: got %s, want %v (%v)", f.ID(), name, v, twin[name], err)
		}
		if !bytes.Equal(v, f.Property(name)) || !bytes.Equal(v, f.Value(field)) {
			t.Fatalf("%s, %q: three ways to it give %s, %s, %s", f.ID(), name, v, f.Property(name), f.Value(field))
		}
		if kinds := f.Schema().Fields()[field].Kinds; kinds&v.Kind() == 0 {
			t.Fatalf("%s, %q: the schema has not seen kind %d of %s", f.ID(), name, v.Kind(), v)
		}
	}
	if n != len(twin) {
		t.Fatalf("%s has %d properties, want %d", f.ID(), n, len(twin))
	}
	for _, field := range f.Schema().Fields() {
		if _, there := twin[field.Name]; there != (f.Property(field.Name) != nil) {
			t.Fatalf("%s, %q: there %t, want %t", f.ID(), field.Name, !there, there)
		}
	}
}

// randomValue makes a JSON value at most depth arrays and objects deep.
func randomValue(random *rand.Rand, depth int) any {
	switch n := random.IntN(8); {
	case n == 0:
		return nil
	case n == 1:
		return random.IntN(2) == 0
	case n == 2:
		return random.NormFloat64() * 1e6
	case n == 3:
		return float64(random.IntN(100))
	case n == 4 && depth > 0:
		list := make([]any, random.IntN(4))
		for i := range list {
			list[i] = randomValue(random, depth-1)
		}
		return list
	case n == 5 && depth > 0:
		object := map[string]any{}
		for range random.IntN(4) {
			object[randomText(random)] = randomValue(random, depth-1)
		}
		return object
	}
	return randomText(random)
}

func randomText(random *rand.Rand) string {
	letters := []rune(`a"\{}[]:,` + "\n\x00\x1féالشدادي📍\u2028")
	var b strings.Builder
	for range random.IntN(12) {
		b.WriteRune(letters[random.IntN(len(letters))])
	}
	return b.String()
}

// canonical turns JSON of encoding/json, which escapes more, into the form that a
// feature holds.
func canonical(text []byte) geo.Value {
	var out []byte
	for i := 0; i < len(text); i++ {
		if text[i] != '"' {
			out = append(out, text[i])
			continue
		}
		end := i + 1
		for ; text[end] != '"'; end++ {
			if text[end] == '\\' {
				end++
			}
		}
		var s string
		if err := json.Unmarshal(text[i:end+1], &s); err != nil {
			panic(err)
		}
		out = geo.AppendString(out, s)
		i = end
	}
	return out
}

func BenchmarkBuilder(b *testing.B) {
	builder := geo.NewBuilder(nil)
	names := [][]byte{[]byte("name"), []byte("kind"), []byte("population"), []byte("date")}
	values := []geo.Value{geo.Value(`"Shaddadi"`), geo.Value(`"town"`), geo.Value(`15806`), geo.Value(`"2026-01-19"`)}
	b.ReportAllocs()
	for b.Loop() {
		builder.SetNumericID("7")
		builder.SetPoint(orb.Point{40.7303, 36.0561}, nil)
		for i := range names {
			if err := builder.Add(names[i], values[i]); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := builder.Feature(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFilter(b *testing.B) {
	f := built(b, geo.NewBuilder(nil), "a", orb.Point{1, 2}, "name", `"Shaddadi"`, "kind", `"town"`, "population", `15806`)
	filter := geo.CompileFilter([]geo.Equality{{Property: "kind", Value: "town"}}, f.Schema())
	b.ReportAllocs()
	for b.Loop() {
		if !filter.Match(f) {
			b.Fatal("no match")
		}
	}
}
