package service

import "syscall"

// memory is a file system without a disk, and memoryNeeded what it must have
// free: each of a hundred test databases is 10 MB, and they come and go.
const (
	memory       = "/dev/shm"
	memoryNeeded = 4 << 30 // bytes
)

// inMemory is where the servers of a run keep their files: in memory, where
// PostgreSQL makes a database in a tenth of the time; in the usual place ("")
// where there is too little of it, as in most containers.
func inMemory() string {
	var s syscall.Statfs_t
	if err := syscall.Statfs(memory, &s); err != nil || s.Bavail*uint64(s.Bsize) < memoryNeeded {
		return ""
	}
	return memory
}

// ownGroup puts a child into a process group of its own, so that it can be
// ended with its children, and so that Ctrl-C in the terminal reaches this
// program alone, which then ends all in order. Should this program be killed
// without a chance to do that, the kernel tells the child.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
