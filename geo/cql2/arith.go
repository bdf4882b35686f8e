package cql2

import "math"

// arithmetic compiles + - * / % div ^ (OGC 21-065r2 §7.9). A result that is no
// finite number is null: division by zero, a root of a negative number, what is
// too large.
func (c *compiler) arithmetic(e *Call) (node, error) {
	if e.Op == "-" && len(e.Args) == 1 {
		args, err := c.numbers(e, 1)
		if err != nil {
			return node{}, err
		}
		of := args[0]
		return c.made(node{expr: e, sorts: sortNumber, cost: 1, value: func(x Scope, s *scratch) value {
			v := of.value(x, s)
			v.number = -v.number
			return v.asNumber()
		}}, of), nil
	}
	args, err := c.numbers(e, 2)
	if err != nil {
		return node{}, err
	}
	a, b, apply := args[0], args[1], arithmeticOf(e.Op)
	return c.made(node{expr: e, sorts: sortNumber, cost: 1, value: func(x Scope, s *scratch) value {
		v, w := a.value(x, s), b.value(x, s)
		if v.class != aNumber || w.class != aNumber {
			return value{}
		}
		return numberValue(apply(v.number, w.number))
	}}, a, b), nil
}

// asNumber is v if it is a number, otherwise null.
func (v value) asNumber() value {
	if v.class != aNumber {
		return value{}
	}
	return v
}

// numbers compiles arguments that must be numbers.
func (c *compiler) numbers(e *Call, n int) ([]node, error) {
	args, err := c.nodes(e, n)
	if err != nil {
		return nil, err
	}
	for _, a := range args {
		if a.sorts&sortNumber == 0 {
			return nil, wrongSort(a.expr, a.sorts, "a number")
		}
	}
	return args, nil
}

func arithmeticOf(op string) func(a, b float64) float64 {
	switch op {
	case "+":
		return func(a, b float64) float64 { return a + b }
	case "-":
		return func(a, b float64) float64 { return a - b }
	case "*":
		return func(a, b float64) float64 { return a * b }
	case "/":
		return func(a, b float64) float64 { return a / b }
	case "%": // of the sign of a, as in C and SQL
		return math.Mod
	case "div": // towards 0, as in PostgreSQL
		return func(a, b float64) float64 { return math.Trunc(a / b) }
	}
	return math.Pow
}
