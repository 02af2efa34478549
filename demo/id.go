package demo

import (
	"fmt"
	"sync/atomic"

	"rapport/domain"
)

// IDs counts ids up, so that the story is the same each time: slots are dealt
// by a person's id.
type IDs struct{ last atomic.Int64 }

var _ domain.IDs = (*IDs)(nil)

// New fulfils domain.IDs.
func (i *IDs) New() domain.ID {
	return domain.ID(fmt.Sprintf("00000000-0000-7000-8000-%012d", i.last.Add(1)))
}
