package situation

import (
	"context"
	"fmt"

	"cairn/geo"
)

// The collections that make up a situation.
const (
	Places  geo.Name = "places"
	Events  geo.Name = "events"
	Claims  geo.Name = "claims"
	Control geo.Name = "control"
	Sources geo.Name = "sources"
)

// names lists the five.
func names() [5]geo.Name { return [...]geo.Name{Places, Events, Claims, Control, Sources} }

// Applies reports whether the state has the five collections that a situation is
// made of. Without them there is none, and [Situation.View] answers NotFound.
func Applies(ctx context.Context, r geo.Reader) (bool, error) {
	for _, name := range names() {
		_, err := r.Collection(ctx, name)
		if geo.KindOf(err) == geo.NotFound {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("look for collection %s: %w", name, err)
		}
	}
	return true, nil
}
