package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cairn/geo/memory"
	"cairn/server"
)

// dawdler takes a minute for each piece of an answer.
type dawdler struct {
	*httptest.ResponseRecorder
	pieces int
}

func (d *dawdler) Write(b []byte) (int, error) {
	<-time.After(time.Minute)
	d.pieces++
	return d.ResponseRecorder.Write(b)
}

// TestSlowReader takes long answers slowly: the time that the reader takes is none of
// the server's, so that whoever has a slow line gets a large file too.
func TestSlowReader(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(20_000)))
	for _, query := range []string{"limit=10000", "limit=10000&sortby=-depth", "f=geojsonseq", "f=csv", "f=kml", "f=fgb", "f=parquet", "f=gpkg"} {
		synctest.Test(t, func(t *testing.T) {
			w := serve(t, server.Config{Store: store, Limits: server.Limits{Duration: 10 * time.Second}})
			answer := &dawdler{ResponseRecorder: httptest.NewRecorder()}
			start := time.Now()
			w.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/collections/wells/items?"+query, nil))
			if took := time.Since(start); answer.Code != http.StatusOK || answer.pieces == 0 || took != time.Duration(answer.pieces)*time.Minute {
				t.Errorf("%s: status %d, %d pieces in %v", query, answer.Code, answer.pieces, took)
			}
		})
	}
}
