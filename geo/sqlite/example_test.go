package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/sqlite"
)

func Example() {
	dir, err := os.MkdirTemp("", "cairn-*")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	ctx, path := context.Background(), filepath.Join(dir, "facts.gpkg")

	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	b := geo.NewBuilder(nil)
	for _, name := range []string{"Shaddadi", "Al-Shaddadi"} {
		b.SetID("shaddadi")
		b.SetPoint(orb.Point{40.7348, 36.0576}, nil)
		b.AddText("name", name)
		f, _ := b.Feature()
		if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "places", Feature: f, By: "amal"}); err != nil {
			fmt.Println(err)
		}
	}
	s.Close()

	s, err = sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	for c, err := range s.History(ctx, "places", "shaddadi") {
		fmt.Println(c.Rev, c.By, c.Feature.Property("name"), err)
	}
	// Output:
	// 2 amal Al-Shaddadi <nil>
	// 1 amal Shaddadi <nil>
}
