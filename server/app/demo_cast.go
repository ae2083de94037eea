package app

import (
	"fmt"
	"maps"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/schemas/fault"
)

// person is somebody of the demo. Every name says that it was made up.
type person struct {
	name, email, locale string
	number              int // makes the tax number and the phone
	birth               string
	pep                 string // of the owner at the third level of a company; "" is no
	city, uf, cep       string
	income              float64 // monthly, in cents
	other               map[string]any
}

// The people of the demo.
var (
	ana   = person{name: "Ana Exemplo Moreira", number: 101, birth: "1991-04-12", city: "Recife", uf: "PE", cep: "50030230", income: 780000}
	bruno = person{name: "Bruno Amostra Teixeira", number: 102, birth: "1986-09-30", city: "Curitiba", uf: "PR", cep: "80020310", income: 1240000}
	carla = person{name: "Carla Demonstração Pires", number: 103, birth: "1979-01-22", city: "Salvador", uf: "BA", cep: "40020000", income: 960000}
	layla = person{name: "ليلى مثال", email: "layla.mithal@demo.example", locale: "ar", number: 104, birth: "1994-06-03", city: "São Paulo", uf: "SP", cep: "01310100", income: 1530000}
	diego = person{name: "Diego Fictício Ramos", number: 105, birth: "1988-11-05", city: "Belo Horizonte", uf: "MG", cep: "30130010", income: 1120000, other: map[string]any{"third_party": "yes"}}
	elisa = person{name: "Elisa Exemplo Barreto", number: 106, birth: "1972-03-17", city: "Brasília", uf: "DF", cep: "70040010", income: 3350000, other: map[string]any{
		"is_pep": "yes", "pep_role": "Secretária municipal (exemplo)", "pep_org": "Prefeitura de Exemplópolis", "pep_start": "2021-01-04",
	}}
	fabio = person{name: "Fábio Amostra Nunes", email: "fabio.nunes@demo.example", number: 110, birth: "1990-08-19", city: "Campinas", uf: "SP", cep: "13010040", income: 690000}
	nina  = person{name: "Nina Demonstração Melo", number: 107, city: "Fortaleza", uf: "CE", cep: "60060170", income: 0, other: map[string]any{
		"occupation": "student", "wealth_origin": "Mesada dos responsáveis, guardada desde a infância (exemplo).",
		"guardian_name": "Otávio Demonstração Melo", "guardian_cpf": demoCPF(150), "guardian_relation": "parent",
		"guardian_email": "otavio.melo@demo.example",
	}}
	gustavo = person{name: "Gustavo Exemplo Farias", number: 108, birth: "1983-05-28", city: "Porto Alegre", uf: "RS", cep: "90010150", income: 1410000, other: map[string]any{"third_party": "yes"}}
	heloisa = person{name: "Heloísa Amostra Prado", number: 109, birth: "1995-12-09", city: "Florianópolis", uf: "SC", cep: "88010400", income: 870000}
	julia   = person{name: "Júlia Demonstração Alves", number: 110, birth: "1990-08-19", city: "Campinas", uf: "SP", cep: "13010040", income: 1050000}
	igor    = person{name: "Igor Fictício Lacerda", number: 111, birth: "1981-07-01", city: "Goiânia", uf: "GO", cep: "74003010", income: 2200000}
	karen   = person{name: "Karen Exemplo Duarte", number: 112, birth: "1968-10-25", city: "Rio de Janeiro", uf: "RJ", cep: "20040002", income: 4120000, other: map[string]any{
		"is_pep": "related", "pep_relation": "family", "pep_name": "Mário Exemplo Duarte",
	}}
	leandro = person{name: "Leandro Amostra Rocha", number: 113, birth: "1999-02-11", city: "Manaus", uf: "AM", cep: "69005010", income: 520000, other: map[string]any{"third_party": "yes"}}
	marina  = person{name: "Marina Fictícia Lopes", number: 114, birth: "1992-09-14", city: "Natal", uf: "RN", cep: "59012360", income: 640000}
	lucia   = person{name: "Lucía Ejemplo Fernández", locale: "es", number: 115, birth: "1987-03-08", city: "São Paulo", uf: "SP", cep: "01310100", income: 1680000}
	rafael  = person{name: "Rafael Exemplo Souza", number: 116, birth: "1984-12-30", city: "Santos", uf: "SP", cep: "11010150"}
	padaria = person{name: "Padaria Exemplo Ltda.", email: "contato@padaria.example", pep: "related", number: 117, city: "São Paulo", uf: "SP", cep: "01310100"}
	emma    = person{name: "Emma Sample Carter", locale: "en", number: 118, birth: "1990-05-17", city: "São Paulo", uf: "SP", cep: "01310100", income: 2750000}
	otto    = person{name: "Otto Amostra Becker", number: 119, birth: "1976-04-02", city: "Blumenau", uf: "SC", cep: "89010025", income: 1890000, other: map[string]any{"third_party": "yes"}}
	paula   = person{name: "Paula Exemplo Castro", number: 130, birth: "1996-01-14", city: "Recife", uf: "PE", cep: "50030230", income: 610000}
	renato  = person{name: "Renato Amostra Freitas", number: 131, birth: "1980-06-06", city: "Cuiabá", uf: "MT", cep: "78005100", income: 1450000, other: map[string]any{"third_party": "yes"}}
	sonia   = person{name: "Sônia Fictícia Brito", number: 132, birth: "1985-10-02", city: "Maceió", uf: "AL", cep: "57020000", income: 830000}
	tales   = person{name: "Tales Demonstração Reis", number: 133, birth: "1991-03-30", city: "Boa Vista", uf: "RR", cep: "69301110", income: 940000}
	ursula  = person{name: "Úrsula Exemplo Pinto", number: 134, birth: "1977-12-11", city: "Manaus", uf: "AM", cep: "69005010", income: 1220000}
	vitor   = person{name: "Vítor Amostra Campos", number: 135, birth: "1989-07-23", city: "Londrina", uf: "PR", cep: "86010190", income: 1010000}
	wanda   = person{name: "Wanda Fictícia Moraes", number: 136, birth: "1974-02-17", city: "Aracaju", uf: "SE", cep: "49010020", income: 720000, other: map[string]any{"third_party": "yes"}}
	xavier  = person{name: "Xavier Exemplo Barros", number: 137, birth: "1966-09-09", city: "Brasília", uf: "DF", cep: "70040010", income: 2890000, other: map[string]any{
		"is_pep": "yes", "pep_role": "Diretor de autarquia (exemplo)", "pep_org": "Autarquia de Exemplópolis", "pep_start": "2020-03-02",
	}}
	yara   = person{name: "Yara Demonstração Gomes", number: 138, birth: "1993-11-27", city: "Belém", uf: "PA", cep: "66010000", income: 880000}
	zeca   = person{name: "José Amostra Zimmer", number: 139, birth: "1971-05-15", city: "Joinville", uf: "SC", cep: "89201400", income: 1170000}
	alice  = person{name: "Alice Fictícia Torres", number: 140, birth: "1982-08-08", city: "São Luís", uf: "MA", cep: "65010000", income: 1560000}
	breno  = person{name: "Breno Exemplo Queiroz", number: 141, birth: "1997-04-19", city: "Palmas", uf: "TO", cep: "77001000", income: 590000}
	otavia = person{name: "Otávia Fictícia Sampaio", number: 142, birth: "1981-02-14", city: "Recife", uf: "PE", cep: "50030230", income: 1340000}

	vera = person{name: "Vera Demonstração Luz", number: 120, birth: "1964-08-21", city: "Vitória", uf: "ES", cep: "29010000", income: 1330000}
)

