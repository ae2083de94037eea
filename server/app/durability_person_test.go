package app_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
)

// client is somebody at work: one case after the other, as applicants and as the member who decides.
type client struct {
	rig    *rig
	number int
	member *device
	random *rand.Rand
	cases  int
	side   *person // saved to while others are waited for
}

// person is an applicant, with all that was acknowledged to them.
type person struct {
	*device
	client *client
	key    string // of the start; the case keeps it as its channel
	email  string

	id       string
	answers  map[string]any // the last acknowledged ones
	saves    int
	files    map[string][32]byte // hashes of what was sent, by the acknowledged id
	moves    map[string]int      // acknowledged verbs
	notes    []string            // acknowledged texts
	evidence string              // hash of the acknowledged signature
	writes   int
}

// errEnough ends the work of a client.
var errEnough = errors.New("enough")

func (c *client) work(ctx context.Context) {
	err := c.begin(ctx)
	for err == nil {
		err = c.oneCase(ctx)
	}
	if !errors.Is(err, errEnough) {
		c.rig.t.Errorf("client %d: %v", c.number, err)
	}
}

func (c *client) begin(ctx context.Context) error {
	c.side = c.person()
	return c.side.start(ctx)
}

// oneCase takes a case as far as chance wants, or until the load is to end.
func (c *client) oneCase(ctx context.Context) error {
	p := c.person()
	fate := c.random.IntN(10)
	steps := []func(context.Context) error{p.start, p.fill, p.upload}
	if fate > 0 { // else left in draft
		steps = append(steps, p.submit, p.note)
	}
	if fate > 5 {
		steps = append(steps, p.request)
	}
	switch {
	case fate > 2:
		steps = append(steps, p.approve, p.sign)
	case fate > 0:
		steps = append(steps, p.reject)
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
		select {
		case <-c.rig.enough:
			return errEnough
		default:
		}
	}
	return nil
}

func (c *client) person() *person {
	c.cases++
	p := &person{
		device: c.rig.device(net.IPv4(127, byte(c.number+1), byte(c.cases/250), byte(c.cases%250+1))), client: c,
		key: fmt.Sprintf("kill-%d-%d", c.number, c.cases), email: fmt.Sprintf("p%d.%d@people.example", c.number, c.cases),
		answers: map[string]any{}, files: map[string][32]byte{}, moves: map[string]int{},
	}
	c.rig.mu.Lock()
	defer c.rig.mu.Unlock()
	c.rig.people = append(c.rig.people, p)
	return p
}

// post sends a request of this person under a key of its own.
func (p *person) post(ctx context.Context, by *device, path string, body, out any) error {
	p.writes++
	key := fmt.Sprintf("%s-%d", p.key, p.writes)
	return by.ask(ctx, send{method: http.MethodPost, path: path, key: key, body: body}, out)
}

func (p *person) start(ctx context.Context) error {
	var started struct{ ID string }
	body := map[string]any{"locale": "en", "channel": p.key}
	err := p.post(ctx, p.device, "/portal/address-change/cases", body, &started)
	p.id = started.ID
	return err
}

func (p *person) save(ctx context.Context, page string, values map[string]any) error {
	p.saves++
	err := p.ask(ctx, send{
		method: http.MethodPut, path: "/portal/case/pages/" + page, body: map[string]any{"values": values, "proceed": true},
	}, nil)
	if err == nil {
		for key, value := range values {
			p.answers[key] = value
		}
	}
	return err
}

func (p *person) fill(ctx context.Context) error {
	for _, page := range []struct {
		key    string
		values map[string]any
	}{
		{"start", map[string]any{"full_name": p.unique("Person"), "cpf": p.cpf(), "email": p.email}},
		{"residence", map[string]any{"addr_country": "BR", "cep": "01310100", "effective_from": "2026-01-15"}},
		{"address", map[string]any{
			"street": p.unique("Street"), "number": "7", "district": "Centro", "city": p.unique("City"), "uf": "SP",
		}},
	} {
		if err := p.save(ctx, page.key, page.values); err != nil {
			return err
		}
	}
	return p.save(ctx, "confirm", map[string]any{"declare_true": true})
}

// unique is a text that was never saved before.
func (p *person) unique(word string) string { return fmt.Sprintf("%s %s %d", word, p.key, p.saves) }

// cpf is a valid number of nobody else's.
func (p *person) cpf() string {
	digits := fmt.Sprintf("%03d%06d", 100+p.client.number, p.client.cases)
	for n := len(digits); n < 11; n++ {
		sum := 0
		for i, digit := range digits {
			sum += int(digit-'0') * (n + 1 - i)
		}
		digits += string(rune('0' + sum*10%11%10))
	}
	return digits
}

