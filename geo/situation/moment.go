package situation

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"cairn/geo"
)

// Moment says which situation is asked for. The zero Moment is the latest one,
// as far as it is known now, by all sources.
type Moment struct {
	// At is the moment in the world: the last of the period (1). Nil, and a
	// period without an end, is the last moment that anything in the data speaks
	// of.
	At *geo.Period
	// AsOf is the state of knowledge; nil is the newest (2).
	AsOf *AsOf
	// AccordingTo are the ids of the sources that are heard; none means all (3).
	AccordingTo []string
}

// ParseSources reads the value of an according-to parameter: ids of sources,
// separated by commas. An id given twice counts once. The error is Invalid with
// Path "according-to"; whether there are such sources is seen by
// [Situation.View].
func ParseSources(s string) ([]string, error) {
	var ids []string
	for id := range strings.SplitSeq(s, ",") {
		id = strings.TrimSpace(id)
		if id == "" {
			return nil, &geo.Error{Kind: geo.Invalid, Path: "according-to",
				Msg: "an id is missing in " + strconv.Quote(s) + "; expected ids of sources like sdf,syria-moi"}
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// isLatest reports whether the moment is left to the data.
func (m Moment) isLatest() bool { return m.At == nil || m.At.End == geo.Forever }

// datetime prints the moment as a datetime parameter would give it, "" for none.
// A day is a date and an instant a date-time, so that it reads as the same moment.
func (m Moment) datetime() string {
	if m.At == nil {
		return ""
	}
	p := *m.At
	if p.End != geo.Forever && p.Start != geo.Past {
		if p.End-p.Start == 1 {
			return clock(p.Start)
		}
		if p.End-p.Start == geo.Day && p.Start%geo.Day == 0 {
			return p.Start.String()
		}
	}
	return firstOf(p.Start) + "/" + lastBefore(p.End)
}

func firstOf(i geo.Instant) string {
	if i == geo.Past || i%geo.Day == 0 {
		return i.String()
	}
	return clock(i)
}

func lastBefore(end geo.Instant) string {
	switch {
	case end == geo.Forever:
		return end.String()
	case end%geo.Day == 0:
		return (end - geo.Day).String()
	}
	return clock(end - 1)
}

func clock(i geo.Instant) string { return i.Time().Format(time.RFC3339Nano) }
