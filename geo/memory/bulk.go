package memory

import (
	"context"

	"cairn/geo"
)

// flowAt is how long an answer grows before it is handed on, in bytes.
const flowAt = 512 << 10

// AppendGeoJSON appends a page of features at once; see [geo.Bulk]. Texts that
// lie next to one another are copied in one piece, with the commas between them.
func (s *snapshot) AppendGeoJSON(ctx context.Context, b []byte, q geo.Query, flow func([]byte) ([]byte, error)) ([]byte, geo.Page, error) {
	c := s.sets[q.From]
	if c == nil {
		return b, geo.Page{}, unknown(q.From)
	}
	t := newTest(&q, c)
	p := pager{set: c, b: b, flow: flow, limit: q.Limit}
	matched, err := c.eachOf(ctx, &q, &t, atLeast(q.Limit), true, p.visit)
	p.page.Matched = matched
	if p.err == nil {
		p.err = err
	}
	p.copyRun()
	return p.b, p.page, p.err
}

// atLeast is how many a page looks for, to know whether there are more.
func atLeast(limit int) int {
	if limit == 0 {
		return 0
	}
	return limit + 1
}

// pager appends the texts of the slots it visits.
type pager struct {
	set   *set
	b     []byte
	flow  func([]byte) ([]byte, error)
	limit int
	page  geo.Page
	err   error

	run span // texts that lie next to one another and are not yet copied
	end int  // where the run ends in its slab
}

func (p *pager) visit(slot uint32) bool {
	if p.limit > 0 && p.page.Returned == p.limit {
		p.page.More = true
		return false
	}
	p.page.Returned++
	p.page.Last = geo.Cursor(slot) + 1
	text := p.set.table.at(slot).text
	// A run goes on with the text that begins behind its comma.
	if p.run != 0 && text.slab() == p.run.slab() && text.offset() == p.end+1 {
		p.end += 1 + text.length()
		return true
	}
	p.copyRun()
	if len(p.b) >= flowAt {
		if p.b, p.err = p.flow(p.b); p.err != nil {
			return false
		}
	}
	if p.page.Returned > 1 {
		p.b = append(p.b, ',')
	}
	p.run, p.end = text, text.offset()+len(p.set.texts.at(text))
	return true
}

// copyRun appends the run and begins anew.
func (p *pager) copyRun() {
	if p.run != 0 {
		p.b = append(p.b, p.set.texts.slabs[p.run.slab()][p.run.offset():p.end]...)
		p.run = 0
	}
}
