package field

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/esteira/esteira/schemas/fault"
)

// vectorFile is schemas/testdata/identifiers.json; ui/src/fields/vectors.test.ts runs the same.
type vectorFile struct {
	Identifiers map[string]vectorSet `json:"identifiers"`
	Pix         struct {
		Keys struct {
			Valid     map[string]string `json:"valid"`
			Invalid   []invalidVector   `json:"invalid"`
			Ambiguous []string          `json:"ambiguous_cpf_or_mobile"`
		} `json:"keys"`
	} `json:"pix"`
}

type vectorSet struct {
	Valid     []string          `json:"valid"`
	Invalid   []invalidVector   `json:"invalid"`
	Computed  []computedVector  `json:"computed"`
	Branches  []computedVector  `json:"branch_vectors"`
	E164      map[string]string `json:"e164"`
	UF        map[string]string `json:"uf"`
	Ranges    []map[string]string
	DVOK      []string `json:"dv_ok"`
	DVInUse   []string `json:"dv_bad_but_in_use"`
	PeruRUC   []string `json:"pe_ruc"`
	EcuadorCI []string `json:"ec_ci"`
	Uruguay   []string `json:"uy_rut"`
	Venezuela []string `json:"ve_rif"`
	BB        []map[string]string
	CompeDV   map[string]string `json:"compe_dv"`
}

type invalidVector struct{ Value, Reason string }

type computedVector struct{ Body, DV string }

