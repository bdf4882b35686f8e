package server_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/server"
)

func Example() {
	store := memory.New(nil)
	b := geo.NewBuilder(nil)
	b.SetID("raqqa")
	b.SetPoint(orb.Point{39.01, 35.95}, nil)
	_ = b.AddText("kind", "city")
	raqqa, err := b.Feature()
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := store.Apply(context.Background(), geo.Change{Op: geo.Put, In: "places", Feature: raqqa}); err != nil {
		fmt.Println(err)
		return
	}
	s := server.New(server.Config{Store: store})

	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, httptest.NewRequest("GET", "/collections/places/nearest?point=39,36&f=geojsonseq", nil))
	fmt.Print(answer.Body.String()[1:])
	// Output: {"type":"Feature","id":"raqqa","geometry":{"type":"Point","coordinates":[39.01,35.95]},"properties":{"kind":"city"},"nearest":{"distance":5620.761,"azimuth":170.76}}
}
