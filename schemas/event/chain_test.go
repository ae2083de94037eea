package event_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
)

// The samples of RFC 8785, appendix B.
func TestCanonicalNumbers(t *testing.T) {
	t.Parallel()
	for bits, want := range map[uint64]string{
		0x0000000000000000: "0", 0x8000000000000000: "0", 0x0000000000000001: "5e-324", 0x8000000000000001: "-5e-324",
		0x7fefffffffffffff: "1.7976931348623157e+308", 0xffefffffffffffff: "-1.7976931348623157e+308",
		0x4340000000000000: "9007199254740992", 0xc340000000000000: "-9007199254740992",
		0x4430000000000000: "295147905179352830000", 0x7fffffffffffffff: "null", 0x7ff0000000000000: "null",
		0x44b52d02c7e14af5: "9.999999999999997e+22", 0x44b52d02c7e14af6: "1e+23", 0x44b52d02c7e14af7: "1.0000000000000001e+23",
		0x444b1ae4d6e2ef4e: "999999999999999700000", 0x444b1ae4d6e2ef4f: "999999999999999900000", 0x444b1ae4d6e2ef50: "1e+21",
		0x3eb0c6f7a0b5ed8c: "9.999999999999997e-7", 0x3eb0c6f7a0b5ed8d: "0.000001",
		0x41b3de4355555553: "333333333.3333332", 0x41b3de4355555554: "333333333.33333325", 0x41b3de4355555555: "333333333.3333333",
		0x41b3de4355555556: "333333333.3333334", 0x41b3de4355555557: "333333333.33333343",
		0xbecbf647612f3696: "-0.0000033333333333333333", 0x43143ff3c1cb0959: "1424953923781206.2",
	} {
		if got := string(event.AppendCanonical(nil, math.Float64frombits(bits))); got != want {
			t.Errorf("%x: got %s, want %s", bits, got, want)
		}
	}
}

