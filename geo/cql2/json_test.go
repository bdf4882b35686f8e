package cql2_test

import (
	"encoding/json"
	"errors"
	"testing"

	"cairn/geo/cql2"
)

// TestParseJSON reads what every construct is in JSON.
func TestParseJSON(t *testing.T) {
	for _, c := range constructs {
		e, err := cql2.ParseJSON([]byte(c.json))
		if err != nil {
			t.Errorf("ParseJSON(%s): %v", c.json, err)
			continue
		}
		want := c.canonical
		if want == "" {
			want = c.text
		}
		if got := cql2.String(e); got != want {
			t.Errorf("ParseJSON(%s):\n got %s\nwant %s", c.json, got, want)
		}
		if got := string(cql2.JSON(e)); got != c.json {
			t.Errorf("ParseJSON(%s):\n got %s", c.json, got)
		}
		if !json.Valid([]byte(c.json)) {
			t.Errorf("%s is not JSON", c.json)
		}
	}
}

// TestParseJSONVariants reads what can be written in more than one way.
func TestParseJSONVariants(t *testing.T) {
	for _, c := range []struct{ json, want string }{
		{" {\r\n\t\"args\" : [ { \"property\" : \"a\" } , 1 ] , \"op\" : \"=\" } ", "a = 1"},
		{`{"op":"AND","args":[true,{"op":"ISNULL","args":[{"property":"a"}]}]}`, "TRUE AND a IS NULL"},
		{`{"op":"T_FINISHEDBY","args":[{"property":"a"},{"property":"b"}]}`, "T_FINISHEDBY(a, b)"},
		{`{"function":{"name":"f"}}`, "f()"},
		{`{"function":{"args":[1,[2]],"name":"f"}}`, "f(1, (2))"},
		{`{"op":"=","args":[{"casei":{"property":"a"}},{"accenti":{"casei":"x"}}]}`, "CASEI(a) = ACCENTI(CASEI('x'))"},
		{`{"op":"and","args":[{"op":"and","args":[{"property":"a"},{"property":"b"}]},{"property":"c"}]}`, "a AND b AND c"},
		{`{"op":"=","args":["\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t","'"]}`, "'é😀\"\\/\b\f\n\r\t' = ''''"},
		{`{"op":"=","args":[-0,1.50e+2]}`, "-0 = 150"},
		{`{"op":"=","args":[{"timestamp":"2026-01-19t11:00:00+03:00"},{"date":"2026-01-19"}]}`, "TIMESTAMP('2026-01-19T08:00:00Z') = DATE('2026-01-19')"},
		{`{"op":"s_within","args":[{"property":"g"},{"bbox":[1,2,1,2],"type":"Point","coordinates":[1,2,3,4]}]}`, "S_WITHIN(g, POINT(1 2))"},
		{`{"op":"s_within","args":[{"property":"g"},{"bbox":[1,2,3,4,5,6]}]}`, "S_WITHIN(g, BBOX(1, 2, 4, 5))"},
		{`{"op":"=","args":[{"op":"-","args":[{"property":"a"}]},{"op":"-","args":[1]}]}`, "-a = -(1)"},
	} {
		e, err := cql2.ParseJSON([]byte(c.json))
		if err != nil {
			t.Errorf("ParseJSON(%s): %v", c.json, err)
			continue
		}
		if got := cql2.String(e); got != c.want {
			t.Errorf("ParseJSON(%s):\n got %s\nwant %s", c.json, got, c.want)
		}
	}
}

