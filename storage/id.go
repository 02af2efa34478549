package storage

import (
	"github.com/google/uuid"

	"rapport/domain"
)

// IDs makes record ids: UUIDs of version 7, which begin with the time, so that
// new rows sit together in an index. Nothing is ordered by them.
type IDs struct{}

var _ domain.IDs = IDs{}

// New makes an id. It panics where the system has no randomness left, because
// nothing sensible can be done then.
func (IDs) New() domain.ID { return newID() }

func newID() domain.ID {
	return domain.ID(uuid.Must(uuid.NewV7()).String())
}
