package index_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/index"
)

// everything lists the values of a view.
func everything(v index.View[int]) (all []int) {
	v.Search(orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}, func(x int, _ bool) bool {
		all = append(all, x)
		return true
	})
	slices.Sort(all)
	return all
}

// An editor apart changes neither the view nor what is guessed from it, also while
// another makes the next view.
func TestApart(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	at := map[int]orb.Bound{}
	main := index.View[int]{}.Edit()
	for i := range 5000 {
		at[i] = orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}.Bound()
		main.Insert(at[i], i)
	}
	base := main.View()
	box := orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{40, 40}}
	guess, all := base.Guess(box), everything(base)
	apart, next := base.Apart(), base.Edit()
	done := make(chan []int)
	go func() {
		for i := range 2500 {
			apart.Delete(at[i], i)
			apart.Insert(at[i], 10_000+i)
		}
		done <- everything(apart.View())
	}()
	for i := 2500; i < 5000; i++ {
		next.Delete(at[i], i)
		if i == 3000 && len(everything(next.Look())) != 4999 {
			t.Errorf("Look sees %d, want 4999", len(everything(next.Look())))
		}
		next.Insert(at[i], i)
	}
	changed := <-done
	if len(changed) != 5000 || changed[0] != 2500 || changed[4999] != 12_499 {
		t.Errorf("apart there are %d, from %d", len(changed), changed[0])
	}
	if !slices.Equal(everything(base), all) || !slices.Equal(everything(next.View()), all) {
		t.Error("what was done apart is seen elsewhere")
	}
	if got := base.Guess(box); got != guess {
		t.Errorf("Guess = %v after changes apart, %v before", got, guess)
	}
}
