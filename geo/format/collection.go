package format

// collection reads a FeatureCollection (RFC 7946 §3.3), whose brace comes next.
func (d *reader) collection() error {
	m := collectionMembers{names: map[string]bool{}}
	d.within = "a member of the FeatureCollection"
	empty := false
	err := d.unit(func() (ok bool) {
		d.next()
		empty, ok = d.open('}')
		return ok
	})
	for again := !empty; again && err == nil; {
		if err = d.collectionMember(&m); err != nil {
			return err
		}
		err = d.unit(func() (ok bool) {
			again, ok = d.more('}')
			return ok
		})
	}
	switch {
	case err != nil:
		return err
	case !m.names["type"]:
		return d.fault(0, `the object that ends here has "features" but no "type"; expected "type":"FeatureCollection"`)
	case !m.names["features"]:
		return d.fault(0, `the FeatureCollection that ends here has no "features"; expected an array of them`)
	}
	return nil
}

// collectionMembers is what has been read of a FeatureCollection.
type collectionMembers struct {
	name  string          // the present member
	names map[string]bool // all of them
}

// collectionMember reads one member, but not what comes after it.
func (d *reader) collectionMember(m *collectionMembers) error {
	err := d.unit(func() bool {
		d.next()
		at := d.pos
		name, ok := d.memberName()
		switch {
		case !ok:
			return false
		case m.names[string(name)]:
			return d.twice(at, name)
		case len(m.names) > maxForeign:
			return d.tooManyForeign(at)
		}
		m.name = string(name)
		return true
	})
	if err != nil {
		return err
	}
	m.names[m.name] = true
	d.prefix = step{name: []byte(`"` + m.name + `"`)}.String()
	switch m.name {
	case "features":
		err = d.features()
	case "type":
		err = d.unit(d.collectionType)
	case "crs":
		err = d.unit(func() bool {
			d.next()
			return d.crs(d.pos)
		})
	default:
		err = d.unit(d.copyValue)
	}
	if err == nil {
		d.prefix = ""
	}
	return err
}

// collectionType reads the type of an object that has been taken for a
// FeatureCollection because it has "features".
func (d *reader) collectionType() bool {
	d.next()
	at := d.pos
	kind, ok := d.documentType()
	if ok && kind != featureCollection {
		return d.fail(at, "a "+kind.String()+` has no "features"; expected "type":"FeatureCollection"`)
	}
	return ok
}

// features reads the array of features, each a unit.
func (d *reader) features() error {
	again := false
	err := d.unit(func() bool {
		if d.next() != '[' {
			return d.unexpected("an array of features")
		}
		empty, ok := d.open(']')
		again = !empty
		return ok
	})
	d.item, d.within = true, "a feature"
	one := func() bool {
		d.next()
		d.valueAt = d.pos
		if !d.feature(d.count + 1) {
			return false
		}
		var ok bool
		again, ok = d.more(']')
		return ok && d.finish()
	}
	for again && err == nil {
		if err = d.unit(one); err == nil {
			err = d.give()
		} else {
			again, err = d.passFeature(err)
		}
	}
	if err == nil {
		d.item, d.within = false, "a member of the FeatureCollection"
	}
	return err
}
