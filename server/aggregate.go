package server

import (
	"errors"
	"net/http"

	"cairn/geo"
	"cairn/geo/aggregate"
)

// aggregate answers with counts and sums of what the request matches, by cell, by
// property and by time.
func (s *Server) aggregate(x *exchange) error {
	c, err := x.ask(aggregateParameters, true)
	if err != nil {
		return err
	}
	asked, err := aggregate.Parse(x.param("group"), x.param("cell"), x.param("value"), c)
	if err != nil {
		return x.blame(err)
	}
	if settled, err := x.settled(); settled {
		return err
	}
	result, err := aggregate.Run(x.ctx, x.state, x.request.Query, asked)
	if err != nil {
		return x.blame(err)
	}
	if x.form.is("csv") {
		x.w.Header()["Content-Disposition"] = []string{`attachment; filename="` + string(c.Name) + `-aggregate.csv"`}
		x.body = result.AppendCSV(x.body[:0], x.request.bom)
	} else {
		members := append([]byte(`"timeStamp":"`+x.moment.stamp+`","links":[`), x.appendOwnLinks(nil)...)
		x.body = result.AppendGeoJSON(x.body[:0], string(append(members, ']')))
	}
	return x.send(http.StatusOK, x.media, x.body)
}

// blame makes the error of a parameter, whose name is the error's Path, a fault
// that tells where it stands.
func (x *exchange) blame(err error) error {
	var theirs *geo.Error
	if !errors.As(err, &theirs) || theirs.Kind != geo.Invalid {
		return err
	}
	for i := range x.query {
		if p := &x.query[i]; p.name == theirs.Path {
			return faults{faultAt(p, "is wrong: "+theirs.Msg, expected(p.name))}
		}
	}
	if theirs.Path == "group" || theirs.Path == "cell" {
		return faults{{Parameter: theirs.Path, Position: len(x.r.URL.RawQuery), Reason: theirs.Msg, Expected: expected(theirs.Path)}}
	}
	return err
}