func TestParseJSONFaults(t *testing.T) {
	for _, c := range []struct{ json, want string }{
		{``, `column 1: expected a value, found the end`},
		{`{"op":"=","args":[{"property":"a"},1]`, `column 38: expected "," or "}", found the end`},
		{`{"op":"=","args":[{"property":"a"},1]} x`, `column 40: expected the end, found "x"`},
		{`{"op":"=","args":[{"property":"a"},1,]}`, `column 38, args[2]: expected a value, found "]"`},
		{`{"op":"=","args":[{"property":"a"} 1]}`, `column 36, args: expected "," or "]", found "1"`},
		{`{"op":"=","args":[{"property":"a"},01]}`, `column 37, args: expected "," or "]", found "1"`},
		{`{"op":"=","args":[{"property":"a"},-]}`, `column 37, args[1]: expected a digit, found "]"`},
		{`{"op":"=","args":[{"property":"a"},1.]}`, `column 38, args[1]: expected a digit, found "]"`},
		{`{"op":"=","args":[{"property":"a"},1e]}`, `column 38, args[1]: expected a digit, found "]"`},
		{`{"op":"=","args":[{"property":"a"},1e999]}`, `column 36, args[1]: expected a number below 1.8e308, found "1e999"`},
		{`{"op":"=","args":[{"property":"a"},NaN]}`, `column 36, args[1]: expected a value, found "N"`},
		{`{'op':'='}`, `column 2: expected a name in double quotes, found "'" (strings are written in double quotes in JSON)`},
		{`{"op" "="}`, `column 7: expected ":" after "op", found a string`},
		{`{"op":"é`, `column 9, op: expected a closing ", found the end`},
		{`{"op":"é\`, `column 9, op: an escape that stands for no character`},
		{`{"op":"a` + "\n" + `"}`, `column 9, op: a control character within a string, which must be escaped`},
		{`{"op":"a\n` + "\n" + `"}`, `column 11, op: a control character within a string, which must be escaped`},
		{`{"op":"\x41"}`, `column 8, op: an escape that stands for no character`},
		{`{"op":"\u00g1"}`, `column 8, op: an escape that stands for no character`},
		{`{"op":"\u0000"}`, `column 8, op: an escape that stands for no character`},
		{`{"op":"\ud83dx"}`, `column 8, op: an escape that stands for no character`},
		{`{"op":"=","op":"<"}`, `column 11: the member "op" stands twice`},
		{`{"op":"=","args":[{"property":"a","property":"b"},1]}`, `column 35, args[0]: the member "property" stands twice`},

		{`"x"`, `column 1: expected a condition, found the string "x"`},
		{`5`, `column 1: expected a condition, found a number`},
		{`null`, `column 1: expected a value, found null ({"op":"isNull","args":[…]} asks for what is missing)`},
		{`[true]`, `column 1: expected a single value, found an array (arrays stand only as arguments of a_ functions and of others, and in the second one of in)`},
		{`{}`, `column 1: expected "op", "property", "date", "timestamp", "interval", "bbox" or a GeoJSON geometry, found an object`},
		{`{"eq":[1,2]}`, `column 1: expected "op", "property", "date", "timestamp", "interval", "bbox" or a GeoJSON geometry, found an object with "eq"`},
		{`{"op":5,"args":[]}`, `column 7, op: expected a name, found a number`},
		{`{"op":"","args":[]}`, `column 7, op: expected a name, found the string ""`},
		{`{"op":"=="}`, `column 7: expected an operator or the name of a function, found "==" (write = for ==)`},
		{`{"op":"="}`, `column 1: expected "args" beside "op", found none`},
		{`{"op":"=","args":{"property":"a"}}`, `column 18, args: expected an array, found an object with "property"`},
		{`{"op":"=","args":[1,2],"x":3}`, `column 28, x: nothing called "x" belongs beside "op"`},
		{`{"op":"+","args":[1,2]}`, `column 1: expected a condition, found the result of "+"`},
		{`{"op":"and","args":[true]}`, `column 20, args: expected 2 arguments or more of "and", found 1`},
		{`{"op":"and","args":[true,{"op":"not","args":["x"]}]}`, `column 46, args[1].args[0]: expected a condition, found the string "x"`},
		{`{"op":"not","args":[]}`, `column 20, args: expected one argument of "not", found 0`},
		{`{"op":"isNull","args":[1,2]}`, `column 23, args: expected one argument of "isNull", found 2`},
		{`{"op":"=","args":[{"op":"-","args":[]},2]}`, `column 36, args[0].args: expected 1 or 2 arguments of "-", found 0`},
		{`{"op":"=","args":[{"op":"*","args":[1,2,3]},2]}`, `column 36, args[0].args: expected 2 arguments of "*", found 3`},
		{`{"op":"between","args":[1,[2,3]]}`, `column 24, args: expected 3 arguments of "between", found 2`},
		{`{"op":"=","args":[{"property":"a"},null]}`, `column 36, args[1]: expected a value, found null ({"op":"isNull","args":[…]} asks for what is missing)`},
		{`{"op":"=","args":[{"property":"a"},[1]]}`, `column 36, args[1]: expected a single value, found an array (arrays stand only as arguments of a_ functions and of others, and in the second one of in)`},
		{`{"op":"=","args":[{"property":5},1]}`, `column 31, args[0].property: expected a name, found a number`},
		{`{"op":"=","args":[{"property":""},1]}`, `column 31, args[0].property: expected a name, found the string ""`},
		{`{"op":"=","args":[{"property":"a","x":1},1]}`, `column 39, args[0].x: nothing called "x" belongs beside "property"`},
		{`{"op":"in","args":[{"property":"a"},[]]}`, `column 37, args[1]: expected an array of one value or more, found an empty array`},
		{`{"op":"in","args":[{"property":"a"},"x"]}`, `column 37, args[1]: expected an array of one value or more, found the string "x"`},
		{`{"op":"in","args":[{"property":"a"},[1,[2]]]}`, `column 40, args[1][1]: expected a single value, found an array (arrays stand only as arguments of a_ functions and of others, and in the second one of in)`},
		{`{"op":"like","args":[{"property":"a"},{"op":"casei","args":[{"property":"b"}]}]}`, `column 39, args[1]: expected a pattern as a string, found an object with "op"`},
		{`{"function":"f"}`, `column 13, function: expected an object with "name" and "args", found the string "f"`},
		{`{"function":{"name":"and"}}`, `column 21, function: expected the name of a function, found the operator "and"`},
		{`{"function":{"name":"f","args":[null]}}`, `column 33, function.args[0]: expected a value, found null ({"op":"isNull","args":[…]} asks for what is missing)`},
		{`{"op":"=","args":[{"casei":[1]},1]}`, `column 28, args[0].casei[0]: expected a single value, found an array (arrays stand only as arguments of a_ functions and of others, and in the second one of in)`},

		{`{"op":"=","args":[{"date":20260119},1]}`, `column 27, args[0].date: expected a date as "2026-01-19", found a number`},
		{`{"op":"=","args":[{"date":"2026-02-30"},1]}`, `column 27, args[0].date: expected a date as "2026-01-19", found the string "2026-02-30" (there is no such day)`},
		{`{"op":"=","args":[{"timestamp":"2026-01-19"},1]}`, `column 32, args[0].timestamp: expected a timestamp as "2026-01-19T08:00:00Z", found the string "2026-01-19" (that is a date)`},
		{`{"op":"t_during","args":[{"property":"t"},{"interval":["2026-01-19"]}]}`, `column 55, args[1].interval: expected an array of the start and the end, found an array`},
		{`{"op":"t_during","args":[{"property":"t"},{"interval":["..","x"]}]}`, `column 61, args[1].interval[1]: expected a date, a timestamp, .., a property or a function, found the string "x" (the date is not year-month-day)`},
		{`{"op":"t_during","args":[{"property":"t"},{"interval":["..",5]}]}`, `column 61, args[1].interval[1]: expected a date, a timestamp, .., a property or a function, found a number`},
		{`{"op":"t_during","args":[{"property":"t"},{"interval":["..",{"op":"=","args":[1,2]}]}]}`, `column 61, args[1].interval[1]: expected a date, a timestamp, .., a property or a function, found an object with "op"`},

		{`{"op":"s_within","args":[{"property":"g"},{"bbox":[1,2,3]}]}`, `column 51, args[1].bbox: expected 4 numbers in a bounding box (west, south, east, north) or 6 with heights, found 3`},
		{`{"op":"s_within","args":[{"property":"g"},{"bbox":[1,2,3,"4"]}]}`, `column 58, args[1].bbox[3]: expected a number, found the string "4"`},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"Point"}]}`, `column 43, args[1]: expected "coordinates" in a Point, found none`},
		{`{"op":"s_within","args":[{"property":"g"},{"coordinates":[1,2]}]}`, `column 43, args[1]: expected a GeoJSON geometry, which has a "type", found an object with "coordinates"`},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"Circle","coordinates":[1,2]}]}`, `column 51, args[1].coordinates: expected a type of geometry, found the string "Circle"`},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"Point","coordinates":[]}]}`, `column 73, args[1].coordinates: expected 2 numbers in a position (longitude, latitude) or up to 4, found 0`},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"Point","coordinates":[1,null]}]}`, `column 76, args[1].coordinates[1]: expected a number, found null`},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"MultiPoint","coordinates":[]}]}`, `column 78, args[1].coordinates: an empty geometry is nowhere`},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"LineString","coordinates":[[1,2]]}]}`, `column 78, args[1].coordinates: a line has two positions or more`},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[7,8]]]}]}`, `column 76, args[1].coordinates[0]: the ring is not closed: its last position must equal its first`},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"Polygon","coordinates":5}]}`, `column 75, args[1].coordinates: expected an array, found a number`},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[]}]}]}`, `column 128, args[1].geometries[0].geometries: a geometry collection within another`},

		{"{\"op\":\"\xff\"}", `column 8: the filter is not valid UTF-8`},
	} {
		e, err := cql2.ParseJSON([]byte(c.json))
		if err == nil {
			t.Errorf("ParseJSON(%s) = %s, want the error\n%s", c.json, cql2.String(e), c.want)
			continue
		}
		if err.Error() != c.want {
			t.Errorf("ParseJSON(%s):\n got %s\nwant %s", c.json, err, c.want)
		}
		if fault := new(cql2.Error); !errors.As(err, &fault) || fault.Column == 0 {
			t.Errorf("ParseJSON(%s): the error has no column", c.json)
		}
	}
}