// demoCPF and demoCNPJ are numbers whose check digits are right and which nobody needs to have.
func demoCPF(n int) string { return completed(fmt.Sprintf("000%06d", n), field.CheckCPF) }

func demoCNPJ(n int) string { return completed(fmt.Sprintf("%08d0001", n), field.CheckCNPJ) }

func completed(body string, check func(string) []fault.Violation) string {
	for n := range 100 {
		if whole := fmt.Sprintf("%s%02d", body, n); len(check(whole)) == 0 {
			return whole
		}
	}
	return ""
}

// personal are the answers of somebody who opens an account.
func personal(p person) map[string]any {
	answers := map[string]any{
		"full_name": p.name, "cpf": demoCPF(p.number), "birth_date": p.birth, "mother_name": "Maria Exemplo",
		"nationality": "BR", "birth_place": p.city, "marital": "single", "doc_type": "cin", "doc_number": demoCPF(p.number),
		"doc_issuer": "SSP", "doc_issuer_uf": p.uf, "doc_issue_date": "2023-05-10", "occupation": "employee",
		"job_title": "Analista", "employer": "Empresa Exemplo", "income": p.income, "net_worth": p.income * 40,
		"assets_fin": p.income * 12, "funds_origin": []any{"salary"}, "purpose": "invest", "is_pep": "no", "us_person": "no",
		"third_party": "no", "related_person": "no", "proxy_orders": "no", "bank_account": demoAccount(p), "suit_goal": "income",
		"suit_horizon": "2_5y", "suit_drop": "wait", "consent_marketing": p.number%2 == 0,
	}
	maps.Copy(answers, contact(p))
	maps.Copy(answers, residence(p))
	maps.Copy(answers, p.other)
	return answers
}