// upload sends a file that nobody else sends.
func (p *person) upload(ctx context.Context) error {
	content := []byte("%PDF-1.4\n1 0 obj<<>>endobj\n")
	for range 16 + p.client.random.IntN(512) {
		content = fmt.Appendf(content, "%% %s %d %x\n", p.key, p.writes, p.client.random.Uint64())
	}
	content = append(content, "%%EOF\n"...)
	var stored struct{ ID string }
	if err := p.post(ctx, p.device, "/portal/case/documents", upload{"/addr_proof", "proof.pdf", content}, &stored); err != nil {
		return err
	}
	p.files[stored.ID] = sha256.Sum256(content)
	return nil
}

func (p *person) submit(ctx context.Context) error { return p.handIn(ctx, "submit") }

func (p *person) handIn(ctx context.Context, verb string) error {
	err := p.post(ctx, p.device, "/portal/case/"+verb, map[string]any{"locale": "en"}, nil)
	if err == nil {
		p.moves[verb]++
	}
	return err
}

// note writes what only staff read, while checks go on.
func (p *person) note(ctx context.Context) error {
	text := p.unique("Note")
	if err := p.post(ctx, p.client.member, "/cases/"+p.id+"/notes", map[string]any{"note": text}, nil); err != nil {
		return err
	}
	p.notes = append(p.notes, text)
	return p.arrives(ctx, "approval")
}

// act is a decision of the member.
func (p *person) act(ctx context.Context, body map[string]any) error {
	err := p.post(ctx, p.client.member, "/cases/"+p.id+"/actions", body, nil)
	if err == nil {
		p.moves[body["verb"].(string)]++ //nolint:forcetypeassert // written below
	}
	return err
}

func (p *person) approve(ctx context.Context) error {
	return p.act(ctx, map[string]any{"verb": "approve"})
}

func (p *person) reject(ctx context.Context) error {
	return p.act(ctx, map[string]any{"verb": "reject", "reason": "invalid_data"})
}

// request asks for the street and the proof again, and is answered.
func (p *person) request(ctx context.Context) error {
	items := []any{map[string]any{"path": "/street", "note": "which one?"}, map[string]any{"path": "/addr_proof"}}
	if err := p.post(ctx, p.client.member, "/cases/"+p.id+"/requests", map[string]any{"items": items}, nil); err != nil {
		return err
	}
	p.moves["request"]++
	if err := p.save(ctx, "address", map[string]any{"street": p.unique("Other street")}); err != nil {
		return err
	}
	if err := p.upload(ctx); err != nil {
		return err
	}
	if err := p.handIn(ctx, "answer"); err != nil {
		return err
	}
	return p.arrives(ctx, "approval")
}

// sign signs by the link in the mail. When the mail was interrupted, the member sends another.
func (p *person) sign(ctx context.Context) error {
	var token string
	for token == "" {
		state, err := p.look(ctx)
		if err != nil {
			return err
		}
		if state.Signature.State == "failed" {
			if err := p.act(ctx, map[string]any{"verb": "resend"}); err != nil {
				return err
			}
		}
		p.rig.mail.update(p.rig.sink)
		if tokens := p.rig.mail.signatureTokens(p.email); len(tokens) == p.moves["approve"]+p.moves["resend"] || state.Signature.State == "sent" {
			token = tokens[len(tokens)-1]
			break
		}
		if err := p.wait(ctx); err != nil {
			return err
		}
	}
	var offer struct {
		AnswersSHA256 string
		Papers        []struct{ SHA256 string }
	}
	err := p.ask(ctx, send{method: http.MethodPost, path: "/portal/signature/open", body: map[string]any{"token": token}}, &offer)
	if err != nil {
		return err
	}
	var receipt struct{ Hash string }
	body := map[string]any{"token": token, "accept": true, "answersSha256": offer.AnswersSHA256}
	hashes := make([]string, len(offer.Papers))
	for i, p := range offer.Papers {
		hashes[i] = p.SHA256
	}
	body["papersSha256"] = hashes
	if err := p.post(ctx, p.device, "/portal/signature/sign", body, &receipt); err != nil {
		return err
	}
	p.moves["sign"]++
	p.evidence = receipt.Hash
	return nil
}

type seen struct {
	Stage     struct{ Key string }
	Signature struct{ State string }
}

func (p *person) look(ctx context.Context) (seen, error) {
	var s seen
	return s, p.ask(ctx, send{method: http.MethodGet, path: "/portal/case"}, &s)
}

// arrives waits until the case stands in a stage.
func (p *person) arrives(ctx context.Context, stage string) error {
	for {
		s, err := p.look(ctx)
		if err != nil || s.Stage.Key == stage {
			return err
		}
		if err := p.wait(ctx); err != nil {
			return err
		}
	}
}

// wait spends the time with another case, so that the load does not rest.
func (p *person) wait(ctx context.Context) error {
	select {
	case <-p.rig.enough:
		return errEnough
	default:
	}
	side := p.client.side
	return side.save(ctx, "address", map[string]any{"street": side.unique("Street")})
}
