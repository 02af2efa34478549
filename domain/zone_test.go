package domain_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"rapport/domain"
)

func TestLoadZone(t *testing.T) {
	t.Parallel()
	berlin := mustZone(t, "Europe/Berlin")
	t.Run("finds a zone", func(t *testing.T) {
		t.Parallel()
		got, err := domain.LoadZone("Asia/Tokyo", berlin)
		if err != nil || got.String() != "Asia/Tokyo" {
			t.Errorf("got %v, %v", got, err)
		}
	})
	t.Run("reads a zone once", func(t *testing.T) {
		t.Parallel()
		first, err := domain.LoadZone("America/Lima", berlin)
		again, errAgain := domain.LoadZone("America/Lima", nil)
		if first != again || err != nil || errAgain != nil {
			t.Errorf("got %p and %p, %v, %v; want the same", first, again, err, errAgain)
		}
	})
	for _, name := range []string{"", "Local", "Europe/Berlinn", "../../etc/passwd", "/etc/localtime", "CET+1"} {
		t.Run("gives the default for "+name, func(t *testing.T) {
			t.Parallel()
			got, err := domain.LoadZone(name, berlin)
			if got != berlin || domain.CodeOf(err) != domain.Invalid {
				t.Errorf("got %v, %v, want Berlin and a refusal", got, err)
			}
		})
	}
	t.Run("gives UTC where there is no default either", func(t *testing.T) {
		t.Parallel()
		if got, err := domain.LoadZone("nowhere", nil); got != time.UTC || err == nil {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

func TestZones(t *testing.T) {
	t.Parallel()
	berlin := mustZone(t, "Europe/Berlin")
	t.Run("reports each unknown name once, from many goroutines", func(t *testing.T) {
		t.Parallel()
		var mu sync.Mutex
		var reported []string
		zones := domain.NewZones(berlin, func(name string) {
			mu.Lock()
			defer mu.Unlock()
			reported = append(reported, name)
		})
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				for _, name := range []string{"Nowhere/One", "Asia/Tokyo", "", "Nowhere/Two", "Asia/Tokyo"} {
					zones.Load(name)
				}
			})
		}
		group.Wait()
		slices.Sort(reported)
		if want := []string{"Nowhere/One", "Nowhere/Two"}; !slices.Equal(reported, want) {
			t.Errorf("got %q, want %q", reported, want)
		}
		if got := zones.Load("Nowhere/One"); got != berlin {
			t.Errorf("got %v, want the default", got)
		}
	})
	t.Run("remembers so many unknown names and no more", func(t *testing.T) {
		t.Parallel()
		reports := 0
		zones := domain.NewZones(berlin, func(string) { reports++ })
		for i := range 1500 {
			for range 2 {
				if got := zones.Load(fmt.Sprint("Nowhere/", i)); got != berlin {
					t.Fatalf("got %v, want the default", got)
				}
			}
		}
		if reports != 1000 {
			t.Errorf("got %d reports, want 1000", reports)
		}
	})
	t.Run("gives the same zone again", func(t *testing.T) {
		t.Parallel()
		zones := domain.NewZones(nil, nil)
		if first, second := zones.Load("Asia/Tokyo"), zones.Load("Asia/Tokyo"); first != second || first.String() != "Asia/Tokyo" {
			t.Errorf("got %p and %p, %v", first, second, first)
		}
		if got := zones.Load(""); got != time.UTC {
			t.Errorf("got %v, want UTC", got)
		}
		if got := zones.Load("nowhere"); got != time.UTC {
			t.Errorf("got %v, want UTC", got)
		}
	})
}
