package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/situation"
	"cairn/geo/sqlite"
)

// claim is about what sources state.
type claim struct {
	Add claimAdd `cmd:"" help:"Add what a source states about a place or an event."`
}

// claimAdd adds a claim.
type claimAdd struct {
	somewhere
	Subject    string `required:"" placeholder:"ID" help:"The place or event that it is about."`
	In         string `enum:"places,events," default:"" placeholder:"COLLECTION" help:"Where the subject is: places or events; by default whichever has it."`
	Attribute  string `required:"" placeholder:"NAME" help:"What about the subject is stated, such as escaped or holds."`
	Value      string `placeholder:"NUMBER|TEXT" help:"What is stated: a number, or words."`
	ValueAr    string `placeholder:"TEXT" help:"The words in Arabic."`
	ValueParty string `placeholder:"PARTY" help:"The party that is named, such as sdf."`
	Qualifier  string `placeholder:"WORD" help:"How a number is meant: exact, about, at_least, at_most; or word."`
	Unit       string `help:"What the number counts, such as people."`

	Source      string `required:"" placeholder:"ID" help:"The source that states it: an id of the collection sources. There is no claim without one."`
	At          string `required:"" placeholder:"DATE" help:"The day on which the source stated it."`
	AtPrecision string `default:"day" placeholder:"WORD" help:"How exactly that is known: day, year or unknown."`
	ReportedBy  string `placeholder:"ID" help:"The source that reports the statement."`
	ReportedTo  string `placeholder:"ID" help:"The medium that the source told it to."`
	Link        string `placeholder:"URL" help:"The address of the report."`

	Start         string `placeholder:"DATE" help:"The first day on which it holds, as stated."`
	End           string `placeholder:"DATE" help:"The last one."`
	TimePrecision string `default:"day" placeholder:"WORD" help:"How exactly the time is told: day, year or unknown."`

	Stance        string `default:"states" placeholder:"WORD" help:"states, or could_not_verify."`
	Verification  string `default:"unverified" placeholder:"WORD" help:"Whether anybody has verified it."`
	NotVerifiedBy string `placeholder:"ID" help:"The source that says it could not verify it."`

	Paraphrase   string `placeholder:"TEXT" help:"The statement in a sentence of ours that names its source."`
	ParaphraseAr string `placeholder:"TEXT" help:"The same in Arabic."`
	Note         string `placeholder:"TEXT" help:"What else is to be known."`
	NoteAr       string `placeholder:"TEXT" help:"The same in Arabic."`

	ID       string  `name:"id" placeholder:"ID" help:"Its id; by default made of subject, attribute and source."`
	Place    string  `placeholder:"ID" help:"The place that it is about, where the subject is an event; by default the event's."`
	Position string  `placeholder:"LON,LAT" help:"Where; by default where the subject is."`
	Accuracy float64 `placeholder:"METRES" help:"How far the true position may lie from that; by default as far as the subject's."`
}

// Help explains the command.
func (claimAdd) Help() string {
	return `Refused, with every reason, is what the situation could not use: a claim whose source or subject is not there,
or a word that is none of its list. The claim's id is printed.

  cairn claim add --store facts.gpkg --subject shaddadi-escape --attribute escaped --value 200 --qualifier about \
      --unit people --source cnn --at 2026-01-21 --link https://example.org/report

While a server has the store open:

  cairn claim add --server http://localhost:8080 --token-file desk.token --subject hol-camp …

Many at once, from a spreadsheet:

  cairn template claims > claims.csv
  cairn import claims.csv --store facts.gpkg --dry-run`
}

// Run adds it.
func (c *claimAdd) Run(w world) error {
	if c.Value == "" && c.ValueParty == "" && c.Stance == string(situation.States) {
		return &usageError{"what is stated? --value says it in a number or words, --value-party names a party"}
	}
	server, err := c.choose(w)
	if err != nil {
		return err
	}
	if server {
		return c.intoServer(w)
	}
	if _, err := sqlite.List(w, c.Store); err != nil {
		return err // it does not come into being by this
	}
	err = c.writing().with(w, func(store *sqlite.Store) error {
		f, err := c.feature(w, store)
		if err != nil {
			return err
		}
		if _, err := store.Apply(w, geo.Change{Op: geo.Create, In: situation.Claims, Feature: f, By: c.writing().who(w)}); err != nil {
			return byFlags(err)
		}
		_, err = fmt.Fprintln(w.stdout, f.ID())
		return err
	})
	return besides(err, "cairn claim add …")
}

