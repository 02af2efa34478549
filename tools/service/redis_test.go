package service

import (
	"io"
	"net"
	"strings"
	"testing"
)

func TestPingRedis(t *testing.T) {
	t.Parallel()
	// answer serves one connection with a fixed answer and returns its address.
	answer := func(t *testing.T, text string) string {
		t.Helper()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			conn, err := l.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			if _, err := conn.Read(make([]byte, 256)); err != nil {
				t.Error(err)
			}
			if _, err := io.WriteString(conn, text); err != nil {
				t.Error(err)
			}
		}()
		t.Cleanup(func() {
			l.Close()
			<-done
		})
		return l.Addr().String()
	}

	t.Run("takes a server that accepts the password and answers", func(t *testing.T) {
		t.Parallel()
		if err := pingRedis(t.Context(), answer(t, "+OK\r\n+PONG\r\n"), "pw"); err != nil {
			t.Errorf("got %v", err)
		}
	})

	t.Run("counts who else is connected", func(t *testing.T) {
		t.Parallel()
		s := &Redis{address: answer(t, "+OK\r\n$57\r\n# Clients\r\nconnected_clients:12\r\nmaxclients:10000\r\n\r\n")}
		if n, err := s.Clients(t.Context()); err != nil || n != 11 {
			t.Errorf("got %d, %v", n, err)
		}
	})

	t.Run("does not take one that refuses", func(t *testing.T) {
		t.Parallel()
		err := pingRedis(t.Context(), answer(t, "-WRONGPASS no\r\n"), "pw")
		if err == nil || !strings.Contains(err.Error(), "WRONGPASS") {
			t.Errorf("got %v, want its refusal", err)
		}
	})

	t.Run("does not take one that hangs up", func(t *testing.T) {
		t.Parallel()
		if err := pingRedis(t.Context(), answer(t, "+OK\r\n"), "pw"); err == nil {
			t.Error("got no error")
		}
	})
}
