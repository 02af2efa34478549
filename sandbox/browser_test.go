package sandbox_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long a page may take on a loaded machine. A page that is
// right never needs it.
const patience = 90 * time.Second

// browser starts one headless Chromium for the tests of the page: the one that
// RAPPORT_TEST_CHROMIUM names, as make test does, or an installed one. Without
// any, plain go test goes on without these tests, as it does without PostgreSQL.
func browser(t *testing.T) context.Context {
	t.Helper()
	if strings.Contains(os.Getenv("RAPPORT_TEST_SKIP"), "browser") {
		t.Skip("RAPPORT_TEST_SKIP names browser")
	}
	path := os.Getenv("RAPPORT_TEST_CHROMIUM")
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Skip("the page is tested in Chromium, which is not installed; type: apt-get install --no-install-recommends --yes chromium-headless-shell")
	}
	// Tabs that share a window and a renderer open in half the time; nothing here
	// looks at two at once.
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("process-per-site", true), chromedp.Flag("disable-component-update", true),
		chromedp.WSURLReadTimeout(patience))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(closeBrowser)
	check(t, chromedp.Do(ctx)) // starts it
	return ctx
}

// page is one tab, with somebody looking at a workspace.
type page struct {
	ctx context.Context

	mu     sync.Mutex
	faults []string // what the page wrote to the console as an error
}

// at names where a tab begins: place is a channel's id, or "home" for the Home
// tab; a window without size is 1280 by 900.
type at struct {
	user, place   string
	width, height int64
}

// open opens a tab and waits until the page is ready. A page that throws or
// breaks its content policy fails the test at its end.
func (b *testBundle) open(t *testing.T, browser context.Context, where at) *page {
	t.Helper()
	if where.width == 0 {
		where.width, where.height = 1280, 900
	}
	tab, closeTab := chromedp.NewContext(browser, chromedp.WithNewWindow(false))
	t.Cleanup(closeTab)
	check(t, chromedp.Do(tab))
	ctx, cancel := context.WithTimeout(tab, patience)
	t.Cleanup(cancel)
	p := &page{ctx: ctx}
	p.listen(t)
	p.do(t, chromedp.EmulateViewport(where.width, where.height),
		chromedp.Navigate(b.url+"#/"+where.user+"/"+where.place))
	p.eventually(t, `document.documentElement.dataset.ready`)
	return p
}

// listen collects uncaught errors until the test ends.
func (p *page) listen(t *testing.T) {
	ctx, stop := context.WithCancel(p.ctx)
	messages := chromedp.Console(ctx)
	var reading sync.WaitGroup
	reading.Go(func() {
		for m, err := range messages {
			if err != nil {
				return // the tab is closed
			}
			if m.IsException() || m.Source == "security" {
				p.mu.Lock()
				p.faults = append(p.faults, m.String())
				p.mu.Unlock()
			}
		}
	})
	t.Cleanup(func() {
		stop()
		reading.Wait()
		p.mu.Lock()
		defer p.mu.Unlock()
		if len(p.faults) > 0 {
			t.Errorf("the page reported errors: %q", p.faults)
		}
	})
}

func (p *page) do(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		t.Fatalf("drive the page: %v\n%s", err, p.text())
	}
}

// keys presses keys one after the other; text is typed, special keys are those
// of package kb.
func (p *page) keys(t *testing.T, keys ...string) {
	t.Helper()
	for _, k := range keys {
		p.do(t, chromedp.KeyEvent(k))
	}
}

// shiftTab goes back in the tab order.
func (p *page) shiftTab(t *testing.T) {
	t.Helper()
	p.do(t, chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(kb.ModifierShift)))
}

// focus puts the focus on an element, as a reader's jump to it would.
func (p *page) focus(t *testing.T, selector string) {
	t.Helper()
	p.eventually(t, fmt.Sprintf(`document.querySelector(%s)`, quoted(selector)))
	p.do(t, chromedp.Focus(chromedp.CSS(selector)))
}

// empty takes all text out of a field, as selecting and deleting it does.
func (p *page) empty(t *testing.T, selector string) {
	t.Helper()
	p.focus(t, selector)
	p.eventually(t, `(document.activeElement.select(), true)`)
	p.keys(t, kb.Backspace)
}

// click presses the first element that fits a CSS selector, with the mouse. The
// page may draw a list anew between finding an element and pressing it; the one
// that stands there now is pressed then.
func (p *page) click(t *testing.T, selector string) {
	t.Helper()
	for {
		p.eventually(t, fmt.Sprintf(`document.querySelector(%s)`, quoted(selector)))
		err := chromedp.Do(p.ctx, chromedp.Click(chromedp.CSS(selector)))
		if err == nil {
			return
		}
		if !strings.Contains(err.Error(), "Could not find node with given id") {
			t.Fatalf("press %s: %v\n%s", selector, err, p.text())
		}
	}
}

// eventually waits in the page until a JavaScript expression is true.
func (p *page) eventually(t *testing.T, condition string) {
	t.Helper()
	script := `new Promise((done) => {
		const look = () => {
			let found = false;
			try { found = Boolean(` + condition + `); } catch (error) { found = false; }
			if (found) done(true); else setTimeout(look, 15);
		};
		look();
	})`
	if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](script, chromedp.EvalAwaitPromise)); err != nil {
		t.Fatalf("wait until %s: %v\n%s", condition, err, p.text())
	}
}

// sees waits until the elements of a selector show a text.
func (p *page) sees(t *testing.T, selector, text string) {
	t.Helper()
	p.eventually(t, fmt.Sprintf(`[...document.querySelectorAll(%s)].some((e) => e.getClientRects().length > 0 && e.textContent.includes(%s))`,
		quoted(selector), quoted(text)))
}

// gone waits until no element fits a selector.
func (p *page) gone(t *testing.T, selector string) {
	t.Helper()
	p.eventually(t, fmt.Sprintf(`!document.querySelector(%s)`, quoted(selector)))
}

// focused waits until the focus is on, or inside of, an element.
func (p *page) focused(t *testing.T, selector string) {
	t.Helper()
	p.eventually(t, fmt.Sprintf(`document.activeElement.closest(%s)`, quoted(selector)))
}

// ask evaluates an expression, which may be a promise, in the page.
func ask[T any](t *testing.T, p *page, expression string) T {
	t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("evaluate %s: %v", expression, err)
	}
	return v
}

// text is what the page shows, for the report of a failure.
func (p *page) text() string {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), 5*time.Second)
	defer cancel()
	shown, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		return "the page cannot be read: " + err.Error()
	}
	return "the page shows:\n" + shown
}

// await receives what the app has heard, or gives up in time.
func await[T any](t *testing.T, heard <-chan T) T {
	t.Helper()
	select {
	case v := <-heard:
		return v
	case <-within(t).Done():
		t.Fatal("the app hears nothing")
		panic("unreachable")
	}
}

// quoted writes a Go string as a JavaScript one.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic("strings can always be encoded: " + err.Error())
	}
	return string(b)
}
