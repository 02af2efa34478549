package service

import (
	"fmt"
	"os"
)

// Folder makes the temporary folder of a run, in memory where there is room:
// PostgreSQL makes a database there in a tenth of the time. Others may pass
// through it (the database runs as another user when its owner is root) but
// not list it. Who made it removes it.
func Folder(prefix string) (string, error) { return folderIn(inMemory(), prefix) }

// RoomyFolder makes one on the disk, for what is too large to be held in memory
// beside the tests of others: the system keeps as much of it there as is free.
func RoomyFolder(prefix string) (string, error) { return folderIn("", prefix) }

func folderIn(parent, prefix string) (string, error) {
	dir, err := os.MkdirTemp(parent, prefix)
	if err != nil {
		return "", fmt.Errorf("make a temporary folder: %w", err)
	}
	if err := os.Chmod(dir, 0o711); err != nil { //nolint:gosec // the database's user must pass through
		return "", fmt.Errorf("open the temporary folder: %w", err)
	}
	return dir, nil
}