// intoServer adds it to what a server has open, after it has been tried on a copy of that.
func (c *claimAdd) intoServer(w world) error {
	to, err := c.reach(w, true)
	if err != nil {
		return err
	}
	like, err := to.like(w, situation.Claims)
	if err != nil {
		return err
	}
	f, err := c.feature(w, like)
	if err != nil {
		return err
	}
	if _, err := like.Apply(w, geo.Change{Op: geo.Create, In: situation.Claims, Feature: f}); err != nil {
		return byFlags(err)
	}
	err = to.do(w, http.MethodPost, collectionPath(situation.Claims)+"/items", "application/geo+json", f.GeoJSON())
	var answer *answerError
	if errors.As(err, &answer) && len(answer.flaws) > 0 {
		var all []error
		for _, e := range answer.errors() {
			all = append(all, e)
		}
		return byFlags(errors.Join(all...))
	}
	if err != nil && answer == nil {
		err = to.lost(w, f, err)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w.stdout, f.ID())
	return err
}

// lost looks whether a claim was taken though no answer came; nil if it was.
func (f *far) lost(ctx context.Context, c geo.Feature, err error) error {
	taken, looked := f.has(ctx, itemPath(situation.Claims, c.ID()))
	switch {
	case looked != nil:
		return fmt.Errorf("%w; whether the claim %s was taken is not known: look before you send it again", err, c.ID())
	case taken:
		return nil
	}
	return fmt.Errorf("%w; the claim was not taken", err)
}

// byFlags tells each reason for which a claim is refused with the flag that it is about.
func byFlags(err error) error {
	var lines []string
	for _, e := range eachError(err) {
		if e.Kind != geo.Invalid {
			return err
		}
		_, property, _ := strings.Cut(e.Path, ".")
		property = cmp.Or(property, e.Path)
		lines = append(lines, flagOf(property)+": "+e.Msg)
	}
	if lines == nil {
		return err
	}
	return errors.New("the claim is refused: " + strings.Join(lines, "; "))
}

// flagOf returns the flag that a property comes from.
func flagOf(property string) string {
	switch property {
	case "claimed_by":
		return "--source"
	case "claimed_at":
		return "--at"
	case "claimed_at_precision":
		return "--at-precision"
	case "subject_collection":
		return "--in"
	case "value_number", "value_text":
		return "--value"
	}
	return "--" + strings.ReplaceAll(property, "_", "-")
}

// feature makes the claim.
func (c *claimAdd) feature(w world, store geo.Store) (f geo.Feature, err error) {
	r, err := store.Read(w)
	if err != nil {
		return f, err
	}
	defer r.Close()
	about, err := r.Collection(w, situation.Claims)
	if err != nil && geo.KindOf(err) != geo.NotFound {
		return f, err
	}
	subject, in, err := c.subject(w, r)
	if err != nil {
		return f, err
	}
	b := geo.NewBuilder(about.Schema, about.TimeFields...)
	if err := c.identify(w, r, b); err != nil {
		return f, err
	}
	if err := c.locate(b, subject); err != nil {
		return f, err
	}
	for _, p := range c.properties(subject, in) {
		if err := b.Add([]byte(p.name), p.value); err != nil {
			return f, err
		}
	}
	return b.Feature()
}

