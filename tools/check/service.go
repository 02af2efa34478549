package main

import (
	"context"

	"rapport/tools/service"
)

// startPostgres gives the tests a PostgreSQL: the one named in the environment,
// or an own one.
func (c *checker) startPostgres(ctx context.Context) (string, error) {
	const variable = "RAPPORT_TEST_POSTGRES_URL"
	if given := c.getenv(variable); given != "" && !c.skipped["postgres"] {
		c.testEnv = append(c.testEnv, variable+"="+given)
		return "given by " + variable, nil
	}
	s, err := c.ownPostgres(ctx)
	if err != nil {
		return "", err
	}
	c.testEnv = append(c.testEnv, variable+"="+s.URL())
	return s.Version(ctx)
}

// ownPostgres starts a server with nothing in it, which ends with the checks.
func (c *checker) ownPostgres(ctx context.Context) (*service.Postgres, error) {
	bin, dir, err := c.place("postgres")
	if err != nil {
		return nil, err
	}
	s, err := service.NewPostgres(ctx, bin, dir, service.Volatile())
	if err != nil {
		return nil, err
	}
	if err := s.Start(ctx); err != nil {
		return nil, err
	}
	c.running = append(c.running, s.Process())
	return s, nil
}

// startRedis gives the tests a Redis: the one named in the environment, or an
// own one.
func (c *checker) startRedis(ctx context.Context) (string, error) {
	const variable = "RAPPORT_TEST_REDIS_URL"
	if given := c.getenv(variable); given != "" && !c.skipped["redis"] {
		c.testEnv = append(c.testEnv, variable+"="+given)
		return "given by " + variable, nil
	}
	program, dir, err := c.place("redis")
	if err != nil {
		return "", err
	}
	s, err := service.NewRedis(ctx, program, dir)
	if err != nil {
		return "", err
	}
	if err := s.Start(ctx); err != nil {
		return "", err
	}
	c.running = append(c.running, s.Process())
	c.testEnv = append(c.testEnv, variable+"="+s.URL())
	return s.Version(ctx)
}

// place is where a server's programs are, and the folder for its files.
func (c *checker) place(name string) (program, dir string, err error) {
	if program, err = c.use(name); err != nil {
		return "", "", err
	}
	dir, err = c.tempDir()
	return program, dir, err
}
