package main

import "syscall"

// ownGroup puts a child into a process group of its own, so that it can be
// ended with its children, and so that Ctrl-C in the terminal reaches this
// program alone, which then ends all in order. Should this program be killed
// without a chance to do that, the kernel tells the child.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
