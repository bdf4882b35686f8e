package situation_test

import (
	"fmt"
	"testing"

	"cairn/geo"
	"cairn/geo/situation"
)

// Everything is derived once for each state of the store …
func BenchmarkFirstView(b *testing.B) {
	base := state(b, store(b, seedChanges(b)...))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := situation.New().View(b.Context(), base, situation.Moment{}); err != nil {
			b.Fatal(err)
		}
	}
}

// … and what is asked again is there: the latest moment, by all.
func BenchmarkView(b *testing.B) {
	base := state(b, store(b, seedChanges(b)...))
	s := situation.New()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.View(b.Context(), base, situation.Moment{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlaces(b *testing.B) {
	base := state(b, store(b, seedChanges(b)...))
	v := view(b, base, situation.Moment{})
	for name, where := range map[string][]geo.Equality{"all": nil, "held": {{Property: "control_status", Value: "held"}}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range v.Find(b.Context(), geo.Query{From: situation.Places, Where: where}) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

func BenchmarkDocument(b *testing.B) {
	base := state(b, store(b, seedChanges(b)...))
	s := situation.New()
	first := at(b, "2026-01-20", "")
	for name, moment := range map[string]func(i int) situation.Moment{
		"latest": func(int) situation.Moment { return situation.Moment{} },
		"asked in turns": func(i int) situation.Moment { // another picture each time
			p := geo.Period{Start: first.At.Start, End: first.At.End + geo.Instant(i%1000)}
			return situation.Moment{At: &p}
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				v, err := s.View(b.Context(), base, moment(i))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := v.Document(b.Context(), "", ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A thousand places with a few claims each, none of them kept.
func BenchmarkThousandPlaces(b *testing.B) {
	lines := []string{"sources x name=X", "sources y name=Y"}
	for i := range 1000 {
		lines = append(lines, fmt.Sprintf("places p%d kind=prison", i))
		for k := range 3 {
			lines = append(lines, fmt.Sprintf("control c%d-%d subject=p%d status=held party=A claimed_by=%s start=2026-01-%02d", i, k, i, []string{"x", "y"}[k%2], 10+k))
		}
	}
	base := state(b, store(b, world(b, lines...)...))
	s := situation.New()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		p := geo.Period{Start: 0, End: 1768867200000000 + geo.Instant(i)}
		v, err := s.View(b.Context(), base, situation.Moment{At: &p})
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range v.Find(b.Context(), geo.Query{From: situation.Places}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
