package field

import (
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const taxIDSettings = `{"type":"object","additionalProperties":false,"properties":{
	"country":{"type":"string","pattern":"^[A-Z]{2}$","description":"default BR"},
	"kind":{"type":"string","enum":["cpf_cnpj","cnh","pis","rg_sp","curp","rfc","clabe","rut","nit","cuit","cbu","nif",
		"national_id","emirates_id","tax","ruc","ci","rif","other"],"description":"default: the tax number of the country"}}}`

type taxIDOptions struct {
	Country string `json:"country"`
	Kind    string `json:"kind"`
}

// taxIDKind is one kind of number in one country; the first of a country is its default.
type taxIDKind struct {
	country, kind string
	identifier
}

// taxIDKinds lists what is known. Elsewhere 4 to 30 letters and digits are taken as they are.
func taxIDKinds() []taxIDKind {
	return []taxIDKind{
		{"BR", "cpf_cnpj", identifier{CleanCNPJ, CheckCPFOrCNPJ, maskCPFOrCNPJ, ""}},
		{"BR", "cnh", identifier{CleanCPF, CheckCNH, lastThree, ""}},
		{"BR", "pis", identifier{CleanCPF, CheckPIS, lastThree, ""}},
		{"BR", "rg_sp", identifier{separatedBy(".-"), CheckRGSP, lastThree, ""}},
		{"MX", "rfc", identifier{cleanMexican, CheckRFC, lastThree, ""}},
		{"MX", "curp", identifier{cleanMexican, CheckCURP, lastThree, ""}},
		{"MX", "clabe", identifier{separatedBy("-"), CheckCLABE, lastThree, ""}},
		{"CL", "rut", identifier{separatedBy(".-"), CheckRUT, lastThree, ""}},
		{"CO", "nit", identifier{separatedBy(".-"), CheckNIT, lastThree, ""}},
		{"AR", "cuit", identifier{separatedBy("-"), CheckCUIT, lastThree, ""}},
		{"AR", "cbu", identifier{separatedBy("-"), CheckCBU, lastThree, ""}},
		{"ES", "nif", identifier{CleanNIF, CheckNIF, lastThree, ""}},
		{"PE", "ruc", identifier{separatedBy("-"), CheckRUC, lastThree, ""}},
		{"EC", "ci", identifier{separatedBy("-"), CheckCI, lastThree, ""}},
		{"UY", "rut", identifier{separatedBy(".-"), CheckRUTUruguay, lastThree, ""}},
		{"VE", "rif", identifier{separatedBy(".-"), CheckRIF, lastThree, ""}},
		{"SA", "national_id", identifier{separatedBy("-"), CheckSaudiID, lastThree, ""}},
		{"AE", "emirates_id", identifier{separatedBy("-"), CheckEmiratesID, lastThree, ""}},
		{"EG", "tax", identifier{separatedBy("-/"), CheckEgyptTax, lastThree, ""}},
		{"EG", "national_id", identifier{separatedBy("-"), CheckEgyptID, lastThree, ""}},
	}
}

var otherTaxID = identifier{separatedBy("./-"), checkOtherTaxID, lastThree, ""}

// newTaxID is the tax or identity number of a person or company in the country of the settings.
func newTaxID() Type {
	return kind{
		name: "taxId", rule: rule.Text, settings: taxIDSettings,
		clean: textClean(func(f Field, s string) string { return taxIDOf(f).clean(s) }),
		check: textCheck(func(f Field, s string) []fault.Violation { return taxIDOf(f).check(s) }),
		schema: func(f Field) map[string]any {
			return map[string]any{"type": "string", "format": taxIDOf(f).format}
		},
		mask: maskTaxID,
		lint: lintTaxID,
	}
}

func taxIDOf(f Field) identifier {
	options := taxIDSettingsOf(f)
	if i, ok := findTaxID(options); ok {
		return i
	}
	i := otherTaxID
	i.format = "tax-id"
	return i
}

func taxIDSettingsOf(f Field) taxIDOptions {
	options := readSettings[taxIDOptions](f)
	if options.Country == "" {
		options.Country = "BR"
	}
	return options
}

func findTaxID(options taxIDOptions) (identifier, bool) {
	for _, k := range taxIDKinds() {
		if k.country == options.Country && (options.Kind == "" || options.Kind == k.kind) {
			k.format = taxIDFormat(k)
			return k.identifier, true
		}
	}
	return identifier{}, false
}

func taxIDFormat(k taxIDKind) string { return "tax-id-" + lowerASCII(k.country) + "-" + k.kind }

// lintTaxID answers setting.value for a kind that the country does not have.
func lintTaxID(f Field) []fault.Violation {
	options := taxIDSettingsOf(f)
	if _, ok := findTaxID(options); !ok && options.Kind != "" && options.Kind != "other" {
		return at("/config/kind", wrong("setting.value"))
	}
	return nil
}

func maskTaxID(f Field, value any) string {
	return textMask(taxIDOf(f).mask)(f, value)
}

// checkOtherTaxID answers format unless s is 4 to 30 letters and digits.
func checkOtherTaxID(s string) []fault.Violation {
	if len(s) < 4 || len(s) > 30 || !alphanumeric.MatchString(s) {
		return wrong("format")
	}
	return nil
}
