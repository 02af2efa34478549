package storage_test

import (
	"testing"

	"rapport/storage"
	"rapport/storage/storagetest"
)

func TestOrganisation(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("the first to come owns the database, also of many at once", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			if _, known, err := db.Organisation(t.Context()); err != nil || known {
				t.Fatalf("known %v, %v", known, err)
			}
			owners := make([]storage.Organisation, 8)
			err := parallel(len(owners), func(i int) error {
				var err error
				owners[i], err = db.ClaimOrganisation(t.Context(), storage.Organisation{TeamID: string(rune('A' + i))})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range owners {
				if o != owners[0] {
					t.Errorf("%v and %v both own it", o, owners[0])
				}
			}
		})

		t.Run("it is somebody else's after a move that was asked for", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			first, grid := storage.Organisation{TeamID: "T1"}, storage.Organisation{TeamID: "T2", EnterpriseID: "E1"}
			if _, err := db.ClaimOrganisation(t.Context(), first); err != nil {
				t.Fatal(err)
			}
			if err := db.AdoptOrganisation(t.Context(), grid); err != nil {
				t.Fatal(err)
			}
			owner, known, err := db.Organisation(t.Context())
			if err != nil || !known || owner != grid {
				t.Errorf("owner %v, %v, %v", owner, known, err)
			}
		})
	})
}

func TestOrganisation_Same(t *testing.T) {
	t.Parallel()
	one, grid := storage.Organisation{TeamID: "T1"}, storage.Organisation{TeamID: "T1", EnterpriseID: "E1"}
	tests := []struct {
		name string
		a, b storage.Organisation
		want bool
	}{
		{"one workspace", one, one, true},
		{"the workspace in its enterprise", one, grid, true},
		{"two workspaces of an enterprise", storage.Organisation{TeamID: "T2", EnterpriseID: "E1"}, grid, true},
		{"another workspace", one, storage.Organisation{TeamID: "T2"}, false},
		{"another enterprise", grid, storage.Organisation{TeamID: "T2", EnterpriseID: "E2"}, false},
		{"nobody and nobody", storage.Organisation{}, storage.Organisation{}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := test.a.Same(test.b); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
