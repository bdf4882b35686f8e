package situation

import (
	"slices"
	"strings"
	"sync"

	"cairn/geo"
)

// picture is a situation at one moment (1), of one state of knowledge (2), by some
// sources (3). What it says of a place is derived when it is first asked for and
// kept, for as many places as [mostKept].
type picture struct {
	*knowledge
	epoch *epoch
	t     geo.Instant
	by    []string // sorted; nil for all

	mu       sync.RWMutex // guards what follows
	accounts map[string]*account
	document kept
}

// mostKept is for how many places a picture keeps what it derived.
const mostKept = 4096

// account is what is told of one place.
type account struct {
	feature    geo.Feature // the place with its derived properties
	control    control
	attributes []attribute
	events     []happening
	disputed   bool // (32)
}

// happening is an event and what is told of it.
type happening struct {
	*event
	attributes []attribute
}

// kept is the last document about all places.
type kept struct {
	asked string
	bytes []byte
}

func newPicture(e *epoch, k *knowledge, t geo.Instant, by []string) *picture {
	return &picture{knowledge: k, epoch: e, t: t, by: by, accounts: map[string]*account{}}
}

// is reports whether the picture is the one of these.
func (p *picture) is(k *knowledge, t geo.Instant, by []string) bool {
	return p.knowledge == k && p.t == t && slices.Equal(p.by, by)
}

// hears reports whether a source is among those that are heard.
func (p *picture) hears(source string) bool {
	if p.by == nil {
		return true
	}
	_, found := slices.BinarySearchFunc(p.by, source, strings.Compare)
	return found
}

// place returns what is told of a place, which the state that was wrapped gave.
func (p *picture) place(f geo.Feature) (*account, error) {
	key := f.RawID()
	p.mu.RLock()
	a := p.accounts[string(key)]
	p.mu.RUnlock()
	if a != nil {
		return a, nil
	}
	a = p.derive(string(f.ID()))
	var err error
	if a.feature, err = p.epoch.places.place(f, a); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.accounts) < mostKept {
		p.accounts[string(key)] = a
	}
	return a, nil
}

// derive applies the rule to one place.
func (p *picture) derive(id string) *account {
	begun := slices.DeleteFunc(slices.Clone(p.holds[id]), func(h *hold) bool {
		return !h.hasBegun(p.t) || !p.hears(h.source)
	})
	a := &account{
		control:    holding(begun, p.t),
		attributes: attributes(p.maintained(subject{string(Places), id})),
		events:     p.happenings(id),
	}
	a.disputed = a.control.disputed || isDisputed(a.attributes) ||
		slices.ContainsFunc(a.events, func(h happening) bool { return isDisputed(h.attributes) })
	return a
}

// happenings returns the events of a place that are listed (24), "" being no
// place. They are listed whoever is heard; what is told of them is not.
func (p *picture) happenings(place string) []happening {
	var list []happening
	for _, e := range p.listed[place] {
		if e.begins <= p.t {
			list = append(list, happening{e, attributes(p.told(subject{string(Events), e.id}))})
		}
	}
	return list
}
