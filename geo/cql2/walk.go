package cql2

// Walk calls visit with e and with everything within, each before what is in it,
// in the order of the text. Where visit returns false, it goes no deeper.
func Walk(e Expr, visit func(Expr) bool) {
	if !visit(e) {
		return
	}
	switch e := e.(type) {
	case *Call:
		for _, arg := range e.Args {
			Walk(arg, visit)
		}
	case *List:
		for _, item := range e.Items {
			Walk(item, visit)
		}
	case *Interval:
		for _, end := range []Expr{e.Start, e.End} {
			if end != nil {
				Walk(end, visit)
			}
		}
	}
}

// beyond returns the first part of e that lies deeper than depth levels, nil if
// there is none. It goes no deeper than that itself.
func beyond(e Expr, depth int) Expr {
	if depth == 0 {
		return e
	}
	var found Expr
	Walk(e, func(part Expr) bool {
		if part == e {
			return true
		}
		if found == nil {
			found = beyond(part, depth-1)
		}
		return false
	})
	return found
}