// subject finds what the claim is about.
func (c *claimAdd) subject(w world, r geo.Reader) (f geo.Feature, in geo.Name, err error) {
	for _, name := range [...]geo.Name{situation.Places, situation.Events} {
		if c.In != "" && c.In != string(name) {
			continue
		}
		one, err := r.Feature(w, name, geo.ID(c.Subject))
		switch {
		case geo.KindOf(err) == geo.NotFound:
		case err != nil:
			return f, in, err
		case in != "":
			return f, in, &usageError{fmt.Sprintf("there is a place and an event %q; --in says which is meant", c.Subject)}
		default:
			f, in = one, name
		}
	}
	if in == "" {
		return f, in, &usageError{fmt.Sprintf("--subject %q is no id of %s", c.Subject, cmp.Or(c.In, "places or events"))}
	}
	return f, in, nil
}

// identify gives the claim an id that is free.
func (c *claimAdd) identify(w world, r geo.Reader, b *geo.Builder) error {
	if c.ID != "" {
		b.SetID(geo.ID(c.ID))
		return nil
	}
	made := regexp.MustCompile(`[^\p{L}\p{N}]+`).ReplaceAllString(strings.ToLower(c.Subject+"-"+c.Attribute+"-"+c.Source), "-")
	id := made
	for n := 2; ; n++ {
		_, err := r.Feature(w, situation.Claims, geo.ID(id))
		if geo.KindOf(err) == geo.NotFound {
			b.SetID(geo.ID(id))
			return nil
		}
		if err != nil {
			return err
		}
		id = made + "-" + strconv.Itoa(n)
	}
}

// locate puts the claim where it is, or where its subject is.
func (c *claimAdd) locate(b *geo.Builder, subject geo.Feature) error {
	if c.Position == "" {
		if subject.Located() {
			b.SetGeometry(subject.Geometry(), subject.GeometryJSON())
		}
		return nil
	}
	near, err := parseNear(c.Position)
	if err != nil {
		return &usageError{fmt.Sprintf("--position is %q; expected LON,LAT in degrees, such as 40.74,36.06", c.Position)}
	}
	b.SetPoint(near.Point, nil)
	return nil
}

// stated is a property of a claim.
type stated struct {
	name  string
	value geo.Value
}

// properties are those of the claim, in the order of the seeds'.
func (c *claimAdd) properties(subject geo.Feature, in geo.Name) []stated {
	null := geo.Value("null")
	text := func(s string) geo.Value {
		if s == "" {
			return null
		}
		return geo.Value(geo.AppendString(nil, s))
	}
	number, words := null, text(c.Value)
	if regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`).MatchString(c.Value) {
		number, words = geo.Value(c.Value), null
	}
	accuracy := null
	if c.Accuracy > 0 {
		accuracy = geo.Value(strconv.FormatFloat(c.Accuracy, 'f', -1, 64))
	} else if v := subject.Property("position_accuracy"); v != nil && c.Position == "" {
		accuracy = v
	}
	place := text(c.Place)
	if c.Place == "" && in == situation.Places {
		place = text(c.Subject)
	} else if v := subject.Property("place"); c.Place == "" && v != nil {
		place = v
	}
	return []stated{
		{"subject", text(c.Subject)}, {"subject_collection", text(string(in))}, {"place", place},
		{"attribute", text(c.Attribute)}, {"value_number", number}, {"value_text", words}, {"value_text_ar", text(c.ValueAr)},
		{"value_party", text(c.ValueParty)}, {"qualifier", text(c.Qualifier)}, {"unit", text(c.Unit)},
		{"claimed_by", text(c.Source)}, {"reported_by", text(c.ReportedBy)}, {"reported_to", text(c.ReportedTo)},
		{"claimed_at", text(c.At)}, {"claimed_at_precision", text(c.AtPrecision)},
		{"start", text(c.Start)}, {"end", text(c.End)}, {"time_precision", text(c.TimePrecision)},
		{"verification", text(c.Verification)}, {"not_verified_by", text(c.NotVerifiedBy)}, {"stance", text(c.Stance)},
		{"link", text(c.Link)}, {"paraphrase", text(c.Paraphrase)}, {"paraphrase_ar", text(c.ParaphraseAr)},
		{"note", text(c.Note)}, {"note_ar", text(c.NoteAr)}, {"position_accuracy", accuracy},
	}
}
