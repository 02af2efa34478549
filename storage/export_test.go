package storage

import "time"

// OpenPatientRedis is OpenRedis for tests of what Redis does, on machines that
// have much else to do.
func OpenPatientRedis(url string) (*Redis, error) {
	return openRedis(url, &breaker{}, time.Minute)
}
