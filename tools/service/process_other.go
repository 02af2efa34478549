//go:build !linux

package service

import "syscall"

// ownGroup puts a child into a process group of its own, so that it can be
// ended with its children, and so that Ctrl-C in the terminal reaches this
// program alone, which then ends all in order.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}

// inMemory is where the servers of a run keep their files: the usual place.
func inMemory() string { return "" }
