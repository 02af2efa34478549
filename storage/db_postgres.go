package storage

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
)

// connectTimeout is how long a new connection may take, unless the URL says
// otherwise: short enough that a person still gets an answer in time.
const connectTimeout = 2 * time.Second

// sessionSettings are set on each new connection. They are no rule of the
// practice: they keep a client that vanished from holding locks, and a
// statement that went astray from running for ever.
const sessionSettings = `SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'; SET timezone = 'UTC'`

// readingSettings are set as well where nothing may be written.
const readingSettings = `; SET default_transaction_read_only = on`

// openPostgres connects through pgx. All connections stay open, because opening
// one costs more than most transactions.
func (d *DB) openPostgres(ctx context.Context, c Config) error {
	config, err := pgx.ParseConfig(c.URL)
	if err != nil {
		// The error of pgx can quote the URL, and with it the password.
		return fmt.Errorf("read the database url: it is no valid postgres:// address")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "rapport"
	}
	settings := sessionSettings
	if c.ReadOnly {
		settings += readingSettings
	}
	d.write.sql = stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.PgConn().Exec(ctx, settings).ReadAll()
		return tried("set up a session", err)
	}))
	d.write.sql.SetMaxOpenConns(c.MaxConns)
	d.write.sql.SetMaxIdleConns(c.MaxConns)
	if err := d.write.sql.PingContext(ctx); err != nil {
		return fmt.Errorf("connect to PostgreSQL at %s:%d: %w", config.Host, config.Port, err)
	}
	d.write.gorm, err = newGORM(postgres.New(postgres.Config{Conn: d.write.sql}), d.logger)
	if err != nil {
		return fmt.Errorf("set up PostgreSQL: %w", err)
	}
	d.read = d.write
	return nil
}