func contact(p person) map[string]any {
	return map[string]any{
		"email": p.address(), "mobile": fmt.Sprintf("+5511960000%03d", p.number), "declare_true": true, "declare_update": true,
		"consent_terms": true,
	}
}

func residence(p person) map[string]any {
	return map[string]any{
		"addr_country": "BR", "cep": p.cep, "street": "Rua do Exemplo", "number": fmt.Sprint(p.number), "district": "Centro",
		"city": p.city, "uf": p.uf,
	}
}

func demoAccount(p person) map[string]any {
	return map[string]any{"bank": "341", "branch": "0101", "account": fmt.Sprintf("0%d7", p.number), "accountType": "CACC"}
}

// company are the answers of a company whose owners are nested to the third level.
func company(p person) map[string]any {
	natural := func(name string, n int, share float64) map[string]any {
		return map[string]any{
			"owner_kind": "person", "full_name": name, "cpf": demoCPF(n), "birth_date": "1975-06-20", "is_pep": "no",
			"owner_share": share,
		}
	}
	legal := func(name string, n int, share float64, owners ...any) map[string]any {
		return map[string]any{
			"owner_kind": "company", "company_name": name, "cnpj": demoCNPJ(n), "owner_share": share, "owners": owners,
		}
	}
	last := natural("Tadeu Exemplo Dono", 154, 100)
	if p.pep != "" {
		last["is_pep"] = p.pep
	}
	answers := map[string]any{
		"cnpj": demoCNPJ(p.number), "company_name": p.name, "incorporation": "2012-08-01", "legal_form": "ltda", "cnae": "1091-1/02",
		"non_profit": "no", "revenue_avg": 42e6, "net_worth": 9e7, "funds_origin": []any{"business"},
		"purpose": "pay", "expected_volume": 6e7, "listed": "no",
		"owners": []any{
			natural("Sônia Exemplo Padeira", 151, 40),
			legal("Holding Amostra S.A.", 152, 60, legal("Participações Fictícias Ltda.", 153, 100, last)),
		},
		"admins": []any{map[string]any{
			"full_name": "Sônia Exemplo Padeira", "cpf": demoCPF(151), "role": "Sócia administradora", "email": "sonia@padaria.example",
			"signs_alone": "yes",
		}},
		"third_party": "no", "proxy_orders": "no", "us_person": "no", "bank_account": demoAccount(p),
		"tax_residences": []any{map[string]any{"country": "BR", "has_tin": "yes", "tin": demoCNPJ(p.number)}},
	}
	maps.Copy(answers, contact(p))
	maps.Copy(answers, residence(p))
	maps.Copy(answers, p.other)
	return answers
}

// moving are the answers of somebody who moves house.
func moving(p person) map[string]any {
	answers := map[string]any{"full_name": p.name, "cpf": demoCPF(p.number), "effective_from": "2025-03-10"}
	maps.Copy(answers, contact(p))
	maps.Copy(answers, residence(p))
	return answers
}

// address is where the person gets mail.
func (p person) address() string {
	if p.email != "" {
		return p.email
	}
	return fmt.Sprintf("pessoa%d@demo.example", p.number)
}
