package storage

import (
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// sqliteDialector tells GORM how to write SQL for SQLite, on a connection that
// is open already. GORM's own driver would do, but it links a second SQLite,
// written in C, which takes minutes to compile and is never called; what is
// needed of it are these few lines.
type sqliteDialector struct {
	pool gorm.ConnPool
}

var _ gorm.Dialector = sqliteDialector{}

// Name is what GORM calls the dialect.
func (sqliteDialector) Name() string { return string(sqliteDialect) }

// Initialize gives GORM the connection and says which clauses there are.
// RETURNING came with SQLite 3.35; the one that is linked is far newer.
func (s sqliteDialector) Initialize(db *gorm.DB) error {
	db.ConnPool = s.pool
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		CreateClauses: []string{"INSERT", "VALUES", "ON CONFLICT", "RETURNING"},
		UpdateClauses: []string{"UPDATE", "SET", "FROM", "WHERE", "RETURNING"},
		DeleteClauses: []string{"DELETE", "FROM", "WHERE", "RETURNING"},
	})
	return nil
}

// Migrator is none: the schema is the migrations' business.
func (sqliteDialector) Migrator(*gorm.DB) gorm.Migrator { return nil }

// DataTypeOf is asked by a migrator only.
func (sqliteDialector) DataTypeOf(*schema.Field) string { return "" }

// DefaultValueOf stands for a column that is left to the database, in rows
// that are written together: NULL makes SQLite number the row.
func (sqliteDialector) DefaultValueOf(*schema.Field) clause.Expression {
	return clause.Expr{SQL: "NULL"}
}

// BindVarTo writes a placeholder.
func (sqliteDialector) BindVarTo(writer clause.Writer, _ *gorm.Statement, _ any) {
	_ = writer.WriteByte('?') // the writer is a buffer in memory
}

// QuoteTo writes a name, with each part in quotation marks.
func (sqliteDialector) QuoteTo(writer clause.Writer, name string) {
	parts := strings.Split(name, ".")
	for i, part := range parts {
		parts[i] = `"` + strings.ReplaceAll(part, `"`, `""`) + `"`
	}
	_, _ = writer.WriteString(strings.Join(parts, ".")) // likewise
}

// Explain is for logs, which get statements without their values.
func (sqliteDialector) Explain(sql string, _ ...any) string { return sql }
