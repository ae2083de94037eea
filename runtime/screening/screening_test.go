package screening_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/runtime/screening"
)

func TestNormaliseIsDoneOnce(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("abcÉçñßØøİıÅ'’-. ,;ـُّىةأإآؤئ٣5ﬁ½ÆŒЖжΣςKÅ᷄̈\u200e\u00a0龜")
	for range 20_000 {
		word := make([]rune, dice.IntN(12))
		for i := range word {
			word[i] = alphabet[dice.IntN(len(alphabet))]
		}
		once := screening.Normalise(string(word))
		if twice := screening.Normalise(once); twice != once {
			t.Fatalf("%q becomes %q, and then %q", string(word), once, twice)
		}
	}
}

func TestCompaniesLoseTheirEndings(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Acme Comércio e Serviços Ltda.": "acme comercio servicos", "Grupo Norte, S.A. de C.V.": "grupo norte", "Sul S.A.S.": "sul",
		"S.A.": "s a", "Trading Co., Ltd.": "trading", "De La Cruz": "cruz", "De Las": "de las",
	} {
		if got := strings.Join(screening.Tokens(name, screening.Company), " "); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

func TestScoresAreTheSameFromBothSides(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		a, b := randomName(dice), randomName(dice)
		if x, y := screening.JaroWinkler(a[0], b[0]), screening.JaroWinkler(b[0], a[0]); x != y {
			t.Fatalf("%s ~ %s: %v and %v", a[0], b[0], x, y)
		}
		x, _ := screening.NameScore(a, b)
		y, _ := screening.NameScore(b, a)
		if len(a) > 1 && len(b) > 1 && x != y {
			t.Fatalf("%v ~ %v: %v and %v", a, b, x, y)
		}
		if x < 0 || x > 1 {
			t.Fatalf("%v ~ %v: %v", a, b, x)
		}
		if same, _ := screening.NameScore(a, a); same != 1 {
			t.Fatalf("%v is not itself: %v", a, same)
		}
	}
}

var syllables = strings.Fields("ma ri a jo se sil va san tos pe re i ra mo ham med al i ah mad kha lid ib ra him fer nan do car los gu ti e rrez ro dri gues ou zá ço")

func randomName(dice *rand.Rand) []string {
	words := make([]string, 1+dice.IntN(4))
	for i := range words {
		for range 1 + dice.IntN(3) {
			words[i] += syllables[dice.IntN(len(syllables))]
		}
		words[i] = strings.ReplaceAll(screening.Normalise(words[i]), " ", "")
	}
	return words
}

// spoiled is a name as somebody else would write it.
func spoiled(dice *rand.Rand, name []string) []string {
	out := slices.Clone(name)
	i := dice.IntN(len(out))
	letters := []rune(out[i])
	switch at := dice.IntN(len(letters)); dice.IntN(4) {
	case 0:
		letters[at] = rune('a' + dice.IntN(26))
	case 1:
		letters = slices.Insert(letters, at, rune('a'+dice.IntN(26)))
	case 2:
		if len(letters) > 2 {
			letters = slices.Delete(letters, at, at+1)
		}
	case 3:
		out[0], out[len(out)-1] = out[len(out)-1], out[0]
		return out
	}
	out[i] = string(letters)
	return out
}

func TestTheIndexLosesNobody(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(5, 6))
	entries := made(dice, 1500)
	x := screening.NewIndex(entries)
	for range 150 {
		given := strings.Fields(entries[dice.IntN(len(entries))].Names[0])
		if dice.IntN(3) > 0 {
			given = spoiled(dice, given)
		}
		least := 0.7 + 0.3*dice.Float64()
		who := screening.Person{Names: []string{strings.Join(given, " ")}}
		found := map[string]float64{}
		for _, m := range x.Screen(who, least, "") {
			found[m.Entry.UID] = m.Score
		}
		for _, e := range entries {
			all := screening.NewIndex([]screening.Entry{e}).Screen(who, 0.7, "")
			score, _ := screening.NameScore(screening.Tokens(who.Names[0], ""), screening.Tokens(e.Names[0], ""))
			if len(all) > 0 && all[0].Score >= least && found[e.UID] != all[0].Score || score-0.05 >= least+0.0001 && found[e.UID] == 0 {
				t.Fatalf("%v ~ %v scores %.4f and is lost at %.4f", given, e.Names[0], score, least)
			}
		}
	}
}

func made(dice *rand.Rand, n int) []screening.Entry {
	out := make([]screening.Entry, n)
	for i := range out {
		name := randomName(dice)
		for len(name) < 2 {
			name = randomName(dice)
		}
		out[i] = screening.Entry{UID: fmt.Sprint(i), Names: []string{strings.Join(name, " ")}}
	}
	return out
}

func TestFactors(t *testing.T) {
	t.Parallel()
	x := screening.NewIndex([]screening.Entry{
		{UID: "1", Kind: screening.Individual, Names: []string{"SOUSA, Mario"}, Gender: "m", Births: []screening.Years{{From: 1962, To: 1962}}, Countries: []string{"Brazil"}},
		{UID: "2", Kind: screening.Individual, Names: []string{"José da Silva"}, Identifiers: []screening.Identifier{{Kind: "CPF", Number: "***982247**"}}, Until: "2026-12-31"},
		{UID: "3", Kind: screening.Vessel, Names: []string{"MARIA SOUZA"}},
		{UID: "4", Kind: screening.Individual, Names: []string{"Anybody Else"}, Identifiers: []screening.Identifier{{Kind: "Passport", Number: "FA123456"}}},
	})
	for _, c := range []struct {
		name  string
		who   screening.Person
		least float64
		want  string
		score float64
	}{
		{"a name alone is marked down", screening.Person{Names: []string{"Maria Souza"}}, 0.8, "1", 0.8633},
		{"another gender more", screening.Person{Names: []string{"Maria Souza"}, Gender: "f"}, 0.7, "1", 0.7633},
		{"a year beside is the year", screening.Person{Names: []string{"Mario Sousa"}, Birth: "1963-01-01"}, 0.8, "1", 1},
		{"another year is not", screening.Person{Names: []string{"Mario Sousa"}, Birth: "1980-01-01"}, 0.7, "1", 0.8},
		{"the country is known by its code", screening.Person{Names: []string{"Mario Sousa"}, Countries: []string{"BR"}}, 0.8, "1", 1},
		{"the digits that are shown", screening.Person{Names: []string{"Jose Silva"}, Identifiers: []string{"529.982.247-25"}}, 0.8, "2", 1},
		{"the digits of somebody else", screening.Person{Names: []string{"Jose Silva"}, Identifiers: []string{"111.444.777-35"}}, 0.7, "", 0},
		{"a passport decides alone", screening.Person{Names: []string{"Nobody Known"}, Identifiers: []string{"fa-123.456"}}, 0.9, "4", 1},
	} {
		got := x.Screen(c.who, c.least, "2026-11-22")
		if c.want == "" {
			if len(got) > 0 {
				t.Errorf("%s: %+v", c.name, got[0])
			}
			continue
		}
		if len(got) == 0 || got[0].Entry.UID != c.want || !near(got[0].Score, c.score) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	if got := x.Screen(screening.Person{Names: []string{"Jose Silva"}}, 0.8, "2027-01-01"); len(got) > 0 {
		t.Errorf("somebody is found whose time is over: %+v", got)
	}
}