func readVectors(t *testing.T) vectorFile {
	t.Helper()
	raw, err := os.ReadFile("../../schemas/testdata/identifiers.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors vectorFile
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	return vectors
}

// vectorFields says which field answers the question of a set.
var vectorFields = map[string]Field{
	"cpf":               {Type: "cpf"},
	"cnpj_numeric":      {Type: "cnpj"},
	"cnpj_alphanumeric": {Type: "cnpj"},
	"cep":               {Type: "cep"},
	"phone_br":          {Type: "phone"},
	"iban":              {Type: "iban"},
	"cnh":               taxIDField("BR", "cnh"),
	"pis":               taxIDField("BR", "pis"),
	"rg_sp":             taxIDField("BR", "rg_sp"),
	"mx_clabe":          taxIDField("MX", "clabe"),
	"mx_curp":           taxIDField("MX", "curp"),
	"mx_rfc":            taxIDField("MX", "rfc"),
	"cl_rut":            taxIDField("CL", "rut"),
	"co_nit":            taxIDField("CO", "nit"),
	"ar_cuit":           taxIDField("AR", "cuit"),
	"ar_cbu":            taxIDField("AR", "cbu"),
	"es_nif":            taxIDField("ES", "nif"),
	"pe_ruc":            taxIDField("PE", "ruc"),
	"ec_ci":             taxIDField("EC", "ci"),
	"uy_rut":            taxIDField("UY", "rut"),
	"ve_rif":            taxIDField("VE", "rif"),
	"sa_national_id":    taxIDField("SA", "national_id"),
	"ae_emirates_id":    taxIDField("AE", "emirates_id"),
	"eg_tax":            taxIDField("EG", "tax"),
}

func taxIDField(country, kind string) Field {
	return Field{Type: "taxId", Config: json.RawMessage(`{"country":"` + country + `","kind":"` + kind + `"}`)}
}

func TestIdentifierVectors(t *testing.T) {
	t.Parallel()
	for name, set := range readVectors(t).Identifiers {
		if name == "bank_br" {
			continue // TestBankDigits
		}
		if name == "other_latam" {
			checkSet(t, "pe_ruc", vectorSet{Valid: set.PeruRUC})
			checkSet(t, "ec_ci", vectorSet{Valid: set.EcuadorCI})
			checkSet(t, "uy_rut", vectorSet{Valid: set.Uruguay})
			checkSet(t, "ve_rif", vectorSet{Valid: set.Venezuela})
			continue
		}
		checkSet(t, name, set)
	}
}

func checkSet(t *testing.T, name string, set vectorSet) {
	t.Helper()
	f, ok := vectorFields[name]
	if !ok {
		t.Errorf("no field for vectors %q", name)
		return
	}
	for _, value := range append(set.Valid, bodies(set)...) {
		if found := answer(t, f, value); blocks(found) {
			t.Errorf("%s %q: %v, want valid", name, value, found)
		}
	}
	for _, v := range set.Invalid {
		found := answer(t, f, v.Value)
		if strings.Contains(v.Reason, "not normalised") {
			found = typeOf(t, f).Check(f, v.Value)
		}
		if len(found) == 0 && v.Value != "" {
			t.Errorf("%s %q passes: %s", name, v.Value, v.Reason)
		}
	}
}

func bodies(set vectorSet) []string {
	var all []string
	for _, v := range append(set.Computed, set.Branches...) {
		all = append(all, v.Body+v.DV)
	}
	return all
}

// Of all check digits only the computed one passes.
func TestComputedDigitsAreTheOnlyOnes(t *testing.T) {
	t.Parallel()
	for name, set := range readVectors(t).Identifiers {
		for _, v := range append(set.Computed, set.Branches...) {
			wrongDV := strings.Repeat("1", len(v.DV))
			if v.DV == wrongDV {
				wrongDV = strings.Repeat("2", len(v.DV))
			}
			if found := answer(t, vectorFields[name], v.Body+wrongDV); len(found) == 0 {
				t.Errorf("%s %s passes", name, v.Body+wrongDV)
			}
		}
	}
}

func TestPhoneVectorsInE164(t *testing.T) {
	t.Parallel()
	for raw, want := range readVectors(t).Identifiers["phone_br"].E164 {
		if got := CleanPhone(raw, "BR"); got != want {
			t.Errorf("CleanPhone(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestCEPVectors(t *testing.T) {
	t.Parallel()
	set := readVectors(t).Identifiers["cep"]
	for cep, state := range set.UF {
		if got := CEPState(CleanCEP(cep)); got != state {
			t.Errorf("CEPState(%q) = %q, want %q", cep, got, state)
		}
		if found := CheckCEPState(CleanCEP(cep), "XX"); len(found) != 1 || found[0].Severity != "warn" {
			t.Errorf("CheckCEPState(%q, XX) = %v, want one warning", cep, found)
		}
	}
	if len(set.Ranges) != len(cepRanges) {
		t.Fatalf("%d ranges, want %d", len(cepRanges), len(set.Ranges))
	}
	for i, r := range set.Ranges {
		if want := (cepRange{r["from"], r["to"], r["uf"]}); cepRanges[i] != want {
			t.Errorf("range %d is %v, want %v", i, cepRanges[i], want)
		}
	}
}

func TestRFCDigitOnlyWarns(t *testing.T) {
	t.Parallel()
	set := readVectors(t).Identifiers["mx_rfc"]
	for _, s := range set.DVOK {
		if found := CheckRFC(s); found != nil {
			t.Errorf("CheckRFC(%s) = %v", s, found)
		}
	}
	for _, s := range set.DVInUse {
		if found := CheckRFC(s); len(found) != 1 || blocks(found) {
			t.Errorf("CheckRFC(%s) = %v, want one warning", s, found)
		}
	}
}

func TestBankDigits(t *testing.T) {
	t.Parallel()
	set := readVectors(t).Identifiers["bank_br"]
	for code, want := range set.CompeDV {
		if got := BankDigit(code); got != want {
			t.Errorf("BankDigit(%s) = %s, want %s", code, got, want)
		}
	}
	for _, v := range set.BB {
		if got := BankDigit(v["agency"] + v["account"]); got != v["dv"] {
			t.Errorf("BankDigit(%v) = %s", v, got)
		}
	}
}

func TestPixKeyVectors(t *testing.T) {
	t.Parallel()
	keys := readVectors(t).Pix.Keys
	for key, want := range keys.Valid {
		if got := DetectPixKey(key); got != want {
			t.Errorf("DetectPixKey(%q) = %q, want %q", key, got, want)
		}
		f := Field{Type: "pixKey"}
		if found := typeOf(t, f).Check(f, map[string]any{"kind": want, "key": key}); found != nil {
			t.Errorf("%s %q: %v", want, key, found)
		}
	}
	for _, v := range keys.Invalid {
		if got := DetectPixKey(v.Value); got != "" {
			t.Errorf("DetectPixKey(%q) = %q: %s", v.Value, got, v.Reason)
		}
	}
	for _, key := range keys.Ambiguous {
		if CheckCPF(key) != nil || CheckPhoneBR(CleanPhone(key, "BR")) != nil {
			t.Errorf("%q should be a CPF and a mobile", key)
		}
	}
}

func typeOf(t *testing.T, f Field) Type {
	t.Helper()
	kind, ok := Builtin().Get(f.Type)
	if !ok {
		t.Fatalf("no type %q", f.Type)
	}
	return kind
}

// answer cleans, then checks.
func answer(t *testing.T, f Field, raw any) []fault.Violation {
	t.Helper()
	kind := typeOf(t, f)
	return kind.Check(f, kind.Clean(f, raw))
}
