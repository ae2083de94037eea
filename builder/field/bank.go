package field

// Bank is a Brazilian payment institution.
type Bank struct {
	Code string // COMPE, three digits
	ISPB string // eight characters
	Name string
}

// Banks are those that most people have an account at. The list is not complete: a code that is not here may exist,
// and many payment institutions have an ISPB only.
var Banks = []Bank{
	{"001", "00000000", "Banco do Brasil"},
	{"033", "90400888", "Santander"},
	{"041", "92702067", "Banrisul"},
	{"070", "00000208", "BRB"},
	{"077", "00416968", "Inter"},
	{"085", "05463212", "Ailos"},
	{"102", "02332886", "XP"},
	{"104", "00360305", "Caixa"},
	{"197", "16501555", "Stone"},
	{"208", "30306294", "BTG Pactual"},
	{"212", "92894922", "Original"},
	{"218", "71027866", "BS2"},
	{"237", "60746948", "Bradesco"},
	{"260", "18236120", "Nubank"},
	{"290", "08561701", "PagSeguro"},
	{"323", "10573521", "Mercado Pago"},
	{"336", "31872495", "C6"},
	{"341", "60701190", "Itaú"},
	{"364", "09089356", "Efí"},
	{"380", "22896431", "PicPay"},
	{"389", "17184037", "Mercantil"},
	{"403", "37880206", "Cora"},
	{"422", "58160789", "Safra"},
	{"461", "19540550", "Asaas"},
	{"536", "20855875", "Neon"},
	{"623", "59285411", "Pan"},
	{"655", "59588111", "BV"},
	{"707", "62232889", "Daycoval"},
	{"745", "33479023", "Citi"},
	{"748", "01181521", "Sicredi"},
	{"756", "02038232", "Sicoob"},
}

// FindBank returns the bank of a COMPE code or of an ISPB.
func FindBank(code string) (Bank, bool) {
	for _, b := range Banks {
		if b.Code == code || b.ISPB == code {
			return b, true
		}
	}
	return Bank{}, false
}

// BankDigit is the check digit printed after a bank's code on boletos, and after the branches and accounts of Banco do
// Brasil: modulo 11, weights 2, 3, 4… from the right, 10 is X and 11 is 0. Caixa prints 104-0 against it.
func BankDigit(code string) string {
	switch rest := weighRight(code, 2, 3, 4, 5, 6, 7, 8, 9) % 11; rest {
	case 0:
		return "0"
	case 1:
		return "X"
	default:
		return string(digit(11 - rest))
	}
}