func TestCanonicalTextAndOrder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   any
		want string
	}{
		"rfc 3.2.2": {
			map[string]any{
				"numbers": []any{333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001},
				"string":  "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/", "literals": []any{nil, true, false},
			},
			`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
		},
		"rfc 3.2.3": {
			map[string]any{
				"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
				"\U0001f600": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis",
			},
			"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\"," +
				"\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
		},
		"broken utf-8":   {"a\xffb", "\"a\uFFFDb\""},
		"foreign":        {struct{ B, A int }{1, 2}, `{"A":2,"B":1}`},
		"nil containers": {[]any{[]any(nil), map[string]any(nil), []string{"x"}, 7, int64(8)}, `[null,null,["x"],7,8]`},
		"controls":       {"\b\f\t\x01<\u2028\x7f", "\"\\b\\f\\t\\u0001<\u2028\x7f\""},
	} {
		if got := string(event.AppendCanonical(nil, c.in)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

// The canonical form of an event is that of its exported JSON, without the hash.
func TestCanonicalIsThatOfTheJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := event.Seal(rapid.String().Draw(t, "prev"), drawEvent(t))
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var plain map[string]any
		if err := json.Unmarshal(b, &plain); err != nil {
			t.Fatal(err)
		}
		delete(plain, "hash")
		if got, want := event.Canonical(e), event.AppendCanonical(nil, plain); !bytes.Equal(got, want) {
			t.Fatalf("\n got %s\nwant %s", got, want)
		}
		var back event.Event
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(event.Canonical(e), event.Canonical(back)) {
			t.Fatalf("a round trip changes the canonical form of %s", b)
		}
	})
}

func TestVerifyFindsAnyChange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		chain := drawChain(t)
		if err := event.Verify(chain); err != nil {
			t.Fatal(err)
		}
		i := rapid.IntRange(0, len(chain)-1).Draw(t, "at")
		before := string(event.Canonical(chain[i])) + chain[i].Hash
		change := rapid.SampledFrom(changes()).Draw(t, "change")
		change(&chain[i])
		if string(event.Canonical(chain[i]))+chain[i].Hash == before {
			t.Skip("nothing changed")
		}
		broken, ok := errors.AsType[*event.Broken](event.Verify(chain))
		if !ok || broken.Seq > int64(i)+2 {
			t.Fatalf("event %d was changed, verify says %v", i+1, broken)
		}
	})
}

func TestVerifyFindsLossInsertionAndSwap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		chain := drawChain(t)
		i := rapid.IntRange(0, len(chain)-2).Draw(t, "at")
		lost := append(append([]event.Event{}, chain[:i]...), chain[i+1:]...)
		twice := append(append(append([]event.Event{}, chain[:i]...), chain[i]), chain[i:]...)
		swapped := append([]event.Event{}, chain...)
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		for name, c := range map[string][]event.Event{"lost": lost, "twice": twice, "swapped": swapped} {
			if event.Verify(c) == nil {
				t.Fatalf("%s: not seen", name)
			}
		}
	})
}

// The reference tree of RFC 6962 implementations.
func TestRootVectors(t *testing.T) {
	t.Parallel()
	leaves := referenceLeaves(t)
	for n, want := range []string{
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	} {
		if got := hex.EncodeToString(event.Root(leaves[:n])); got != want {
			t.Errorf("%d leaves: got %s, want %s", n, got, want)
		}
	}
}

func TestProof(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		leaves := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 8), 1, 70).Draw(t, "leaves")
		i := rapid.IntRange(0, len(leaves)-1).Draw(t, "index")
		root, proof := event.Root(leaves), event.Proof(leaves, i)
		if !event.VerifyProof(root, leaves[i], proof) {
			t.Fatal("a true proof is refused")
		}
		if event.VerifyProof(root, append([]byte{9}, leaves[i]...), proof) {
			t.Fatal("another leaf is accepted")
		}
		for k := range proof.Path {
			proof.Path[k][0] ^= 1
			if event.VerifyProof(root, leaves[i], proof) {
				t.Fatal("a changed path is accepted")
			}
			proof.Path[k][0] ^= 1
		}
		proof.Path = append(proof.Path, root)
		if event.VerifyProof(root, leaves[i], proof) {
			t.Fatal("a longer path is accepted")
		}
	})
	if event.VerifyProof(event.Root(nil), nil, event.Proof(nil, 0)) {
		t.Fatal("nothing is proven to be there")
	}
}

func BenchmarkCanonical(b *testing.B) {
	e := typical()
	b.ReportAllocs()
	for b.Loop() {
		event.Canonical(e)
	}
}

func BenchmarkSeal(b *testing.B) {
	e := typical()
	b.ReportAllocs()
	for b.Loop() {
		event.Seal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", e)
	}
}

func typical() event.Event {
	return event.Event{
		ID: "01J9ZC3V8Q6T4M2K0R5X7Y1WAB", Tenant: "acme", Case: "01J9ZC3V8Q", Seq: 12, Name: "case.moved",
		At:    time.Date(2026, 3, 2, 12, 0, 0, 5e6, time.UTC),
		Actor: actor.Actor{Kind: actor.Member, Tenant: "acme", ID: "m1", Name: "Ana Conceição", Roles: []string{"cadastro", "supervisor"}},
		Data:  map[string]any{"transition": "t14_reject", "from": "approval", "to": "rejected", "verb": "reject", "reason": "documents", "round": 2.0},
		Prev:  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	}
}

func changes() []func(*event.Event) {
	return []func(*event.Event){
		func(e *event.Event) { e.ID += "x" }, func(e *event.Event) { e.Name += "x" },
		func(e *event.Event) { e.Tenant += "x" }, func(e *event.Event) { e.Case += "x" },
		func(e *event.Event) { e.Seq++ }, func(e *event.Event) { e.At = e.At.Add(time.Millisecond) },
		func(e *event.Event) { e.Actor.ID += "x" }, func(e *event.Event) { e.Actor.Kind = "x" },
		func(e *event.Event) { e.Actor.Roles = append(e.Actor.Roles, "x") }, func(e *event.Event) { e.Actor.Name += "x" },
		func(e *event.Event) { e.Data = map[string]any{"other": 1} }, func(e *event.Event) { e.Prev += "0" },
		func(e *event.Event) { e.Hash = "00" + e.Hash }, func(e *event.Event) { e.Data = nil },
	}
}

func drawChain(t *rapid.T) []event.Event {
	chain := make([]event.Event, rapid.IntRange(2, 8).Draw(t, "length"))
	prev := ""
	for i := range chain {
		e := drawEvent(t)
		e.Tenant, e.Case, e.Seq = "acme", "c1", int64(i)+1
		chain[i] = event.Seal(prev, e)
		prev = chain[i].Hash
	}
	return chain
}

func drawEvent(t *rapid.T) event.Event {
	return event.Event{
		ID: rapid.String().Draw(t, "id"), Tenant: rapid.String().Draw(t, "tenant"), Case: rapid.String().Draw(t, "case"),
		Seq: rapid.Int64Range(1, 1e9).Draw(t, "seq"), Name: rapid.String().Draw(t, "name"),
		At: time.UnixMilli(rapid.Int64Range(0, 4e12).Draw(t, "at")),
		Actor: actor.Actor{
			Kind: actor.Member, ID: rapid.String().Draw(t, "actor"), Name: rapid.String().Draw(t, "person"),
			Roles: rapid.SliceOfN(rapid.String(), 0, 2).Draw(t, "roles"), Case: rapid.StringN(0, 3, -1).Draw(t, "own"),
		},
		Data: rapid.MapOfN(rapid.String(), drawValue(2), 0, 5).Draw(t, "data"),
	}
}

func drawValue(depth int) *rapid.Generator[any] {
	leaves := []*rapid.Generator[any]{
		rapid.String().AsAny(), rapid.Float64().AsAny(), rapid.Bool().AsAny(), rapid.Int().AsAny(), rapid.Just[any](nil),
	}
	if depth == 0 {
		return rapid.OneOf(leaves...)
	}
	return rapid.OneOf(append(leaves, rapid.SliceOfN(drawValue(depth-1), 0, 3).AsAny(),
		rapid.MapOfN(rapid.String(), drawValue(depth-1), 0, 3).AsAny())...)
}

func referenceLeaves(t *testing.T) [][]byte {
	t.Helper()
	texts := []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}
	leaves := make([][]byte, len(texts))
	for i, s := range texts {
		b, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		leaves[i] = b
	}
	return leaves
}
